"""What may be written next in a formula: fields and functions that begin with, or hold, the word before the cursor."""

import re
from dataclasses import dataclass

from datasource.metrics.formula.check import FUNCTIONS, fields_of
from datasource.metrics.subjects.subject import Subject
from datasource.texts import _

_WORD = re.compile(r"[A-Za-z_]\w*\Z")


@dataclass(frozen=True)
class Suggestion:
    """One way to go on: what is written in place of the word, what it is called, and what it means."""

    text: str
    label: str
    meaning: str


def suggestions(text: str, cursor: int, subject: Subject, most: int = 12) -> tuple[Suggestion, ...]:
    """The best `most` ways to go on at `cursor` (characters before it); what begins with the word comes first."""
    word = _word(text[:cursor])
    offers = [Suggestion(name, _(dim.label), _(dim.definition)) for name, dim in fields_of(subject).items()]
    offers += [Suggestion(f"{name}(", name, _(usage)) for name, usage in FUNCTIONS.items()]
    fitting = [offer for offer in offers if word in offer.text.casefold() or word in offer.label.casefold()]
    return tuple(sorted(fitting, key=lambda offer: not offer.text.casefold().startswith(word))[:most])


def taken(text: str, cursor: int, suggestion: Suggestion) -> str:
    """The formula with the word before `cursor` replaced by the suggestion."""
    start = cursor - len(_word(text[:cursor]))
    return f"{text[:start]}{suggestion.text}{text[cursor:]}"


def _word(before: str) -> str:
    found = _WORD.search(before)
    return found.group().casefold() if found else ""
