"""Areas: how a whole and its parts move over time."""

from typing import Any

import altair as alt

from widgets.charts import encode
from widgets.charts.line import dots
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours


def area(scene: Scene) -> alt.LayerChart:
    """Areas of one unit, stacked from zero by colour or measure; `normalize` shows shares, `none` lays them over."""
    unit, alone = scene.unit, scene.series is None and len(scene.measures) == 1
    several = scene.series is None and not alone
    field = encode.AMOUNT if several else scene.measures[0].name
    label = "" if several else scene.measures[0].label
    asked = scene.chart.options.stack or "zero"
    stack: Any = None if asked == "none" or alone else asked
    base = encode.canvas(scene)
    if not alone:
        base = encode.ranked(encode.spread(base, scene), encode.part_key(scene))
    places: dict[str, Any] = {
        **encode.category(scene.member, scene),
        **encode.value(field, label, unit, scene, stack=stack),
        "color": alt.ColorValue(colours(scene.look).series[0]) if alone else encode.part_colour(scene),
        **({"order": alt.Order(field=encode.RANK, type="quantitative")} if stack else {}),
    }
    opacity = 0.82 if stack else 0.28
    fill = base.properties(name="areas").mark_area(opacity=opacity, line=stack is None).encode(**_filled(places, stack))
    return layered(fill, dots(base.encode(**places), scene))


def _filled(places: dict[str, Any], stack: Any) -> dict[str, Any]:
    """Stacked parts count a bucket without rows as 0: an area that skips it would hide what lies on it."""
    if not stack:
        return places
    height = places["y"].copy()
    height.impute = alt.ImputeParams(value=0)
    return {**places, "y": height}
