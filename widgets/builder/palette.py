"""The fields that a chart can be built from, as the shelves need them: pure data, no metric registry and no screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dashboards.kinds import Holds
from dashboards.model import Shelves
from datasource.calculation import Aggregated, Calculation
from datasource.question import Dimension, Filter
from datasource.texts import _


@dataclass(frozen=True)
class Pick:
    """One field. Label, definition and subject are already in the reader's language; a date takes a grain.

    `unit` is that of a metric's numbers. `plain` says which number of which subject a metric puts together and how,
    where it does nothing else. A `made` field is a calculation of the chart; a `kept` one is of the person's library
    (`mine`) or of the team's, and its `note` says whose it is.
    """

    name: str
    label: str
    definition: str
    subject: str
    holds: Holds
    is_date: bool = False
    is_number: bool = False
    unit: str = ""
    plain: Aggregated | None = None
    made: bool = False
    kept: Literal["", "mine", "team"] = ""
    note: str = ""


@dataclass(frozen=True)
class Number:
    """A number of single records of one subject, for calculations; both labels in the reader's language."""

    subject: str
    field: str
    subject_label: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Palette:
    """All fields, and `refusal(metric, dimension, grouping)`: why the two cannot be grouped (or only filtered).

    A refusal is one sentence in the reader's language, or None when the two go together. `subjects` are the labels of
    what metrics count, `numbers` the numbers of their records, and `within(subject, dimension)` says why records of a
    subject have no such dimension. `kept` are copies of the kept calculations that the chart does not hold yet, and
    `closed` the fields that the person may not use, each with the reason.
    """

    picks: tuple[Pick, ...]
    refusal: Callable[[str, str, bool], str | None]
    numbers: tuple[Number, ...] = ()
    subjects: Mapping[str, str] = field(default_factory=dict)
    within: Callable[[str, str], str | None] = lambda _subject, _dimension: None
    kept: Mapping[str, Calculation] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Pick]:
        """The fields under their names."""
        return {pick.name: pick for pick in self.picks}

    def label(self, name: str) -> str:
        """What the reader calls the field; its name when no such field exists (a board may outlive a field)."""
        pick = self.by_name.get(name)
        return pick.label if pick else name

    def listed(self, name: str) -> str:
        """The label, and whose the field is where it is kept."""
        pick = self.by_name.get(name)
        return f"{pick.label} · {pick.subject} ({pick.note})" if pick and pick.kept else self.label(name)

    def is_date(self, name: str) -> bool:
        """Whether the field takes a grain."""
        pick = self.by_name.get(name)
        return pick is not None and pick.is_date

    def is_number(self, name: str) -> bool:
        """Whether the field is a dimension of numbers, which takes bins."""
        pick = self.by_name.get(name)
        return pick is not None and pick.is_number

    def unreachable(self, name: str, shelves: Shelves, *, grouping: bool) -> str:
        """Why the field cannot join what stands on the shelves, or an empty text.

        A dimension joins either to group (`grouping`) or only to filter; for a metric it makes no difference.
        """
        pick = self.by_name.get(name)
        if pick is None:
            return _("There is no field '{name}' any more.").format(name=name)
        if name in self.closed:
            return self.closed[name]
        if pick.holds == "dimension":
            return self._first_refusal((metric, name, grouping) for metric in shelves.metrics())
        grouped = ((name, part.field, True) for part in shelves.dimensions())
        filtered = ((name, part.field, False) for part in shelves.filters)
        return self._first_refusal((*grouped, *filtered))

    def _first_refusal(self, asked: Iterable[tuple[str, str, bool]]) -> str:
        return next((why for one in asked if (why := self.refusal(*one))), "")


def editable(item: Dimension | Filter | str, palette: Palette) -> bool:
    """Whether a pill has settings: any filter, and every field that still exists."""
    if isinstance(item, Filter):
        return True
    return (item if isinstance(item, str) else item.field) in palette.by_name
