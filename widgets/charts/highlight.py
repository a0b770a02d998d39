"""Colours by value: the first rule of a field that a number meets gives its colour, in marks, cells and cards alike."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from dashboards.options import FieldLook, Highlight
from datasource.metrics.defined import given_name
from datasource.question import Op
from widgets.charts.scene import Scene
from widgets.charts.theme import colours, shade

SIGNS: Mapping[Op, str] = {Op.GT: ">", Op.GTE: ">=", Op.LT: "<", Op.LTE: "<=", Op.EQ: "===", Op.NE: "!=="}
COLOURED = frozenset({"bar", "point", "circle", "square", "rect", "geoshape", "tick"})


def rule_of(look: FieldLook | None, value: Any) -> Highlight | None:
    """The first rule that `value` meets; what is undefined meets none."""
    if look is None or isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return next((rule for rule in look.highlights if meets(rule, value)), None)


def meets(rule: Highlight, value: float) -> bool:
    """Whether a number meets a rule; the ends of `between` are inside, in either order."""
    if isinstance(rule.value, tuple):
        return min(rule.value) <= value <= max(rule.value)
    tests = {
        Op.GT: value > rule.value,
        Op.GTE: value >= rule.value,
        Op.LT: value < rule.value,
        Op.LTE: value <= rule.value,
        Op.EQ: value == rule.value,
        Op.NE: value != rule.value,
    }
    return tests.get(rule.op, False)


def highlighted(layer: dict[str, Any], names: tuple[str, ...], scene: Scene) -> dict[str, Any]:
    """`layer` with its marks coloured by the rules of the measures `names` that it shows; as it is without rules."""
    mark = layer.get("mark", {})
    if not isinstance(mark, dict) or mark.get("type") not in COLOURED or "tooltip" not in layer.get("encoding", {}):
        return layer
    tests = [test for name in names if given_name(name) in scene.looks for test in _tests(name, names, scene)]
    if not tests:
        return layer
    shown = layer["encoding"].get("color", {"value": mark["color"]} if "color" in mark else {})
    shown = shown or {"value": colours(scene.look).series[0]}
    return {**layer, "encoding": {**layer["encoding"], "color": {**shown, "condition": tests}}}


def _tests(name: str, names: tuple[str, ...], scene: Scene) -> list[dict[str, Any]]:
    value, folded = f"datum['{name}']", f"datum._measure === '{name}' && " if len(names) > 1 else ""
    return [
        {"test": f"{folded}isValid({value}) && {_expression(rule, value)}", "value": shade(scene.look, rule.color)}
        for rule in scene.looks[given_name(name)].highlights
    ]


def _expression(rule: Highlight, value: str) -> str:
    if isinstance(rule.value, tuple):
        return f"{value} >= {min(rule.value)} && {value} <= {max(rule.value)}"
    return f"{value} {SIGNS.get(rule.op, '===')} {rule.value}"
