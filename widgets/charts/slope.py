"""A slope: what has risen and what has fallen between two buckets or members."""

from typing import Any

import altair as alt

from widgets.charts import encode, words
from widgets.charts.ends import NAMED, SIDE
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

NAMES_BESIDE = 1.0  # steps between the two ends that lie outside of each
BESIDE = NAMES_BESIDE / (1 + 2 * NAMES_BESIDE)  # the same as a share of the width


def slope(scene: Scene) -> alt.LayerChart:
    """A line a member (or metric) from the first to the last bucket, named at both ends.

    Rows come from `drawn_rows`.
    """
    unit, click = scene.unit, encode.pick(scene)
    folded = scene.series is None and not scene.detail and len(scene.measures) > 1
    field = encode.AMOUNT if folded else scene.measures[0].name
    base = encode.folded(encode.canvas(scene), scene.measures) if folded else encode.canvas(scene)
    across, label = encode.category(scene.member, scene), "" if folded else scene.measures[0].label
    across["x"].sort = None
    across["x"].scale = alt.Scale(padding=NAMES_BESIDE)
    places = {
        **across,
        **encode.value(field, label, unit, scene, scale=alt.Scale(zero=False, nice=True)),
        **_parted(scene),
        "color": _colour(scene, folded),
    }
    lines = base.properties(name="lines").mark_line().encode(**places)
    dots = base.mark_point(filled=True, size=70, cursor="pointer").encode(
        **places, tooltip=encode.tooltips(scene), opacity=encode.picked_opacity(click)
    )
    return layered(lines, dots.add_params(click), *_names(scene, base, places, field))


def _parted(scene: Scene) -> dict[str, Any]:
    return {"detail": [alt.Detail(field=part.name, type="nominal") for part in scene.detail]} if scene.detail else {}


def _colour(scene: Scene, folded: bool) -> alt.Color | alt.ColorValue:
    """The lines carry their names, so there is no legend."""
    colour = None
    if scene.series is not None:
        colour = encode.series_colour(scene.series, scene)
    elif folded:
        colour = encode.measure_colour(scene.measures, scene)
    if colour is not None:
        colour["legend"] = None
        return colour
    return alt.ColorValue(colours(scene.look).series[0])


def _names(scene: Scene, base: alt.Chart, places: dict[str, Any], field: str) -> tuple[alt.Chart, ...]:
    """The number at the left end, name and number at the right one, where they keep clear of their neighbours."""
    measure = f"datum['{encode.MEASURE}']" if field == encode.AMOUNT else f"'{field}'"
    number = words.label(f"datum['{field}']", scene.unit, scene.look, scene.form(scene.measures[0]))
    shown = {key: place for key, place in places.items() if key != "color"}
    if field == encode.AMOUNT:
        shown["detail"] = alt.Detail(field=encode.MEASURE, type="nominal")
    named = base.transform_filter(f"indexof(datum.{NAMED}, '|' + {measure} + '|') >= 0 && isValid(datum['{field}'])")
    full = f"({_who(scene, field)}) + ({number})"
    sides: tuple[tuple[str, str, Any, int], ...] = (("first", number, "right", -9), ("last", full, "left", 9))
    return tuple(
        named.properties(name=f"{side}_names")
        .transform_filter(f"datum.{SIDE} === '{side}'")
        .transform_calculate(as_="_text", calculate=text)
        .mark_text(align=align, dx=dx, color=colours(scene.look).ink, limit=alt.ExprRef(expr=f"width * {BESIDE} - 12"))
        .encode(**shown, text=alt.Text(field="_text", type="nominal"))
        for side, text, align, dx in sides
    )


def _who(scene: Scene, field: str) -> str:
    """The expression for what a line is called, with a gap behind it."""
    parts = [scene.series, *scene.detail] if scene.series is not None else list(scene.detail)
    if parts:
        return " + ' ' + ".join(f"datum['{part.name}']" for part in parts if part is not None) + " + ' '"
    if field == encode.AMOUNT:
        names = {measure.name: measure.label for measure in scene.measures}
        return words.renamed(f"datum['{encode.MEASURE}']", names) + " + ' '"
    return "''"
