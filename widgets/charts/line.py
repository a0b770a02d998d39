"""Lines over a date (or any ordered members), with the comparison dashed and a dot that follows the pointer."""

from typing import Any

import altair as alt

from datasource.result import Column
from widgets.charts import encode
from widgets.charts.extremes import extremes
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

FEW = 16


def line(scene: Scene) -> alt.LayerChart:
    """One line per colour, detail or measure; metrics of two units get an axis each."""
    ends = extremes(scene, scene.measures[0], encode.category(scene.member, scene)) if scene.series is None else ()
    if len(scene.groups) == 2:
        left, right = (_strand(scene, group, index) for index, group in enumerate(scene.groups))
        return layered(layered(*left, *ends), layered(*right), apart=True)
    return layered(*_strand(scene, scene.measures, 0), *ends)


def dots(marks: alt.Chart, scene: Scene) -> alt.Chart:
    """The dot nearest to the pointer, which carries the tooltip and the click."""
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    click = encode.pick(scene, nearest=True)
    seen = alt.when(near, empty=False).then(alt.value(1)).when(click, empty=False).then(alt.value(1))
    points: alt.Chart = marks.mark_point(filled=True, size=80, cursor="pointer")
    shown = encode.switched(alt.OpacityValue, seen.otherwise(alt.value(0)))
    return points.encode(opacity=shown, tooltip=encode.tooltips(scene)).add_params(near, click)


def _strand(scene: Scene, measures: tuple[Column, ...], index: int) -> list[alt.Chart]:
    """The lines of one value axis, and the dots on them (on the first axis, which takes the click)."""
    label = measures[0].label if len(measures) == 1 else ""
    base = _base(scene, measures, ("marks", "second")[index])
    orient = ("left", "right")[index]
    places = {
        **encode.category(scene.member, scene),
        **encode.value(_field(scene), label, measures[0].unit, scene, orient=orient),
        "color": _colour(scene),
        **({"detail": [alt.Detail(field=part.name, type="nominal") for part in scene.detail]} if scene.detail else {}),
    }
    few = scene.look.shape.members <= FEW
    point: Any = alt.OverlayMarkDef(size=30, filled=True) if few else False
    bend: dict[str, Any] = {"interpolate": "step-after"} if scene.chart.kind == "step" else {}
    lines = base.mark_line(point=point, **bend).encode(**places, **_dashes(scene))
    if index:
        return [lines.encode(tooltip=encode.tooltips(scene))]
    return [lines.properties(name="lines"), dots(base.encode(**places), scene)]


def _base(scene: Scene, measures: tuple[Column, ...], name: str) -> alt.Chart:
    chart = encode.canvas(scene, name)
    if scene.series is not None or _plain(scene):
        return chart
    return encode.folded(chart, (*measures, *_bases(scene)))


def _plain(scene: Scene) -> bool:
    """One measure, no colour, nothing to compare with: nothing to fold."""
    return scene.series is None and len(scene.measures) == 1 and not _bases(scene)


def _bases(scene: Scene) -> tuple[Column, ...]:
    """The comparison of a lone measure; with more lines it would be a tangle, and stays in the tooltip."""
    if scene.series is not None or len(scene.measures) > 1:
        return ()
    return tuple(column for column in scene.compared if column.part == "base")


def _field(scene: Scene) -> str:
    return scene.measures[0].name if scene.series is not None or _plain(scene) else encode.AMOUNT


def _colour(scene: Scene) -> alt.Color | alt.ColorValue:
    if scene.series is not None:
        return encode.series_colour(scene.series, scene)
    shades = colours(scene.look)
    if _plain(scene):
        return alt.ColorValue(shades.series[0])
    bases = _bases(scene)
    shown = (shades.series[0], shades.quiet) if bases else shades.series
    return encode.measure_colour((*scene.measures, *bases), scene, shown)


def _dashes(scene: Scene) -> dict[str, Any]:
    bases = _bases(scene)
    if not bases:
        return {}
    test = f"datum['{encode.MEASURE}'] === '{bases[0].name}'"
    cases = alt.when(test).then(alt.value([5, 4])).otherwise(alt.value([1, 0]))
    return {"strokeDash": encode.switched(alt.StrokeDashValue, cases)}
