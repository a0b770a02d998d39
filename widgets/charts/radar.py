"""A radar: several numbers of few members on spokes around a middle of 0."""

from typing import Any

import altair as alt

from datasource.errors import MingjingError
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.spokes import COS, FULL, NAMED, POLYGON, REACH, SIN, SPOKE, TURN
from widgets.charts.strip import layered
from widgets.charts.theme import colours

RADIUS = "max(20, min(width / 2 - 70, height / 2 - 26))"  # pixels that leave the names of the spokes their room
RINGS = "[0.25, 0.5, 0.75, 1]"


def radar(scene: Scene) -> alt.LayerChart:
    """A polygon a member of the colour (or a metric), on spokes that are the members of the axis, or the metrics.

    Members share one scale, whose rings carry its numbers; metrics as spokes have a scale each, and a line says so.
    Rows come from `drawn_rows`.
    """
    if scene.axis is not None and len(scene.groups) > 1:
        raise MingjingError(_("The polygons of a radar share one scale, so its metrics need the same unit."))
    click, shown = encode.pick(scene), {**_at(), "color": _colour(scene)}
    shapes = _placed(encode.canvas(scene, "shapes"), f"datum.{REACH}")
    outline = shapes.mark_line(interpolate="linear-closed", strokeWidth=2)
    dots = _placed(encode.canvas(scene), f"datum.{REACH}").mark_point(filled=True, size=55, cursor="pointer")
    dots = dots.encode(**shown, tooltip=encode.tooltips(scene), opacity=encode.picked_opacity(click))
    turned = alt.Order(field=TURN, type="quantitative")
    return layered(*_web(scene), outline.encode(**shown, order=turned), dots.add_params(click), *_words(scene))


def _placed(chart: alt.Chart, reach: str) -> alt.Chart:
    """`_x` and `_y` in pixels at `reach` (0 to 1) along each spoke, the first one upwards."""
    placed: alt.Chart = chart.transform_calculate(
        as_="_x", calculate=f"width / 2 + datum.{SIN} * {RADIUS} * ({reach})"
    ).transform_calculate(as_="_y", calculate=f"height / 2 - datum.{COS} * {RADIUS} * ({reach})")
    return placed


def _at() -> dict[str, Any]:
    return {
        "x": alt.X(field="_x", type="quantitative", axis=None, scale=None),
        "y": alt.Y(field="_y", type="quantitative", axis=None, scale=None),
    }


def _colour(scene: Scene) -> alt.Color | alt.ColorValue:
    if scene.series is not None:
        return encode.series_colour(scene.series, scene)
    if len(scene.measures) == 1:
        return alt.ColorValue(colours(scene.look).series[0])
    colour = encode.measure_colour(scene.measures, scene)
    colour["field"] = POLYGON
    return colour


def _spokes(scene: Scene, name: str) -> alt.Chart:
    """One row a spoke."""
    most = alt.AggregatedFieldDef(op="max", field=FULL, **{"as": FULL})
    spokes: alt.Chart = encode.canvas(scene, name).transform_aggregate([most], groupby=[SPOKE, NAMED, TURN, SIN, COS])
    return spokes


def _web(scene: Scene) -> tuple[alt.Chart, ...]:
    """Rings at the quarters, and the spokes."""
    shade = colours(scene.look).rule
    rings = _spokes(scene, "rings").transform_calculate(as_="_ring", calculate=RINGS).transform_flatten(["_ring"])
    rings = _placed(rings, "datum._ring").mark_line(interpolate="linear-closed", color=shade, strokeWidth=0.8)
    ends = _placed(_spokes(scene, "spokes"), "1")
    ends = ends.transform_calculate(as_="_x0", calculate="width / 2").transform_calculate(
        as_="_y0", calculate="height / 2"
    )
    lines = ends.mark_rule(color=shade, strokeWidth=0.8).encode(**_at(), x2=alt.X2("_x0"), y2=alt.Y2("_y0"))
    turned = {"order": alt.Order(field=TURN, type="quantitative"), "detail": alt.Detail(field="_ring", type="nominal")}
    return rings.encode(**_at(), **turned), lines


def _words(scene: Scene) -> tuple[alt.Chart, ...]:
    """The names outside the rim, and what the rings stand for."""
    shades, text = colours(scene.look), alt.Text(field="_text", type="nominal")
    away = f"1 + 13 / ({RADIUS})"
    names = _placed(_spokes(scene, "names").transform_filter(f"datum.{NAMED}"), away).transform_calculate(
        as_="_text", calculate=_name(scene)
    )
    side = alt.ExprRef(expr=f"abs(datum.{SIN}) < 0.08 ? 'center' : datum.{SIN} > 0 ? 'left' : 'right'")
    named = names.mark_text(align=side, baseline="middle", color=shades.ink, limit=96).encode(**_at(), text=text)
    if scene.axis is None:
        told = (
            encode.canvas(scene, "told")
            .transform_window(_row="row_number()")
            .transform_filter("datum._row === 1")
            .transform_calculate(as_="_text", calculate=words.sentence(_("Each metric from 0 to its largest number")))
        )
        line = told.mark_text(align="left", baseline="bottom", x=0, y="height", color=shades.quiet)
        return named, line.encode(text=text)
    ring = _spokes(scene, "levels").transform_filter(f"datum.{TURN} === 0")
    ring = ring.transform_calculate(as_="_ring", calculate="[0.5, 1]").transform_flatten(["_ring"])
    number = words.label(
        f"datum.{FULL} * datum._ring", scene.measures[0].unit, scene.look, scene.form(scene.measures[0])
    )
    scale = _placed(ring, "datum._ring").transform_calculate(as_="_text", calculate=number)
    rim = scale.properties(name="levels_halo").mark_text(
        align="left", dx=5, dy=6, color=shades.paper, stroke=shades.paper, strokeWidth=3
    )
    return (
        named,
        rim.encode(**_at(), text=text),
        scale.mark_text(align="left", dx=5, dy=6, color=shades.quiet).encode(**_at(), text=text),
    )


def _name(scene: Scene) -> str:
    """The expression for the name of a spoke: a bucket, a member, or a metric."""
    if scene.axis is None:
        return words.renamed(f"datum.{SPOKE}", {measure.name: measure.label for measure in scene.measures})
    if scene.axis.grain is not None:
        return words.bucket_text(f"datum.{SPOKE}", scene.axis.grain, scene.look.language)
    return f"datum.{SPOKE}"
