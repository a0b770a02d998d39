"""What stands on the axes besides the marks: reference lines and bands, the trend, annotations.

They are laid over a finished drawing, whatever its kind: the first channel of numbers that a value axis has says where.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dashboards.kind_options import OPTIONS_OF
from dashboards.options import Annotation, ReferenceBand, ReferenceLine, Stat
from datasource.question import Grain
from datasource.result import Column, Kind
from datasource.texts import N_, _
from widgets.charts import words
from widgets.charts.scene import Scene
from widgets.charts.theme import LEAST_MARK, colours, standing_out

Layer = dict[str, Any]
REF, LOW, HIGH, TEXT, TREND, SLOPE, AT, OF = "_ref", "_low", "_high", "_text", "_trend", "_slope", "_at", "_of"
OPS: Mapping[Stat, str] = MappingProxyType({"average": "mean", "median": "median", "highest": "max", "lowest": "min"})
NAMES: Mapping[Stat, str] = MappingProxyType(
    {"average": N_("Average"), "median": N_("Median"), "highest": N_("Highest"), "lowest": N_("Lowest")}
)
PER: Mapping[Grain, str] = MappingProxyType(
    {
        Grain.DAY: N_("{slope} a day"),
        Grain.WEEK: N_("{slope} a week"),
        Grain.MONTH: N_("{slope} a month"),
        Grain.QUARTER: N_("{slope} a quarter"),
        Grain.YEAR: N_("{slope} a year"),
    }
)
STEP = 15  # pixels between annotations that stand side by side
DAY = 86_400_000  # milliseconds


@dataclass(frozen=True)
class Side:
    """One value axis of a drawing: its channel, the channel across it, the measure, and whether parts are stacked."""

    along: str
    number: Mapping[str, Any]
    across: Mapping[str, Any]
    measure: Column
    stack: str
    colour: Mapping[str, Any]

    @property
    def member(self) -> str:
        """The field across the numbers."""
        return str(self.across.get("field", ""))

    def placed(self, field: str) -> dict[str, Any]:
        """The channel of the numbers for another field on the same axis."""
        kept = {key: value for key, value in self.number.items() if key not in {"stack", "impute", "bandPosition"}}
        return {self.along: {**kept, "field": field}}

    def beside(self) -> dict[str, Any]:
        """The channel across the numbers."""
        return {"x" if self.along == "y" else "y": dict(self.across)}


def with_axis_layers(spec: Layer, scene: Scene) -> Layer:
    """`spec` with what its options ask for on its axes; a kind that has no such option stays as it is."""
    options, allowed = scene.chart.options, OPTIONS_OF.get(scene.chart.kind, frozenset())
    left, right = (_side(part, scene) for part in _parts(spec))
    if left is None:
        return spec
    bands = options.bands if "bands" in allowed else ()
    below = [layer for band in bands for layer in _band(band, left, scene)]
    above: dict[str, list[Layer]] = {"left": [part for band in bands for part in _name(band, left, scene)], "right": []}
    for line in options.lines if "lines" in allowed else ():
        side = right if line.axis == "right" else left
        above[line.axis] += _line(line, side, scene) if side is not None else []
    if options.trend and "trend" in allowed:
        above["left"] += _trend(left, scene)
    for place, note in enumerate(options.notes if "notes" in allowed else ()):
        above["left"] += _note(note, place, left, scene)
    return _laid(spec, below, above["left"], above["right"])


def leaves(spec: Layer) -> Iterator[Layer]:
    """The single views of a drawing, in drawing order."""
    if "layer" not in spec:
        yield spec
    for part in spec.get("layer", ()):
        yield from leaves(part)


def measures_of(view: Layer, scene: Scene) -> tuple[str, ...]:
    """The names of the measures that a single view shows: those it folds, else those on its channels."""
    folds = [transform["fold"] for transform in view.get("transform", ()) if "fold" in transform]
    if folds:
        return tuple(folds[0])
    names = {measure.name for measure in (*scene.measures, *scene.second)}
    fields = [channel.get("field") for channel in view.get("encoding", {}).values() if isinstance(channel, dict)]
    found = tuple(dict.fromkeys(name for name in fields if name in names))
    return found[-1:] or tuple(measure.name for measure in scene.measures[:1])


def _is_apart(spec: Layer) -> bool:
    return bool(spec.get("resolve", {}).get("scale", {}).get("y") == "independent") and len(spec["layer"]) > 1


def _parts(spec: Layer) -> tuple[Layer, Layer]:
    """What stands on the left axis and what on the right one; nothing, when there is one axis."""
    return (spec["layer"][0], spec["layer"][1]) if _is_apart(spec) else (spec, {})


def _laid(spec: Layer, below: list[Layer], left: list[Layer], right: list[Layer]) -> Layer:
    if not (below or left or right):
        return spec
    if _is_apart(spec):
        first, second, *rest = spec["layer"]
        sides = [group(below, first, left), group([], second, right), *rest]
        return {**spec, "layer": sides}
    return group(below, spec, left)


def group(below: list[Layer], spec: Layer, above: list[Layer]) -> Layer:
    """The layers under and over a drawing; what belongs to the whole (its size, its clicks) moves outside."""
    if not (below or above):
        return spec
    if "layer" in spec:
        return {**spec, "layer": [*below, *spec["layer"], *above]}
    outside: Layer = {key: spec[key] for key in ("params", "height", "width", "padding") if key in spec}
    inside = {key: value for key, value in spec.items() if key not in outside}
    views = {"params": [{**one, "views": [spec["name"]]} for one in spec["params"]]} if "params" in spec else {}
    return {**outside, **views, "layer": [*below, inside, *above]}


def _side(spec: Layer, scene: Scene) -> Side | None:
    for view in leaves(spec):
        found = view.get("encoding", {})
        x, y = found.get("x", {}), found.get("y", {})
        along = "y" if y.get("type") == "quantitative" else "x"
        number, across = (y, x) if along == "y" else (x, y)
        if number.get("type") != "quantitative" or "field" not in across:
            continue
        known = {column.name: column for column in (*scene.measures, *scene.second, *scene.compared)}
        name = number.get("field") if number.get("field") in known else measures_of(view, scene)[0]
        return Side(along, number, across, known[str(name)], str(number.get("stack") or ""), found.get("color", {}))
    return None


def _line(line: ReferenceLine, side: Side, scene: Scene) -> list[Layer]:
    if line.of is not None and side.stack == "normalize":
        return []
    if line.value is None and line.of is None:
        return []
    shades, value = colours(scene.look), f"datum.{REF}"
    told = [line.label] if line.label else [_(NAMES[line.of])] if line.of is not None else []
    number = words.label(value, side.measure.unit, scene.look, scene.form(side.measure))
    if side.stack == "normalize":
        number = f"format({value}, '.1~%')"
    text = words.sentence("{label} {number}" if told else "{number}", label=words.quoted(*told), number=number)
    steps = [*_found(line, side), {"calculate": text, "as": TEXT}]
    colour = _colour(line.color, scene) or shades.quiet
    mark = {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.4, "color": colour}
    tip = [{"field": TEXT, "type": "nominal", "title": _("Reference line")}]
    rule = {"transform": steps, "mark": mark, "encoding": {**side.placed(REF), "tooltip": tip}}
    right = line.axis == "right"
    end: dict[str, Any] = {"align": "left" if right else "right", "dy": -7, "x": 2 if right else {"expr": "width - 2"}}
    if side.along == "x":
        end = {"align": "left", "dx": 4, "y": 0, "dy": 8}
    return [rule, *_haloed(steps, side.placed(REF), scene, color=colour, **end)]


def _found(line: ReferenceLine, side: Side) -> list[dict[str, Any]]:
    """The one row that a line is drawn from; of stacked parts, the members' sums are compared."""
    if line.of is None:
        return [{"aggregate": [{"op": "count", "as": "_n"}]}, {"calculate": repr(line.value), "as": REF}]
    value = side.measure.name
    whole = {"aggregate": [{"op": "sum", "field": value, "as": value}], "groupby": [side.member]}
    stat = {"aggregate": [{"op": OPS[line.of], "field": value, "as": REF}]}
    known = {"filter": f"isValid(datum['{value}'])"}
    return [known, whole, stat] if side.stack else [known, stat]


def _band(band: ReferenceBand, side: Side, scene: Scene) -> list[Layer]:
    low, high = _ends(band)
    if low is None and high is None:
        return []
    ends: dict[str, Any] = {side.along: _edge(low, LOW, side, start=True)}
    ends[f"{side.along}2"] = (
        {"field": HIGH} if high is not None and low is not None else _edge(high, HIGH, side, start=False)
    )
    if low is None:  # the axis must know the one end that is a number
        ends = {**side.placed(HIGH), f"{side.along}2": {"value": "height" if side.along == "y" else 0}}
    colour = _colour(band.color, scene) or colours(scene.look).series[0]
    area = {"type": "rect", "color": colour, "opacity": 0.14}
    return [{"transform": _one_row(low, high, band.label), "mark": area, "encoding": ends}]


def _name(band: ReferenceBand, side: Side, scene: Scene) -> list[Layer]:
    """What a band is called, inside it at its upper end, or above an end below which there is nothing."""
    low, high = _ends(band)
    if not band.label or (low is None and high is None):
        return []
    closed = high is not None
    style: dict[str, Any] = {"align": "left", "dx": 4, "x": 0, "dy": 9 if closed else -7}
    if side.along == "x":
        style = {"align": "right" if closed else "left", "dx": -4 if closed else 4, "y": 8}
    colour = _colour(band.color, scene) or colours(scene.look).quiet
    return _haloed(_one_row(low, high, band.label), side.placed(HIGH if closed else LOW), scene, color=colour, **style)


def _ends(band: ReferenceBand) -> tuple[float | None, float | None]:
    """The lower and the upper end, in whichever order they were given."""
    if band.low is None or band.high is None:
        return band.low, band.high
    return min(band.low, band.high), max(band.low, band.high)


def _one_row(low: float | None, high: float | None, text: str) -> list[dict[str, Any]]:
    ends = {LOW: low, HIGH: high}
    told = [{"calculate": "null" if end is None else repr(end), "as": name} for name, end in ends.items()]
    return [{"aggregate": [{"op": "count", "as": "_n"}]}, *told, {"calculate": words.quoted(text), "as": TEXT}]


def _edge(end: float | None, field: str, side: Side, start: bool) -> dict[str, Any]:
    """One end of a band: a number on the axis, or the edge of the frame."""
    if end is not None:
        placed: dict[str, Any] = side.placed(field)[side.along]
        return placed
    return {"value": 0 if (side.along == "y") != start else "height" if side.along == "y" else "width"}


def _trend(side: Side, scene: Scene) -> list[Layer]:
    """Least squares over the buckets of a date, counted as time runs, or over the numbers of the other axis."""
    where = _where(side, scene)
    if where is None or side.stack == "normalize":
        return []
    value = f"datum['{side.measure.name}']"
    parts = [column.name for column in (scene.series, *scene.detail) if column is not None]
    apart: list[str] = [] if side.stack else parts
    steps: list[dict[str, Any]] = []
    if side.stack:
        total = {"op": "sum", "field": side.measure.name, "as": side.measure.name}
        steps.append({"aggregate": [total], "groupby": [side.member]})
    steps += [
        {"calculate": where, "as": "_x"},
        {"filter": f"isValid(datum._x) && isValid({value})"},
        {"joinaggregate": [_op("mean", "_x", "_mx"), _op("mean", side.measure.name, "_my")], "groupby": apart},
        {"calculate": "(datum._x - datum._mx) * (datum._x - datum._mx)", "as": "_xx"},
        {"calculate": f"(datum._x - datum._mx) * ({value} - datum._my)", "as": "_xy"},
        {"joinaggregate": [_op("sum", "_xx", "_sxx"), _op("sum", "_xy", "_sxy")], "groupby": apart},
        {"filter": "datum._sxx > 0"},
        {"calculate": "datum._sxy / datum._sxx", "as": SLOPE},
        {"calculate": f"datum._my + datum.{SLOPE} * (datum._x - datum._mx)", "as": TREND},
        {"calculate": _slope(side, scene), "as": TEXT},
    ]
    mark: dict[str, Any] = {"type": "line", "strokeDash": [2, 3], "strokeWidth": 2, "point": False, "clip": True}
    encoding = {**side.placed(TREND), **side.beside()}
    encoding["tooltip"] = [{"field": TEXT, "type": "nominal", "title": _("Trend")}]
    if apart:
        encoding["detail"] = [{"field": name, "type": "nominal"} for name in apart]
    if scene.series is not None and not side.stack and side.colour.get("field") == scene.series.name:
        encoding["color"] = dict(side.colour)
    else:
        mark["color"] = colours(scene.look).ink
    if side.along == "x":
        mark["orient"] = "horizontal"
    return [{"name": "trend", "transform": steps, "mark": mark, "encoding": encoding}]


def _op(op: str, field: str, name: str) -> dict[str, str]:
    return {"op": op, "field": field, "as": name}


def _where(side: Side, scene: Scene) -> str | None:
    """Where a row stands on the other axis, as a number: for a date the number of its bucket, gaps counted too."""
    field = f"datum['{side.member}']"
    if side.across.get("type") == "quantitative":
        return field
    column = scene.axis
    if column is None or column.name != side.member or column.kind is not Kind.DATE or column.grain is None:
        return None
    year = f"toNumber(slice({field}, 0, 4))"
    fourth = f"utc({year}, 0, 4) / {DAY}"  # the fourth of January lies in the first week
    monday = f"({fourth} - (utcday(utc({year}, 0, 4)) + 6) % 7)"
    told = {
        Grain.YEAR: year,
        Grain.QUARTER: f"{year} * 4 + toNumber(slice({field}, 6))",
        Grain.MONTH: f"{year} * 12 + toNumber(slice({field}, 5, 7))",
        Grain.WEEK: f"round({monday} / 7) + toNumber(slice({field}, 6))",
        Grain.DAY: f"utc({year}, toNumber(slice({field}, 5, 7)) - 1, toNumber(slice({field}, 8, 10))) / {DAY}",
    }
    return f"isValid({field}) ? {told[column.grain]} : null"


def _slope(side: Side, scene: Scene) -> str:
    """What the trend says in words: so much more or less a month, or for each unit of the other number."""
    told = words.signed(f"datum.{SLOPE}", side.measure.unit, scene.look, scene.form(side.measure))
    if side.across.get("type") == "quantitative":
        other = next((one.label for one in scene.measures if one.name == side.member), side.member)
        return words.sentence(_("{slope} for each 1 of {metric}"), slope=told, metric=words.quoted(other))
    grain = scene.member.grain or Grain.MONTH
    return words.sentence(_(PER[grain]), slope=told)


def _note(note: Annotation, place: int, side: Side, scene: Scene) -> list[Layer]:
    """A thin line at the member with its text at the edge, towards the middle of the frame."""
    if not side.member or side.across.get("type") == "quantitative":
        return []
    steps: list[dict[str, Any]] = [
        {"aggregate": [{"op": "count", "as": "_n"}], "groupby": [side.member]},
        {"window": [{"op": "row_number", "as": AT}]},
        {"joinaggregate": [{"op": "max", "field": AT, "as": OF}]},
        {"filter": f"datum['{side.member}'] === {words.quoted(note.at)}"},
        {"calculate": words.quoted(note.text), "as": TEXT},
    ]
    shades, level = colours(scene.look), 8 + place % 3 * STEP
    rule = {"transform": steps, "mark": {"type": "rule", "color": shades.quiet, "strokeDash": [1, 3]}}
    rule["encoding"] = side.beside()
    inward = {"expr": f"datum.{AT} * 2 > datum.{OF} ? 'right' : 'left'"}
    away = {"expr": f"datum.{AT} * 2 > datum.{OF} ? -5 : 5"}
    style: dict[str, Any] = {"align": inward, "dx": away, "y": level}
    if side.along == "x":
        style = {"align": "right", "dx": -4, "dy": -7, "x": {"expr": "width"}}
    return [rule, *_haloed(steps, side.beside(), scene, color=shades.ink, fontStyle="italic", **style)]


def _haloed(steps: list[dict[str, Any]], places: dict[str, Any], scene: Scene, **style: Any) -> list[Layer]:
    """The text `_text` with a rim of paper, so that it reads on bars and lines."""
    paper = colours(scene.look).paper
    rim = {"type": "text", **style, "color": paper, "stroke": paper, "strokeWidth": 3}
    shown = {**places, "text": {"field": TEXT, "type": "nominal"}}
    return [{"transform": steps, "mark": mark, "encoding": shown} for mark in (rim, {"type": "text", **style})]


def _colour(asked: str, scene: Scene) -> str:
    """A colour that was asked for, moved until it stands out from the paper; empty when none was."""
    shades = colours(scene.look)
    return asked and standing_out(asked, shades.paper, shades.ink, LEAST_MARK)
