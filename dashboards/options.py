"""How a chart is drawn, apart from which fields stand on its shelves."""

from typing import Literal

from pydantic import Field

from dashboards.style import COLOR, Palette
from datasource.question import Frozen, Op

AREA = r"^(\d{6})?$"

Stack = Literal["zero", "normalize", "none"]
Stat = Literal["average", "median", "highest", "lowest"]
Scale = Literal["left", "right"]


class NumberFormat(Frozen):
    """How numbers are written; `auto` is the habit of the metric's unit, `decimals` of None the habit of the style."""

    style: Literal["auto", "full", "compact", "percent"] = "auto"
    decimals: int | None = Field(default=None, ge=0, le=6)
    prefix: str = Field(default="", max_length=8)
    suffix: str = Field(default="", max_length=8)


class Highlight(Frozen):
    """One rule of conditional formatting: numbers that meet it take the colour, in tables, cards and marks alike."""

    op: Literal[Op.GT, Op.GTE, Op.LT, Op.LTE, Op.EQ, Op.NE, Op.BETWEEN]
    value: float | tuple[float, float]
    color: str = Field(default="good", pattern=r"^(good|warn|bad|#[0-9a-fA-F]{6})$")


class FieldLook(Frozen):
    """How one field of a chart is called and written; `bars` draws the numbers of a table column as bars too."""

    field: str
    label: str = Field(default="", max_length=80)
    number: NumberFormat = NumberFormat()
    highlights: tuple[Highlight, ...] = Field(default=(), max_length=12)
    bars: bool = False


class ReferenceLine(Frozen):
    """A line across the chart: at a number, or at what `of` says of the first metric of its axis."""

    value: float | None = None
    of: Stat | None = None
    label: str = Field(default="", max_length=80)
    color: str = Field(default="", pattern=COLOR)
    axis: Scale = "left"


class ReferenceBand(Frozen):
    """A shaded stretch of the value axis; an open end reaches to the edge."""

    low: float | None = None
    high: float | None = None
    label: str = Field(default="", max_length=80)
    color: str = Field(default="", pattern=COLOR)


class Annotation(Frozen):
    """A short text at one member (or bucket, as the answer writes it) of the chart's axis."""

    at: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=200)


class Options(Frozen):
    """How a chart looks; `stack` of None is the habit of the chart kind.

    `marks` points out the highest, the lowest and the average of the first metric; `area` is the code of the province
    whose cities a map shows (empty: the whole country). `target` is the number, or the name of the metric, that cards,
    gauges and bullets measure against. `subtotals` holds for pivots.
    """

    labels: bool = False
    legend: bool = True
    stack: Stack | None = None
    marks: bool = False
    area: str = Field(default="", pattern=AREA)
    x_title: str = Field(default="", max_length=200)
    y_title: str = Field(default="", max_length=200)
    axes: bool = True
    log: bool = False
    from_zero: bool = True
    palette: Palette = ""
    nulls: Literal["gap", "connect", "zero"] = "gap"
    trend: bool = False
    lines: tuple[ReferenceLine, ...] = Field(default=(), max_length=12)
    bands: tuple[ReferenceBand, ...] = Field(default=(), max_length=12)
    notes: tuple[Annotation, ...] = Field(default=(), max_length=24)
    card: Literal["plain", "sparkline", "target", "previous", "gauge"] = "plain"
    target: str | float | None = None
    subtotals: bool = True
