"""Bars on the left axis and lines on the right one."""

import altair as alt

from datasource.errors import MingjingError
from datasource.result import Column
from datasource.texts import N_, _
from widgets.charts import encode
from widgets.charts.extremes import extremes
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing, layered


def combo(scene: Scene) -> Drawing:
    """Bars of the first metric's unit with the other metrics as lines; of one unit, the first alone has bars.

    Metrics on the second axis are the lines, and the values all bars: each side has one unit and a scale of its own.
    A lone metric that is compared has its change as the line, or bars only when the answer compares with nothing.
    """
    left, right = _sides(scene)
    return bars_and_lines(scene, left, right)


def bars_and_lines(scene: Scene, left: tuple[Column, ...], right: tuple[Column, ...]) -> Drawing:
    """`left` as standing bars on the left axis, `right` (which may be empty) as lines with dots on the right one."""
    click = encode.pick(scene)
    tips, colour = encode.tooltips(scene), encode.measure_colour((*left, *right), scene)
    across = encode.category(scene.member, scene)
    numbers = encode.value(encode.AMOUNT, _axis_label(left, scene), left[0].unit, scene)
    bars = encode.folded(encode.canvas(scene), left).mark_bar(cursor="pointer")
    bars = bars.encode(
        **across,
        **numbers,
        **(encode.offset(encode.MEASURE, False) if len(left) > 1 else {}),
        color=colour,
        tooltip=tips,
        opacity=encode.picked_opacity(click),
    ).add_params(click)
    low = layered(bars, *extremes(scene, left[0], across)) if len(left) == 1 else bars
    if not right:
        return low
    lines = encode.folded(encode.canvas(scene, "second"), right).mark_line(point=alt.OverlayMarkDef(size=44))
    lines = lines.encode(
        **across,
        **encode.value(encode.AMOUNT, _axis_label(right, scene), right[0].unit, scene, orient="right"),
        color=colour,
        tooltip=tips,
    )
    return layered(low, lines, apart=True)


def _sides(scene: Scene) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    if scene.second:
        _one_unit(scene.measures, N_("The metrics on Values share the left axis, so they need the same unit."))
        _one_unit(scene.second, N_("The metrics on Second axis share the right axis, so they need the same unit."))
        return scene.measures, scene.second
    groups = scene.groups
    if len(groups) == 2:
        return groups[0], groups[1]
    changes = tuple(column for column in scene.compared if column.part == "change")
    first, rest = scene.measures[:1], scene.measures[1:]
    return first, rest or changes


def _one_unit(measures: tuple[Column, ...], told: str) -> None:
    if len({measure.unit for measure in measures}) > 1:
        raise MingjingError(_(told))


def _axis_label(measures: tuple[Column, ...], scene: Scene) -> str:
    """What an axis shows: its one metric, or, where a second axis was asked for, all that share it."""
    return " · ".join(measure.label for measure in measures) if len(measures) == 1 or scene.second else ""
