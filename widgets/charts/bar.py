"""Bars: one measure, side by side by colour or measure, or two units as bars and a line."""

from typing import Any

import altair as alt

from datasource.result import Column
from widgets.charts import encode, words
from widgets.charts.combo import bars_and_lines
from widgets.charts.extremes import extremes
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing, layered
from widgets.charts.theme import colours

LABEL_ROOM = 56  # pixels right of lying bars for their numbers
PART_ROOM = 28  # pixels of breadth of a standing bar that hold the number of a part
LEAST_PART = 0.15  # parts below this share of the widest bar are too narrow for a number


def bar(scene: Scene) -> Drawing:
    """One bar per member; several measures or a colour stand side by side, unless the options ask to stack them."""
    groups = scene.groups
    if len(groups) == 2:
        return bars_and_lines(scene, groups[0], groups[1])
    if scene.series is not None or len(scene.measures) > 1:
        return parts(scene, scene.chart.options.stack)
    measure = scene.measures[0]
    click = encode.pick(scene)
    places = _places(scene, measure.name, measure.label, measure, scene.lying)
    tips, faded = encode.tooltips(scene), encode.picked_opacity(click)
    bars = encode.canvas(scene).mark_bar(cursor="pointer").encode(**places, tooltip=tips, opacity=faded)
    marks: alt.Chart = bars.add_params(click)
    number = "x" if scene.lying else "y"
    ends = extremes(scene, measure, {channel: place for channel, place in places.items() if channel != number})
    labels = (_end_labels(scene, places, measure),) if scene.chart.options.labels else ()
    return _with_room(layered(marks, *labels, *ends), scene) if labels or ends else marks


def parts(scene: Scene, stack: str | None) -> Drawing:
    """Bars in parts by colour or measure: stacked from zero, to 100 % (`normalize`), or side by side (None, `none`)."""
    unit, several = scene.unit, scene.series is None
    field, label = (encode.AMOUNT, "") if several else (scene.measures[0].name, scene.measures[0].label)
    key = encode.part_key(scene)
    stacked = stack not in (None, "none")
    options: dict[str, Any] = {"stack": stack} if stacked else {}
    places = {
        **encode.category(scene.member, scene, scene.lying),
        **encode.value(field, label, unit, scene, lying=scene.lying, **options),
        "color": encode.part_colour(scene),
        **(
            {"order": alt.Order(field=encode.RANK, type="quantitative")} if stacked else encode.offset(key, scene.lying)
        ),
    }
    click = encode.pick(scene)
    base = encode.ranked(encode.spread(encode.canvas(scene), scene), key)
    bars = base.mark_bar(cursor="pointer", cornerRadius=0 if stacked else 2).encode(
        **places, tooltip=encode.tooltips(scene), opacity=encode.picked_opacity(click)
    )
    marks: alt.Chart = bars.add_params(click)
    return layered(marks, _part_labels(scene, places, field, stack)) if scene.chart.options.labels else marks


def _places(scene: Scene, field: str, label: str, measure: Column, lying: bool) -> dict[str, Any]:
    return {
        **encode.category(scene.member, scene, lying),
        **encode.value(field, label, measure.unit, scene, lying=lying),
    }


def _end_labels(scene: Scene, places: dict[str, Any], measure: Column) -> alt.Chart:
    """The short number at the end of each bar."""
    beside: dict[str, Any] = {"align": "left", "dx": 5} if scene.lying else {"align": "center", "dy": -7}
    text = words.label(f"datum['{measure.name}']", measure.unit, scene.look, scene.form(measure))
    labels = encode.canvas(scene, "labels").transform_calculate(as_="_text", calculate=text)
    room = "bandwidth('y') > 9" if scene.lying else "bandwidth('x') > 24"
    shown = alt.ExprRef(expr=f"{room} ? 1 : 0")
    marks = labels.mark_text(color=colours(scene.look).ink, opacity=shown, **beside)
    ends: alt.Chart = marks.encode(**places, text=alt.Text(field="_text", type="nominal"))
    return ends


def _with_room(drawing: alt.LayerChart, scene: Scene) -> alt.LayerChart:
    """Numbers at the end of lying bars stand outside the frame of the marks."""
    return (
        drawing.properties(padding={"left": 4, "top": 4, "bottom": 4, "right": LABEL_ROOM}) if scene.lying else drawing
    )


def _beside(scene: Scene) -> dict[str, Any]:
    """Numbers at the end of bars side by side, where these are broad enough for them."""
    if scene.lying:
        return {"align": "left", "dx": 4, "opacity": alt.ExprRef(expr="bandwidth('yOffset') > 10 ? 1 : 0")}
    return {"dy": -7, "opacity": alt.ExprRef(expr="bandwidth('xOffset') > 34 ? 1 : 0")}


def _part_labels(scene: Scene, places: dict[str, Any], field: str, stack: str | None) -> alt.LayerChart:
    """The short number in the middle of each part, with a halo so that it reads on every colour."""
    shades, number = colours(scene.look), "x" if scene.lying else "y"
    shown = {**places, "detail": places["color"]}
    del shown["color"]
    stacked = stack not in (None, "none")
    if stacked:
        shown[number] = places[number].copy()
        shown[number].bandPosition = 0.5
    text = words.label(f"datum['{field}']", scene.unit, scene.look, scene.form(scene.measures[0]))
    key = encode.part_key(scene)
    base = encode.ranked(encode.spread(encode.canvas(scene, "labels"), scene), key)
    base = base.transform_joinaggregate(_total=f"sum({field})", groupby=[scene.member.name])
    base = base.transform_joinaggregate(_widest="max(_total)")
    least = f"(datum{'._total' if stack == 'normalize' else '._widest'} * {LEAST_PART})"
    if stack == "normalize":
        text = f"format(datum['{field}'] / datum._total, '.0%')"
    shown_text = f"datum['{field}'] < {least} ? '' : {text}"
    base = base.transform_calculate(as_="_text", calculate=shown_text if stacked else text)
    shown["detail"] = alt.Detail(field=key, type="nominal")
    words_shown = alt.Text(field="_text", type="nominal")
    room = "bandwidth('y') > 11" if scene.lying else f"bandwidth('x') > {PART_ROOM}"
    thick = {"opacity": alt.ExprRef(expr=f"{room} ? 1 : 0")}
    style: dict[str, Any] = thick if stacked else _beside(scene)
    halo = base.mark_text(color=shades.paper, stroke=shades.paper, strokeWidth=3, **style)
    ink = base.properties(name="label_ink").mark_text(color=shades.ink, **style)
    halo, ink = (marks.encode(**shown, text=words_shown) for marks in (halo, ink))
    return layered(halo, ink)
