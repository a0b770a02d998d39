"""What a chart kind is: its forms, how many fields each shelf of a form holds, and of which type they must be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from datasource.question import Dimension, Grain

Holds = Literal["dimension", "metric"]
Type = Literal["date", "day", "number", "place", "country"]

SHELVES: Mapping[str, Holds] = MappingProxyType(
    {
        "columns": "dimension",
        "rows": "dimension",
        "values": "metric",
        "second": "metric",
        "color": "dimension",
        "size": "metric",
        "detail": "dimension",
        "hints": "metric",
        "facet": "dimension",
    }
)
PLACES = ("region", "city")


@dataclass(frozen=True)
class Room:
    """How many fields fit, both ends inclusive."""

    low: int = 0
    high: int = 0


NONE, ONE, MAYBE, SOME = Room(), Room(1, 1), Room(0, 1), Room(1, 8)
METRICS, TIPS = Room(1, 12), Room(0, 12)


@dataclass(frozen=True)
class Form:
    """One way to fill the shelves; `axes` bounds columns and rows together.

    `types` names shelves (`columns`, `rows`, or both as `axes`) whose every field must be of a type (see `is_type`).
    """

    columns: Room = Room(0, 16)
    rows: Room = Room(0, 16)
    axes: Room = Room(0, 16)
    color: Room = NONE
    values: Room = NONE
    size: Room = NONE
    second: Room = NONE
    detail: Room = NONE
    hints: Room = TIPS
    facet: Room = NONE
    types: tuple[tuple[str, Type], ...] = ()

    def room(self, shelf: str) -> Room:
        """What this form lets the shelf hold."""
        room: Room = getattr(self, shelf)
        return Room(room.low, min(room.high, self.axes.high)) if shelf in ("columns", "rows") else room


@dataclass(frozen=True)
class Kind:
    """A chart kind. `label` is a msgid; `likes` are the traits (see `traits`) of the data that it shows best.

    `shuns` are the traits of data that it can draw and should not; `shy` keeps it behind others that fit as well, as it
    takes more reading. `labels` says whether it can write numbers beside its marks when the options ask for them.
    """

    name: str
    label: str
    icon: str
    forms: tuple[Form, ...]
    likes: frozenset[str]
    shuns: frozenset[str] = frozenset()
    shy: int = 0
    labels: bool = False

    def room(self, shelf: str) -> Room:
        """The widest room that any form gives the shelf (a key of `SHELVES`)."""
        rooms = [form.room(shelf) for form in self.forms]
        return Room(min(room.low for room in rooms), max(room.high for room in rooms))


def is_date(dimension: Dimension) -> bool:
    """Whether a dimension is a date, told by its grain or, before one is chosen, by its name."""
    return dimension.grain is not None or dimension.field == "date" or dimension.field.endswith("_date")


def is_type(dimension: Dimension, wanted: Type) -> bool:
    """Whether a dimension is of a type: a `day` is a date by day (or of no grain yet), a `number` has its bins."""
    return _TYPES[wanted](dimension)


_TYPES: Mapping[Type, Callable[[Dimension], bool]] = MappingProxyType(
    {
        "date": is_date,
        "day": lambda dimension: is_date(dimension) and dimension.grain in (None, Grain.DAY),
        "number": lambda dimension: bool(dimension.bins),
        "place": lambda dimension: dimension.field in PLACES,
        "country": lambda dimension: dimension.field in {"country", "region"},
    }
)
