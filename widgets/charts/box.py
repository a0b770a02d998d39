"""Box plots: how a metric is distributed over members, in each category."""

from typing import Any

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.quartiles import ALL, FIRST, HIGH, JITTER, LOW, LOWER, MEDIAN, UPPER
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

MANY = 300  # members above which their dots are small


def box(scene: Scene) -> alt.LayerChart:
    """Box of the middle half, median, whiskers, and every member as a dot that can be clicked; one box without an axis.

    Rows come from `drawn_rows`.
    """
    shades = colours(scene.look)
    lying = scene.axis is None or scene.lying
    member = _member(scene, lying)
    base = encode.canvas(scene, "whiskers").transform_filter(f"datum.{FIRST}")
    tips = _tips(scene)

    def span(low: str, high: str) -> dict[str, Any]:
        place = _along(low, scene, lying)
        return {**member, **place, **({"x2": alt.X2(high)} if lying else {"y2": alt.Y2(high)})}

    middle = {key: part for key, part in span(MEDIAN, MEDIAN).items() if key not in ("x2", "y2")}
    half = alt.RelativeBandSize(band=0.56)
    wide: dict[str, Any] = {"height": half} if lying else {"width": half}
    return layered(
        base.mark_rule(color=shades.quiet).encode(**span(LOW, HIGH)),
        base.properties(name="boxes")
        .mark_bar(color=shades.series[0], opacity=0.35, cornerRadius=2, **wide)
        .encode(**span(LOWER, UPPER), tooltip=tips),
        base.properties(name="medians")
        .mark_tick(orient="vertical" if lying else "horizontal", thickness=2.5, color=shades.ink, **wide)
        .encode(**middle, tooltip=tips),
        _dots(scene, member, lying),
    )


def _dots(scene: Scene, member: dict[str, Any], lying: bool) -> alt.Chart:
    measure, click = scene.measures[0], encode.pick(scene)
    size = 14 if scene.look.shape.points > MANY else 34
    aside = alt.ExprRef(expr=f"datum.{JITTER} * bandwidth('{'y' if lying else 'x'}') * 0.2")
    apart: dict[str, Any] = {"yOffset": aside} if lying else {"xOffset": aside}
    dots = encode.canvas(scene).mark_point(filled=True, cursor="pointer", size=size, strokeWidth=0, **apart)
    shown: alt.Chart = dots.encode(
        **member,
        **_along(measure.name, scene, lying),
        color=alt.ColorValue(colours(scene.look).series[0]),
        tooltip=encode.tooltips(scene),
        opacity=encode.picked_opacity(click, 0.7),
    )
    made: alt.Chart = shown.add_params(click)
    return made


def _along(field: str, scene: Scene, lying: bool) -> dict[str, Any]:
    measure, plain = scene.measures[0], alt.Scale(zero=False, nice=True)
    return encode.value(field, measure.label, measure.unit, scene, lying=lying, scale=plain)


def _member(scene: Scene, lying: bool) -> dict[str, Any]:
    if scene.axis is None:
        return {"y": alt.Y(field=ALL, type="ordinal", axis=None)}
    return encode.category(scene.axis, scene, lying)


def _tips(scene: Scene) -> list[alt.Tooltip]:
    measure = scene.measures[0]
    names = {HIGH: _("Upper whisker"), UPPER: _("Upper quartile"), MEDIAN: _("Median")}
    names |= {LOWER: _("Lower quartile"), LOW: _("Lower whisker")}
    style = words.full_format(measure, scene.look)
    who = () if scene.axis is None else encode.tooltips(scene)[:1]
    numbers = [alt.Tooltip(field=field, type="quantitative", title=name, format=style) for field, name in names.items()]
    return [*who, *numbers]
