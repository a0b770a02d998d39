"""What a formula is once it is read: a tree of numbers, texts, fields and calls, each with its place in the text."""

from dataclasses import dataclass

from datasource.errors import MingjingError
from datasource.texts import _


class FormulaError(MingjingError):
    """What is wrong with a formula, and at which character (counted from 1) of its text."""

    def __init__(self, message: str, place: int) -> None:
        self.place = place
        super().__init__(_("At character {place}: {message}").format(place=place, message=message))


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    value: float
    place: int


@dataclass(frozen=True)
class Text:
    """A text in quotes."""

    value: str
    place: int


@dataclass(frozen=True)
class FieldName:
    """A field of the record."""

    name: str
    place: int


@dataclass(frozen=True)
class Call:
    """An operator or a function with what it works on: `+`, `not`, `if`, `days` …"""

    name: str
    parts: tuple["Node", ...]
    place: int


Node = Number | Text | FieldName | Call
