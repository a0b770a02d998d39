"""A chart: which fields stand on which shelf, what is asked of them, and how the answer is drawn."""

from typing import Any, Literal

from pydantic import Field, field_validator

from dashboards.options import FieldLook, Options
from datasource.question import Calculation, Dimension, Filter, Frozen, Period, Sort, Top

Comparison = Literal["previous", "last_year"]


def period_from_preset(value: Any) -> Any:
    """A period as a file may write it: the name of a preset alone."""
    return {"preset": value} if isinstance(value, str) else value


class Shelves(Frozen):
    """Which field stands where: dimensions on columns, rows, colour, facet and detail; names of metrics elsewhere.

    `second` holds metrics that are drawn on an axis of their own, `facet` makes one small chart a member, `detail`
    splits the marks without a colour, and `hints` are metrics that only the tooltip shows.
    """

    columns: tuple[Dimension, ...] = Field(default=(), max_length=16)
    rows: tuple[Dimension, ...] = Field(default=(), max_length=16)
    values: tuple[str, ...] = Field(default=(), max_length=32)
    second: tuple[str, ...] = Field(default=(), max_length=12)
    color: Dimension | None = None
    size: str | None = None
    detail: tuple[Dimension, ...] = Field(default=(), max_length=8)
    hints: tuple[str, ...] = Field(default=(), max_length=12)
    facet: Dimension | None = None
    filters: tuple[Filter, ...] = Field(default=(), max_length=64)

    def dimensions(self) -> tuple[Dimension, ...]:
        """Every dimension once, in the order columns, rows, colour, facet, detail."""
        singles = (one for one in (self.color, self.facet) if one)
        return tuple(dict.fromkeys((*self.columns, *self.rows, *singles, *self.detail)))

    def metrics(self) -> tuple[str, ...]:
        """Every metric once: values, second axis, size, hints."""
        size = (self.size,) if self.size else ()
        return tuple(dict.fromkeys((*self.values, *self.second, *size, *self.hints)))


class Chart(Frozen):
    """A drawing of one query. `kind` is a key of `dashboards.kinds.KINDS`.

    `calculations` are fields of this chart alone, `looks` say how fields are called and written, and `having` filters
    the answer by its numbers. `period` goes before the filter bar's.
    """

    kind: str
    shelves: Shelves = Shelves()
    calculations: tuple[Calculation, ...] = Field(default=(), max_length=50)
    having: tuple[Filter, ...] = Field(default=(), max_length=24)
    period: Period | None = None
    compare: Comparison | None = None
    top: Top | None = None
    sort: tuple[Sort, ...] = Field(default=(), max_length=24)
    limit: int | None = Field(default=None, ge=1)
    totals: bool = False
    options: Options = Options()
    looks: tuple[FieldLook, ...] = Field(default=(), max_length=64)

    _written_period = field_validator("period", mode="before")(period_from_preset)
