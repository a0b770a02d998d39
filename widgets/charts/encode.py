"""The pieces that all drawings share: axes, colours, tooltips, folded measures, and the click that picks a mark."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import altair as alt

from dashboards.options import NumberFormat
from datasource.result import Column, Kind, Unit
from datasource.texts import _
from widgets.charts import words
from widgets.charts.look import Look, cells
from widgets.charts.scene import Scene
from widgets.charts.theme import category_range, graded_range
from widgets.format import DASH, HABIT

MEASURE, AMOUNT, RANK, LABEL = "_measure", "_amount", "_rank", "_label"
Side = Literal["top", "right"]
Channel = TypeVar("Channel")
DIM = 0.32
ABOVE_TITLE = 24  # pixels between the marks and a legend that leave the value axis's title its line
CELL = 6.6  # pixels of a cell of legend text
ENTRY = 28  # pixels of a legend entry beside its text
LEGEND_LINES = 4  # most lines of a legend above the marks, which are to keep the room
SIDE_NAMES = 130  # most pixels of a name in a legend beside the marks
# What Vega writes in the place of entries that find no room is English: `…5 entries`.
COUNTED = "indexof(datum.label, '…') === 0 ? '+' + replace(datum.label, /[^0-9]/g, '') : datum.label"
TICKS = 5
LEANING = 14  # leaning names that always have room; Vega would leave some out as if they lay flat
SLANT = -38  # degrees by which names lean that do not fit side by side under standing marks


def canvas(scene: Scene, name: str = "marks") -> alt.Chart:
    """An empty chart over the answer's rows, with the text of its date buckets ready for tooltips."""
    chart = alt.Chart(alt.NamedData(name="rows")).properties(name=name)
    if scene.look.height is not None:
        chart = chart.properties(height=scene.look.height)
    for column in scene.dimensions:
        if column.kind is Kind.DATE:
            text = words.bucket_text(_datum(column.name), column.grain, scene.look.language)
            chart = chart.transform_calculate(as_=column.name + LABEL, calculate=text)
    for column in _numbers(scene):
        if scene.form(column) != HABIT:
            told = words.in_full(_datum(column.name), column.unit, scene.look, scene.form(column))
            text = f"isValid({_datum(column.name)}) ? {told} : '{DASH}'"
            chart = chart.transform_calculate(as_=column.name + LABEL, calculate=text)
    return chart


def folded(chart: alt.Chart, measures: tuple[Column, ...]) -> alt.Chart:
    """One row per mark and measure: the name in `_measure`, the number in `_amount`; the wide columns stay."""
    return chart.transform_fold([measure.name for measure in measures], as_=[MEASURE, AMOUNT])


def spread(chart: alt.Chart, scene: Scene) -> alt.Chart:
    """The rows as parts: as they are when a dimension colours them, else folded by measure."""
    return chart if scene.series is not None else folded(chart, scene.measures)


def part_key(scene: Scene) -> str:
    """The field that tells the parts apart."""
    return MEASURE if scene.series is None else scene.series.name


def part_colour(scene: Scene) -> alt.Color:
    """Colour of the parts: by the colour shelf, else by measure; stacked ones from good to bad where they are so."""
    if scene.series is not None:
        return series_colour(scene.series, scene)
    directions = tuple(measure.higher_is_better for measure in scene.measures)
    graded = graded_range(scene.look, directions) if scene.chart.kind == "stacked_bar" else ()
    return measure_colour(scene.measures, scene, graded)


def ranked(chart: alt.Chart, field: str) -> alt.Chart:
    """`_rank` of each member of `field` by its first row, so that stacks follow the order of the answer."""
    return chart.transform_window(_row="row_number()").transform_joinaggregate(
        [alt.JoinAggregateFieldDef(op="min", field="_row", **{"as": "_rank"})], groupby=[field]
    )


def pick(scene: Scene, nearest: bool = False) -> alt.Parameter:
    """The click: `event.selection["pick"]` lists the dimension values of the marks that were clicked.

    A drawing without dimensions lists its marks by numbers that mean nothing to the answer.
    """
    names = [column.name for column in scene.dimensions]
    if not names:
        return alt.selection_point(name="pick")
    return alt.selection_point(name="pick", fields=names, nearest=nearest)


def switched(channel: Callable[..., Channel], cases: Any) -> Channel:
    """The channel that turns on `cases`: what `alt.when(…).then(…).otherwise(…)` gives.

    Altair takes such cases as they are, but then compares them with the schemas of all its classes, for 20 ms a time.
    """
    return channel(**cases)


def picked_opacity(parameter: alt.Parameter, opacity: float = 1) -> alt.OpacityValue:
    """Marks that are not picked step back."""
    cases = alt.when(parameter).then(alt.value(opacity)).otherwise(alt.value(opacity * DIM))
    return switched(alt.OpacityValue, cases)


def category(column: Column, scene: Scene, lying: bool = False) -> dict[str, Any]:
    """The channel of the members: across for standing marks, down for lying ones."""
    axis = _member_axis(column, scene.look, lying) if scene.chart.options.axes else None
    title = _title(scene, "" if column.kind is Kind.DATE else column.label, lying)
    options = {"field": column.name, "type": "ordinal", "sort": _order(column), "title": title, "axis": axis}
    return {"y": alt.Y(**options)} if lying else {"x": alt.X(**options)}


def value(field: str, label: str, unit: Unit | None, scene: Scene, **options: Any) -> dict[str, Any]:
    """The channel of the numbers: up for standing marks, across when the scene's bars lie (`lying=True`)."""
    lying = options.pop("lying", False)
    title = _title(scene, label or _unit_name(unit), not lying)
    share = options.get("stack") == "normalize"
    text = (
        "format(datum.value, '.0%')"
        if share
        else words.short("datum.value", unit, scene.look, form=_form(field, unit, scene))
    )
    side: dict[str, Any] = {} if lying else _upright(options.pop("orient", "left"))
    axis = alt.Axis(labelExpr=text, tickCount=TICKS, domain=False, **side) if scene.chart.options.axes else None
    options.setdefault("scale", _scale(scene, bool(options.get("stack"))))
    channel = alt.X if lying else alt.Y
    return {"x" if lying else "y": channel(field=field, type="quantitative", title=title, axis=axis, **options)}


def offset(field: str, lying: bool) -> dict[str, Any]:
    """Bars of one member side by side."""
    channel = alt.YOffset if lying else alt.XOffset
    return {"yOffset" if lying else "xOffset": channel(field=field, type="nominal", sort=None)}


def series_colour(column: Column, scene: Scene, orient: Side = "top") -> alt.Color:
    """Colour by the members of a dimension, in the order of the answer."""
    shape = scene.look.shape
    legend = _legend(scene, column.label, shape.series_width, orient)
    if legend is not None and column.kind is Kind.DATE:
        legend.labelExpr = words.bucket_text("datum.value", column.grain, scene.look.language)
    return alt.Color(field=column.name, type="nominal", sort=_order(column), legend=legend)


def measure_colour(measures: tuple[Column, ...], scene: Scene, shades: tuple[str, ...] = ()) -> alt.Color:
    """Colour by measure, from `shades` or the theme; the legend shows labels."""
    names = {measure.name: measure.label for measure in measures}
    width = max(map(cells, names.values()))
    legend = _legend(scene, None, width, "top")
    if legend is not None:
        legend.labelExpr = words.renamed("datum.value", names)
        legend.description = ", ".join(names.values())  # what is read out, else with the names of the columns
    shades = shades or category_range(scene.look)
    scale = alt.Scale(domain=list(names), range=[shades[i % len(shades)] for i in range(len(names))])
    return alt.Color(field=MEASURE, type="nominal", sort=None, scale=scale, legend=legend)


def tooltips(scene: Scene) -> list[alt.Tooltip]:
    """Every dimension and number of the mark, labelled and written in full."""
    dimensions = [
        alt.Tooltip(
            field=column.name + LABEL if column.kind is Kind.DATE else column.name, type="nominal", title=column.label
        )
        for column in scene.dimensions
    ]
    return [*dimensions, *(_number_tip(column, scene) for column in _numbers(scene))]


def _number_tip(column: Column, scene: Scene) -> alt.Tooltip:
    if scene.form(column) != HABIT:
        return alt.Tooltip(field=column.name + LABEL, type="nominal", title=column.label)
    text = words.full_format(column, scene.look)
    return alt.Tooltip(field=column.name, type="quantitative", title=column.label, format=text)


def _numbers(scene: Scene) -> tuple[Column, ...]:
    """Every number that a tooltip tells, once."""
    sized = () if scene.size is None else (scene.size,)
    return tuple(dict.fromkeys((*scene.measures, *sized, *scene.second, *scene.hints, *scene.compared)))


def _form(field: str, unit: Unit | None, scene: Scene) -> NumberFormat:
    """How an axis writes its numbers: as its measure, or the first of its unit where it shows several."""
    shown = [column for column in _numbers(scene) if column.unit is unit]
    own = next((column for column in shown if column.name == field), shown[0] if shown else None)
    return HABIT if own is None else scene.form(own)


def _scale(scene: Scene, stacked: bool) -> alt.Scale:
    """The scale of numbers; parts that are stacked on each other always stand on zero."""
    options = scene.chart.options
    if options.log and not stacked:
        return alt.Scale(type="log", nice=True, zero=False)
    return alt.Scale(nice=TICKS) if options.from_zero or stacked else alt.Scale(nice=TICKS, zero=False)


def _datum(name: str) -> str:
    return f"datum['{name}']"


def _order(column: Column) -> Any:
    return "ascending" if column.kind is Kind.DATE else None


def _unit_name(unit: Unit | None) -> str:
    """What an axis of several measures counts, where its numbers do not say it by a sign."""
    return _("Days") if unit is Unit.DAYS else _("Hours") if unit is Unit.HOURS else ""


def _title(scene: Scene, label: str, vertical: bool) -> str | None:
    asked = scene.chart.options.y_title if vertical else scene.chart.options.x_title
    return asked or label or None


def _upright(orient: str) -> dict[str, Any]:
    """A value axis's title lies above it: turned letters are hard to read, and Chinese ones most of all."""
    align = "left" if orient == "left" else "right"
    return {
        "orient": orient,
        "titleAngle": 0,
        "titleAlign": align,
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleY": -8,
        "titleX": 0,
    }


def _member_axis(column: Column, look: Look, lying: bool) -> alt.Axis:
    if column.kind is Kind.DATE:
        text = words.bucket_lines("datum.value", column.grain, look.language)
        return alt.Axis(labelExpr=text, labelAngle=0, labelOverlap="greedy", labelSeparation=6, grid=False)
    if lying:
        return alt.Axis(labelLimit=150, labelOverlap="greedy", grid=False, domain=False, **_upright("left"))
    if look.shape.crowded:
        leave_out: Any = "greedy" if look.shape.members > LEANING else False
        return alt.Axis(labelAngle=SLANT, labelAlign="right", labelLimit=96, labelOverlap=leave_out, grid=False)
    return alt.Axis(labelAngle=0, labelLimit=130, labelOverlap=False, grid=False)


def _legend(scene: Scene, title: str | None, width: int, orient: Side) -> alt.Legend | None:
    if not scene.chart.options.legend:
        return None
    # Not the signal `width`: the frame shrinks while Vega fits it, and a legend that follows loses its first line.
    entry = CELL * min(width, 34) + ENTRY
    fitting = f"max(1, floor(((containerSize()[0] || 600) - 56) / {entry:.0f}))"
    if orient == "right":
        return alt.Legend(
            orient=orient, title=title, columns=1, labelLimit=SIDE_NAMES, symbolLimit=16, offset=16, labelExpr=COUNTED
        )
    return alt.Legend(
        orient=orient,
        title=title,
        columns=alt.ExprRef(expr=fitting),
        labelLimit=230,
        symbolLimit=alt.ExprRef(expr=f"{LEGEND_LINES} * {fitting}"),
        offset=ABOVE_TITLE,
        labelExpr=COUNTED,
    )
