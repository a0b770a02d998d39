"""Bullets: a bar a member, and how far it is on the way to its target (after Stephen Few)."""

from typing import Any

import altair as alt

from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

ONLY, GOAL, PART = "_only", "_goal", "_part"


def bullet(scene: Scene) -> alt.LayerChart:
    """A slim bar over a broad pale one that ends at the target: the second metric, or `options.target`.

    A member without a target has its bar alone, and the label says so.
    """
    shades, measure, click = colours(scene.look), scene.measures[0], encode.pick(scene)
    base = _against(scene)
    member = _member(scene)
    goals = base.properties(name="goals").transform_filter(f"isValid(datum.{GOAL})")
    broad, slim = alt.RelativeBandSize(band=0.78), alt.RelativeBandSize(band=0.36)
    goal = encode.value(GOAL, measure.label, measure.unit, scene, lying=True)
    own = encode.value(measure.name, measure.label, measure.unit, scene, lying=True)
    tips = [*encode.tooltips(scene), *_tips(scene)]
    bars = base.mark_bar(cursor="pointer", height=slim).encode(
        **member,
        **own,
        color=alt.ColorValue(shades.series[0]),
        tooltip=tips,
        opacity=encode.picked_opacity(click),
    )
    drawing = layered(
        goals.mark_bar(color=shades.grid, height=broad, cornerRadiusEnd=0).encode(**member, **goal, tooltip=tips),
        bars.add_params(click),
        goals.properties(name="goal_ticks")
        .mark_tick(color=shades.ink, thickness=3, height=broad)
        .encode(**member, **goal, tooltip=tips),
        *(_labels(scene, base, member) if scene.chart.options.labels or scene.axis is None else ()),
    )
    return drawing.properties(padding={"left": 4, "top": 4, "bottom": 4, "right": 64})


def _against(scene: Scene) -> alt.Chart:
    """The rows with `_goal`, the number to be reached, and `_part`, how much of it is."""
    target = scene.measures[1] if len(scene.measures) > 1 else scene.target
    goal = f"datum['{target.name}']" if isinstance(target, Column) else "null" if target is None else f"{target}"
    own = f"datum['{scene.measures[0].name}']"
    part = f"isValid({own}) && datum.{GOAL} > 0 ? {own} / datum.{GOAL} : null"
    base: alt.Chart = (
        encode.canvas(scene)
        .transform_calculate(as_=GOAL, calculate=goal)
        .transform_calculate(as_=PART, calculate=part)
        .transform_calculate(as_=ONLY, calculate="''")
    )
    return base


def _member(scene: Scene) -> dict[str, Any]:
    if scene.axis is None:
        return {"y": alt.Y(field=ONLY, type="ordinal", axis=None)}
    return encode.category(scene.axis, scene, lying=True)


def _tips(scene: Scene) -> list[alt.Tooltip]:
    target = scene.target if len(scene.measures) == 1 else None
    number = words.full_format(scene.measures[0], scene.look)
    label = target.label if isinstance(target, Column) else _("Target")
    told = [alt.Tooltip(field=GOAL, type="quantitative", title=label, format=number)] if target is not None else []
    return [*told, alt.Tooltip(field=PART, type="quantitative", title=_("Attainment"), format=".1%")]


def _labels(scene: Scene, base: alt.Chart, member: dict[str, Any]) -> tuple[alt.Chart, ...]:
    """The attainment right of the longer of bar and target."""
    own = f"datum['{scene.measures[0].name}']"
    end = f"max({own}, isValid(datum.{GOAL}) ? datum.{GOAL} : 0, 0)"
    text = f"isValid(datum.{PART}) ? format(datum.{PART}, '.0%') : {words.sentence(_('no target'))}"
    labels = base.properties(name="labels").transform_calculate(as_="_end", calculate=end)
    place = encode.value("_end", scene.measures[0].label, scene.measures[0].unit, scene, lying=True)
    marks = labels.transform_calculate(as_="_text", calculate=text).mark_text(
        align="left", dx=7, color=colours(scene.look).ink, opacity=alt.ExprRef(expr="bandwidth('y') > 9 ? 1 : 0")
    )
    return (marks.encode(**member, **place, text=alt.Text(field="_text", type="nominal")),)
