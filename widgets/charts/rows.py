"""The rows of an answer as a drawing takes them: ordered, summed up and laid out where Vega cannot do it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from dashboards.model import Chart
from datasource.texts import _
from widgets.charts.bins import all_bins, member_bins
from widgets.charts.circles import packed_rows
from widgets.charts.countries import country_rows
from widgets.charts.days import calendar_rows
from widgets.charts.ends import slope_rows
from widgets.charts.look import cells
from widgets.charts.quartiles import box_rows
from widgets.charts.spokes import radar_rows
from widgets.charts.squares import squarified

OTHERS, IS_TOTAL = "_others", "_is_total"
SHARE, CUMULATIVE, CELLS = "_share", "_cumulative", "_cells"
FROM, TO, TURN, NEXT = "_from", "_to", "_turn", "_next"
LEFT, RIGHT, TOP, BOTTOM = "_left", "_right", "_top", "_bottom"
ADCODE = "_adcode"
NO_CODES: Mapping[str, str] = MappingProxyType({})
ASPECT = 1.8  # width of a treemap by its height


def drawn_rows(chart: Chart, rows: pl.DataFrame, codes: Mapping[str, str] = NO_CODES) -> pl.DataFrame:
    """`rows` (one per mark, members as shown) with what the kind of `chart` adds, without the marker of Others.

    A `pareto` is sorted (Others last) and has `_cumulative`; a `waterfall` has its floating bars; a `treemap` its
    rectangles; a `map` the `_adcode` of its places, which `codes` gives by name; calendars, histograms, boxes, slopes,
    radars, packed bubbles and world maps what their own modules say; other kinds are left as they are.
    """
    if chart.kind == "map":
        coded = pl.col(_member(chart)).replace_strict(dict(codes), default=None, return_dtype=pl.String)
        rows = rows.with_columns(coded.alias(ADCODE))
    make = _MAKERS.get(chart.kind)
    return (rows if make is None else make(chart, rows)).drop(OTHERS, strict=False)


def _pareto(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    """Most first, the rest that has no name of its own last; the share of the whole reached with each member."""
    value = chart.shelves.values[0]
    marked = rows if OTHERS in rows.columns else rows.with_columns(pl.lit(value=False).alias(OTHERS))
    ordered = marked.sort(OTHERS, value, descending=[False, True], nulls_last=True, maintain_order=True)
    reached, whole = pl.col(value).fill_null(0).cum_sum(), pl.col(value).sum()
    return ordered.with_columns(pl.when(whole > 0).then(reached / whole).alias(CUMULATIVE))


def _waterfall(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    """Where each bar begins and ends, which way it turns, and which step its level leads to.

    Rows marked `_is_total` stand on the ground and set the level; without such rows a last bar sums the steps up.
    """
    step, value = _member(chart), chart.shelves.values[0]
    if IS_TOTAL not in rows.columns:
        end = {step: _("Total"), value: rows[value].sum(), IS_TOTAL: True}
        marked = rows.with_columns(pl.lit(value=False).alias(IS_TOTAL))
        rows = pl.concat([marked, pl.DataFrame([end])], how="diagonal_relaxed")
    froms, tos, level = [], [], 0.0
    for amount, is_total in rows.select(pl.col(value).fill_null(0), IS_TOTAL).iter_rows():
        froms.append(0.0 if is_total else level)
        level = float(amount) if is_total else level + float(amount)
        tos.append(level)
    turn = pl.when(pl.col(IS_TOTAL)).then(pl.lit("total")).when(pl.col(value) < 0).then(pl.lit("down"))
    return rows.with_columns(
        pl.Series(FROM, froms, pl.Float64()),
        pl.Series(TO, tos, pl.Float64()),
        turn.otherwise(pl.lit("up")).alias(TURN),
        pl.col(step).shift(-1).alias(NEXT),
    )


def _treemap(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    """A rectangle for each row that has an area, in the whole's rectangle of `ASPECT` by 1; parents hold their own."""
    value, member, parent = chart.shelves.values[0], _member(chart), _parent(chart)
    shown = rows.filter(pl.col(value) > 0).sort(value, descending=True, maintain_order=True)
    shown = shown.with_columns((pl.col(value) / pl.col(value).sum()).alias(SHARE), _cells_of(member))
    if parent is None:
        return _with_corners(shown, squarified(shown[value].to_list(), (0.0, 0.0, ASPECT, 1.0)))
    outer = (
        shown.group_by(parent, maintain_order=True)
        .agg(pl.col(value).sum())
        .sort(value, descending=True, maintain_order=True)
    )
    boxes = squarified(outer[value].to_list(), (0.0, 0.0, ASPECT, 1.0))
    parts = []
    for name, box in zip(outer[parent], boxes, strict=True):
        inner = shown.filter(pl.col(parent).eq_missing(pl.lit(name)))
        parts.append(_with_corners(inner, squarified(inner[value].to_list(), box)))
    return pl.concat(parts) if parts else _with_corners(shown, [])


def _with_corners(rows: pl.DataFrame, boxes: list[tuple[float, float, float, float]]) -> pl.DataFrame:
    corners = (LEFT, TOP, RIGHT, BOTTOM)
    return rows.with_columns(
        pl.Series(name, [box[at] for box in boxes], pl.Float64()) for at, name in enumerate(corners)
    )


def _cells_of(member: str) -> pl.Expr:
    shown = pl.col(member).cast(pl.String)
    return shown.map_elements(cells, return_dtype=pl.Int64).fill_null(1).alias(CELLS)


def _member(chart: Chart) -> str:
    """The field whose members are the marks: the axis, or the colour where there is no axis."""
    return chart.shelves.dimensions()[0].field


def _parent(chart: Chart) -> str | None:
    colour, axes = chart.shelves.color, (*chart.shelves.columns, *chart.shelves.rows)
    return colour.field if colour is not None and axes else None


def _histogram(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    value = chart.shelves.values[0]
    return all_bins(chart.shelves.columns[0], rows) if chart.shelves.columns else member_bins(value, rows)


def _box(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    return box_rows(_axis(chart), chart.shelves.values[0], rows)


def _slope(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    return slope_rows(chart.shelves.columns[0], chart.shelves.values, rows)


def _radar(chart: Chart, rows: pl.DataFrame) -> pl.DataFrame:
    return radar_rows(_axis(chart), list(chart.shelves.values), rows)


def _axis(chart: Chart) -> str | None:
    axes = (*chart.shelves.columns, *chart.shelves.rows)
    return axes[0].field if axes else None


_MAKERS: Mapping[str, Callable[[Chart, pl.DataFrame], pl.DataFrame]] = MappingProxyType(
    {
        "pareto": _pareto,
        "waterfall": _waterfall,
        "treemap": _treemap,
        "calendar": lambda chart, rows: calendar_rows(_member(chart), rows),
        "histogram": _histogram,
        "box": _box,
        "slope": _slope,
        "radar": _radar,
        "packed": lambda chart, rows: packed_rows(_member(chart), chart.shelves.values[0], rows),
        "world_map": lambda chart, rows: country_rows(_member(chart), rows),
    }
)
