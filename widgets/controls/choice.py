"""What a person has chosen in the filter bar, and the view that it means. Pure: no screen, no store."""

from collections.abc import Collection
from datetime import date
from typing import Self

from pydantic import model_validator

from dashboards.compile import View
from dashboards.model import Comparison, Controls
from datasource.periods import Span, default_grain, preset_span
from datasource.question import Filter, Frozen, Grain, Op, Period

Members = tuple[str, ...]


class Choice(Frozen):
    """The filter bar's state. `picks` holds the chosen members of each dimension, by dimension name; none = all.

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
    """
    fixed = tuple(part for part in controls.where if not _is_pick(part, controls))
    picked = tuple(Filter(field=_field(name, choice), op=Op.IN, value=members) for name, members in choice.picks)
    return View(period=choice.period, grain=grain, compare=choice.compare, where=(*fixed, *picked))


def _field(dimension: str, choice: Choice) -> str:
    return "sales_team" if dimension == "department" and not choice.below else dimension


def _is_pick(part: Filter, controls: Controls) -> bool:
    texts = isinstance(part.value, tuple) and all(isinstance(value, str) for value in part.value)
    return part.field in controls.show and part.op is Op.IN and texts
