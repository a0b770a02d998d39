"""What a person has chosen in the filter bar, and the view that it means. Pure: no screen, no store.

A control on the canvas may ask for a range or a text instead of members: its name is `amount.range` or
`customer.search`, its one member `100..5000` (either end may be missing) or the text.
"""

from collections.abc import Collection
from datetime import date
from typing import Self

from pydantic import model_validator

from dashboards.compile import View
from dashboards.kinds import is_date
from dashboards.model import Comparison, Controls
from datasource.metrics.team_segments import with_segments
from datasource.periods import Span, default_grain, preset_span
from datasource.question import LARGEST, Dimension, Filter, Frozen, Grain, Op, Period

Members = tuple[str, ...]


class Choice(Frozen):
    """The filter bar's state. `picks` holds the chosen members of each dimension (or of a range), by name; none = all.

    `below`: whether a picked department takes those below it in. `former` offers former staff in the employee picker.
    """

    period: Period
    grain: Grain | None = None
    compare: Comparison | None = None
    picks: tuple[tuple[str, Members], ...] = ()
    below: bool = True
    former: bool = False

    @model_validator(mode="before")
    @classmethod
    def _tidy(cls, data: dict[str, object]) -> dict[str, object]:
        picks = dict(data.get("picks") or ())  # type: ignore[call-overload]
        kept = tuple(sorted((name, tuple(dict.fromkeys(members))) for name, members in picks.items() if members))
        return {**data, "picks": kept}

    def picked(self, dimension: str) -> Members:
        """The chosen members of a dimension; none chosen = all."""
        return dict(self.picks).get(dimension, ())

    def with_pick(self, dimension: str, members: Collection[str]) -> Self:
        """The same choice with other members of one dimension."""
        return self.with_(picks=tuple({**dict(self.picks), dimension: tuple(members)}.items()))

    def with_(self, **parts: object) -> Self:
        """The same choice with other parts, checked again."""
        return self.model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **parts})


def opening_choice(controls: Controls) -> Choice:
    """The choice that a board opens with; list filters of its pickers become picks."""
    picks = {part.field: part.value for part in controls.where if _is_pick(part, controls)}
    return Choice.model_validate(
        {"period": controls.period, "grain": controls.grain, "compare": controls.compare, "picks": tuple(picks.items())}
    )


def chosen_span(choice: Choice, today: date, fiscal_start: int = 1) -> Span:
    """The days of the chosen period; raises `MingjingError` for an unknown preset."""
    period = choice.period
    if period.start is not None and period.end is not None:
        return Span(period.start, period.end)
    return preset_span(period.preset or "", today, fiscal_start)


def chosen_grain(choice: Choice, span: Span) -> Grain:
    """The chosen grain, or the one that suits the length of the period."""
    return choice.grain or default_grain(span)


def chosen_view(choice: Choice, controls: Controls, grain: Grain) -> View:
    """The view for the tiles: period, grain, comparison, the board's fixed filters and one list filter per pick.

    A filter by `department` takes in all below it; a department alone is a filter by `sales_team`, the owner's own.
    Raises `MingjingError` for a team segment that is gone.
    """
    fixed = tuple(part for part in controls.where if not _is_pick(part, controls))
    picked = tuple(_asked(name, members, choice) for name, members in choice.picks)
    where = with_segments((*fixed, *picked))
    return View(period=choice.period, grain=grain, compare=choice.compare, where=where)


def _asked(name: str, members: Members, choice: Choice) -> Filter:
    field, _dot, sort = name.partition(".")
    match sort:
        case "range":
            return range_filter(field, members[0])
        case "search":
            return Filter(field=field, op=Op.CONTAINS, value=members[0])
        case _:
            return Filter(field=_field(name, choice), op=Op.IN, value=members)


def range_filter(field: str, text: str) -> Filter:
    """The condition that `100..5000`, `100..` or `..5000` means, with days for a date; raises `ValueError`."""
    low, dots, high = text.partition("..")
    if not dots or not (low or high):
        raise ValueError(text)
    if not high:
        return Filter(field=field, op=Op.GTE, value=_end(field, low))
    if not low:
        return Filter(field=field, op=Op.LTE, value=_end(field, high))
    ends = (_end(field, low), _end(field, high))
    if sorted(ends) != list(ends):
        raise ValueError(text)
    return Filter(field=field, op=Op.BETWEEN, value=ends)


def _end(field: str, text: str) -> date | float:
    if is_date(Dimension(field=field)):
        return date.fromisoformat(text)
    number = float(text)
    if not abs(number) <= LARGEST:
        raise ValueError(text)
    return number


def _field(dimension: str, choice: Choice) -> str:
    return "sales_team" if dimension == "department" and not choice.below else dimension


def _is_pick(part: Filter, controls: Controls) -> bool:
    texts = isinstance(part.value, tuple) and all(isinstance(value, str) for value in part.value)
    return part.field in controls.show and part.op is Op.IN and texts
