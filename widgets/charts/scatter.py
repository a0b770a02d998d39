"""Dots for how two metrics go together."""

import altair as alt

from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.theme import colours


def scatter(scene: Scene) -> alt.Chart:
    """One dot per member (and member of Detail): the first metric across, the second up; optional colour and size.

    Labels name the dots that have room for a name (see `finish`).
    """
    across, up = scene.measures
    click = encode.pick(scene)
    spread = (
        alt.Scale(type="log", nice=True, zero=False)
        if scene.chart.options.log
        else alt.Scale(zero=False, nice=encode.TICKS)
    )
    dots = encode.canvas(scene).mark_point(filled=True, cursor="pointer", size=90, strokeWidth=0)
    encoded: alt.Chart = dots.encode(
        **encode.value(across.name, across.label, across.unit, scene, lying=True, scale=spread),
        **encode.value(up.name, up.label, up.unit, scene, scale=spread),
        color=alt.ColorValue(colours(scene.look).series[0])
        if scene.series is None
        else encode.series_colour(scene.series, scene),
        opacity=encode.picked_opacity(click, 0.85),
        tooltip=encode.tooltips(scene),
        **({} if scene.size is None else {"size": _size(scene)}),
    )
    marks: alt.Chart = encoded.add_params(click)
    return marks


def _size(scene: Scene) -> alt.Size:
    assert scene.size is not None
    text = words.short("datum.value", scene.size.unit, scene.look, form=scene.form(scene.size))
    legend = alt.Legend(
        orient="bottom",
        title=scene.size.label,
        labelExpr=text,
        symbolType="circle",
        tickCount=3,
        direction="horizontal",
    )
    shown = legend if scene.chart.options.legend else None
    return alt.Size(field=scene.size.name, type="quantitative", legend=shown, scale=alt.Scale(range=[30, 600]))
