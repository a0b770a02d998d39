"""A map of China: provinces, the cities of one province, or cities as circles over all provinces."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import altair as alt

from datasource.errors import MingjingError
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.ramp import ramp
from widgets.charts.rows import ADCODE
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

STATIC = "app/static/maps/"  # where the browser finds them, seen from any page
FOLDER = Path(__file__).parents[2] / "static" / "maps"
PLACE, SHAPE = "_place", "_shape"
# A line that is longer than the frame would make Vega shrink the map to nothing to fit it.
WITHIN = alt.ExprRef(expr="max(80, (containerSize()[0] || 600) - 24)")


def map_(scene: Scene) -> alt.LayerChart:
    """Places coloured by the first metric, joined on `_adcode` (see `drawn_rows`); what has no place is told in words.

    `city` on the axis shows the cities of the province `options.area`, or, without one, circles over the country.
    """
    area = scene.chart.options.area
    circles = scene.member.name == "city" and not area
    shapes = outlines(f"cities/{area}.json") if scene.member.name == "city" and area else outlines("provinces.json")
    found = placed(scene, outlines("centres.json") if circles else shapes)
    known = found.transform_filter(f"isValid(datum.{SHAPE})")
    marks = _circles(known, scene) if circles else areas(known, scene)
    drawing = layered(ground(scene, shapes), marks, elsewhere(found, scene))
    return drawing.project(type="mercator")


def has_cities(code: str) -> bool:
    """Whether there is a map of the cities of the province with this code."""
    return code.isdigit() and (FOLDER / "cities" / f"{code}.json").is_file()


@lru_cache(maxsize=1)
def provinces() -> Mapping[str, str]:
    """The provinces whose cities have a map: name by six-digit code."""
    named = (shape["properties"] for shape in _outlines("provinces.json")["features"])
    return MappingProxyType({one["adcode"]: one["name"] for one in named if has_cities(one["adcode"])})


def inlined(spec: Any) -> Any:
    """A specification with its maps written into it, for a picture made without a server."""
    if isinstance(spec, list):
        return [inlined(part) for part in spec]
    if not isinstance(spec, dict):
        return spec
    url = spec.get("url")
    if isinstance(url, str) and url.startswith(STATIC):
        kept = {key: value for key, value in spec.items() if key != "url"}
        return {**kept, "values": _outlines(url.removeprefix(STATIC))}
    return {key: inlined(part) for key, part in spec.items()}


@lru_cache(maxsize=8)
def _outlines(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


def outlines(name: str) -> alt.UrlData:
    """The shapes of a file under `static/maps`, which the browser fetches; `MingjingError` when there is none."""
    if not (FOLDER / name).is_file():
        raise MingjingError(_("There is no map for the code {code}.").format(code=Path(name).stem))
    return alt.UrlData(url=STATIC + name, format=alt.JsonDataFormat(type="json", property="features"))


def placed(scene: Scene, places: alt.UrlData, code: str = ADCODE, key: str = "properties.adcode") -> alt.Chart:
    """The rows with the outline (or the point) of their place in `_shape`, where `key` of the place is their `code`."""
    found = alt.LookupData(data=places, key=key)
    joined: alt.Chart = encode.canvas(scene).transform_lookup(lookup=code, from_=found, as_=SHAPE)
    return joined


def ground(scene: Scene, outlines: alt.UrlData) -> alt.Chart:
    """Every place of the map, with or without rows; places too small to be drawn show once they have rows."""
    shades = colours(scene.look)
    ground = alt.Chart(outlines, name="ground").transform_filter("datum.geometry.type !== 'Point'")
    drawn: alt.Chart = ground.mark_geoshape(fill=shades.grid, stroke=shades.rule, strokeWidth=0.7)
    return drawn


def areas(known: alt.Chart, scene: Scene) -> alt.Chart:
    """The places that are known, coloured by the first metric; they take the click."""
    click = encode.pick(scene)
    areas = known.mark_geoshape(stroke=colours(scene.look).paper, strokeWidth=0.8, cursor="pointer")
    shown = areas.encode(
        shape=alt.Shape(field=SHAPE, type="geojson"),
        color=ramp(scene.measures[0], scene),
        tooltip=encode.tooltips(scene),
        opacity=encode.picked_opacity(click),
    )
    made: alt.Chart = shown.add_params(click)
    return made


def _circles(known: alt.Chart, scene: Scene) -> alt.Chart:
    measure, click = scene.measures[0], encode.pick(scene)
    points = known
    for name, at in (("_longitude", 0), ("_latitude", 1)):
        points = points.transform_calculate(as_=name, calculate=f"datum.{SHAPE}.geometry.coordinates[{at}]")
    text = words.short("datum.value", measure.unit, scene.look, form=scene.form(measure))
    legend = alt.Legend(
        orient="bottom", title=measure.label, labelExpr=text, tickCount=3, direction="horizontal", symbolType="circle"
    )
    circles = points.mark_circle(color=colours(scene.look).series[0], cursor="pointer").encode(
        longitude=alt.Longitude(field="_longitude", type="quantitative"),
        latitude=alt.Latitude(field="_latitude", type="quantitative"),
        size=alt.Size(
            field=measure.name,
            type="quantitative",
            scale=alt.Scale(range=[8, 700], zero=True),
            legend=legend if scene.chart.options.legend else None,
        ),
        tooltip=encode.tooltips(scene),
        opacity=encode.picked_opacity(click, 0.75),
    )
    made: alt.Chart = circles.add_params(click)
    return made


def elsewhere(placed: alt.Chart, scene: Scene) -> alt.Chart:
    """A line that names the members without a place on this map, with their numbers."""
    measure, member = scene.measures[0], scene.member
    number = words.label(f"datum['{measure.name}']", measure.unit, scene.look, scene.form(measure))
    names = "truncate(join(pluck(datum._rest, '_told'), ', '), 90)"
    text = words.sentence(_("Not on the map: {places}"), places=names)
    rest = (
        placed.properties(name="elsewhere")
        .transform_filter(f"!isValid(datum.{SHAPE})")
        .transform_calculate(as_="_told", calculate=f"datum['{member.name}'] + ' ' + ({number})")
        .transform_aggregate([alt.AggregatedFieldDef(op="values", field="_told", **{"as": "_rest"})], groupby=[])
        .transform_calculate(as_="_text", calculate=text)
    )
    line: alt.Chart = rest.mark_text(
        align="left", baseline="top", x=4, y=2, color=colours(scene.look).quiet, limit=WITHIN
    ).encode(text=alt.Text(field="_text", type="nominal"))
    return line
