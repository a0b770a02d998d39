"""What every drawing gets in the same way, whatever its kind: missing numbers, colours by value, axes, small multiples.

It works on the specification, so that a kind draws its marks and knows nothing of it.
"""

from collections.abc import Callable
from typing import Any

from dashboards.kind_options import OPTIONS_OF
from datasource.result import Kind
from widgets.charts import encode, label_room, words
from widgets.charts.axis_layers import group, leaves, measures_of, with_axis_layers
from widgets.charts.highlight import highlighted
from widgets.charts.scene import Scene
from widgets.charts.theme import NORMAL, colours

Layer = dict[str, Any]
STRANDS = frozenset({"line", "area"})
SUMMING = frozenset({"joinaggregate", "window"})
LABELLED = frozenset({"line", "step", "area", "pareto", "combo", "scatter", "bubble"})
MARGIN = 72  # pixels of a phone's window that a tile's drawing does not have
BESIDE = 48  # pixels of a small chart's axis of numbers, and the gap to the next one
NAMES = 150  # most pixels of an axis of names


def finished(spec: Layer, scene: Scene) -> Layer:
    """`spec` with all that its options, looks and shelves ask for beyond its marks."""
    spec = _each(spec, lambda view: _view(view, scene))
    spec = _labelled(spec, scene)
    spec = with_axis_layers(spec, scene)
    return spec if scene.facet is None else _faceted(spec, scene)


def _each(spec: Layer, change: Callable[[Layer], Layer]) -> Layer:
    if "layer" in spec:
        return {**spec, "layer": [_each(part, change) for part in spec["layer"]]}
    return change(spec)


def _view(view: Layer, scene: Scene) -> Layer:
    view = _grounded(view) if scene.chart.options.log else view
    view = highlighted(_split(view, scene), measures_of(view, scene), scene)
    return _gaps(view, scene) if "nulls" in OPTIONS_OF.get(scene.chart.kind, ()) else view


def _grounded(view: Layer) -> Layer:
    """Bars on a log scale stand on the edge of the frame: there is no zero that they could stand on."""
    mark, encoding = view.get("mark", {}), view.get("encoding", {})
    for along, edge in (("y", "height"), ("x", 0)):
        scale = encoding.get(along, {}).get("scale") or {}
        if isinstance(mark, dict) and mark.get("type") == "bar" and scale.get("type") == "log":
            number = {**encoding[along], "stack": None}
            return {**view, "encoding": {**encoding, along: number, f"{along}2": {"value": edge}}}
    return view


def _split(view: Layer, scene: Scene) -> Layer:
    """One mark for each member of Detail, where the kind has not seen to it itself."""
    encoding, mark = view.get("encoding", {}), view.get("mark", {})
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if not scene.detail or "detail" in encoding or not ("tooltip" in encoding or kind in STRANDS):
        return view
    parts = [{"field": column.name, "type": "nominal"} for column in scene.detail]
    return {**view, "encoding": {**encoding, "detail": parts}}


def _gaps(view: Layer, scene: Scene) -> Layer:
    """Buckets without a number: a gap in the line, a line across, or zero; those without a row count as such."""
    mark, encoding = view.get("mark", {}), view.get("encoding", {})
    number, kind = encoding.get("y", {}), mark.get("type") if isinstance(mark, dict) else mark
    if kind not in STRANDS | {"point"} or number.get("type") != "quantitative" or number.get("stack"):
        return view
    asked, field = scene.chart.options.nulls, number["field"]
    if asked == "connect":
        return {**view, "mark": {**mark, "invalid": "filter"}} if kind in STRANDS else view
    apart = scene.series is not None and kind in STRANDS
    if asked == "zero":
        filled = {"calculate": f"isValid(datum['{field}']) ? datum['{field}'] : 0", "as": field}
        number = {**number, "impute": {"value": 0}} if scene.series is not None else number
        steps = [*view.get("transform", ()), filled]
        return {**view, "transform": steps, "encoding": {**encoding, "y": number}}
    return {**view, "encoding": {**encoding, "y": {**number, "impute": {"value": None}}}} if apart else view


def _labelled(spec: Layer, scene: Scene) -> Layer:
    """The number at each point of a line, on each bar or beside each dot, unless the kind writes it itself."""
    views = list(leaves(spec))
    if scene.chart.kind not in LABELLED or not scene.chart.options.labels:
        return spec
    if any(view.get("name", "").startswith("label") for view in views):
        return spec
    told = [label for view in views if (label := _label(view, scene))]
    if "layer" in spec and spec.get("resolve", {}).get("scale", {}).get("y") == "independent":
        sides = [
            {"layer": [part, *(label for view in leaves(part) if (label := _label(view, scene)))]}
            for part in spec["layer"]
        ]
        return {**spec, "layer": sides}
    return group([], spec, told)


def _label(view: Layer, scene: Scene) -> Layer | None:
    """The texts of one view's marks; none for dots that only wait for the pointer, rules and texts."""
    mark, encoding = view.get("mark", {}), view.get("encoding", {})
    kind = mark.get("type") if isinstance(mark, dict) else mark
    scattered = scene.chart.kind in ("scatter", "bubble")
    if kind not in ({"point", "circle"} if scattered else {"line", "area", "bar"}) or "y" not in encoding:
        return None
    places = {key: encoding[key] for key in ("x", "y", "detail", "order", "xOffset") if key in encoding}
    colour, shades = encoding.get("color", {}), colours(scene.look)
    if "field" in colour:
        places["detail"] = [*places.get("detail", []), {"field": colour["field"], "type": "nominal"}]
    steps = list(view.get("transform", ()))
    if scattered:
        name = scene.axis or (scene.detail[0] if scene.detail else None)
        text = f"datum['{name.name}']" if name is not None else "''"
        weight = scene.size or scene.measures[0]
        room = label_room.of_dots(encoding["x"]["field"], encoding["y"]["field"], weight.name, scene, _frame(scene))
    else:
        text = _number(str(encoding["y"]["field"]), scene)
        member, number = str(encoding["x"]["field"]), str(encoding["y"]["field"])
        stacked = kind == "bar" and ("xOffset" in encoding or encoding["y"].get("stack"))
        room = [] if stacked else label_room.of_members(member, number, "datum._label_text", scene, _frame(scene))
    steps += [{"calculate": text, "as": "_label_text"}, *room]
    shown = {**places, "text": {"field": "_label_text", "type": "nominal"}}
    style = {"type": "text", "dy": -9, "fontSize": 11}
    if encoding["y"].get("stack"):
        shown["y"] = {**encoding["y"], "bandPosition": 0.5}
        style["dy"] = 0
    rim = {**style, "color": shades.paper, "stroke": shades.paper, "strokeWidth": 3}
    texts = [{"transform": steps, "mark": one, "encoding": shown} for one in (rim, {**style, "color": shades.ink})]
    return {"layer": texts}


def _frame(scene: Scene) -> tuple[str, str]:
    """The expressions for the width and the height of what the marks stand in."""
    if scene.facet is None:
        return "width", "height"
    wide, high = pane_size(scene.look.shape.panes)
    return str(wide), str(high)


def _number(field: str, scene: Scene) -> str:
    """The expression for the number of a view; of several measures on one axis each is written in its own way."""
    measures = tuple(dict.fromkeys((*scene.measures, *scene.second, *scene.compared)))
    own = next((column for column in measures if column.name == field), None)
    value = f"datum['{field}']"
    if own is None and field != encode.AMOUNT:
        return f"isValid({value}) ? format({value}, '.0%') : ''"
    told = [own] if own is not None else list(measures)
    text = "''"
    for column in reversed(told):
        number = words.label(value, column.unit, scene.look, scene.form(column))
        number = f"format({value}, '+.1%')" if column.part == "change" else f"({number})"
        text = (
            number if own is not None else f"datum.{encode.MEASURE} === {words.quoted(column.name)} ? {number} : {text}"
        )
    return f"isValid({value}) ? ({text}) : ''"


def _faceted(spec: Layer, scene: Scene) -> Layer:
    """One small chart a member, as many side by side as there is room for, all on the same scales."""
    assert scene.facet is not None
    column, shades = scene.facet, colours(scene.look)
    wide, high = pane_size(scene.look.shape.panes)
    header = {"labelColor": shades.ink, "labelFontSize": NORMAL, "labelFontWeight": "bold", "labelAnchor": "start"}
    header |= {"labelLimit": wide + BESIDE // 2, "labelPadding": 4}
    if column.kind is Kind.DATE:
        header["labelExpr"] = words.bucket_text("datum.value", column.grain, scene.look.language)
    facet = {"field": column.name, "type": "nominal", "title": None, "header": header}
    facet["sort"] = "ascending" if column.kind is Kind.DATE else None
    outer = {key: spec[key] for key in ("params",) if key in spec}
    if "params" in outer and "views" not in outer["params"][0]:
        outer["params"] = [{**one, "views": [spec["name"]]} for one in outer["params"]]
    beside = BESIDE + (min(NAMES, int(scene.look.shape.member_width * encode.CELL)) if scene.lying else 0)
    # The frame has no size yet when Vega counts the columns; the window has.
    room = f"min(containerSize()[0] || {scene.look.width}, (windowSize()[0] || {scene.look.width + MARGIN}) - {MARGIN})"
    inner = {key: value for key, value in spec.items() if key not in ("params", "height", "width", "padding")}
    return {
        **outer,
        "facet": facet,
        "columns": {"signal": f"max(1, floor(({room} - 8) / {wide + beside}))"},
        "spacing": {"row": 18, "column": 14},
        "resolve": {"axis": {"x": "independent", "y": "independent"}},
        "spec": {"width": wide, "height": high, **_each(inner, lambda view: _in_its_pane(view, column.name))},
    }


def _in_its_pane(view: Layer, field: str) -> Layer:
    """Sums and ranks over all rows become those of one small chart; Vega-Lite fails on them without a grouping."""
    view = _untitled(view)
    if "transform" not in view:
        return view
    steps = [
        {**step, "groupby": step.get("groupby") or [field]} if SUMMING & step.keys() else step
        for step in view["transform"]
    ]
    return {**view, "transform": steps}


def _untitled(view: Layer) -> Layer:
    """Small charts of one metric share its name, which the tile or the table tells."""
    number = view.get("encoding", {}).get("y", {})
    if number.get("type") != "quantitative" or not number.get("title"):
        return view
    return {**view, "encoding": {**view["encoding"], "y": {**number, "title": None}}}


def pane_size(panes: int) -> tuple[int, int]:
    """Width and height in pixels of the frame of each of so many small charts."""
    return (250, 160) if panes <= 2 else (170, 120) if panes <= 4 else (104, 88)
