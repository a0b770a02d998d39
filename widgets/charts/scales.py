"""What the rows of an answer ask of a drawing: no log scale over zeros, zeros at the bottom, so many small charts."""

from typing import Any

import polars as pl

from dashboards.kind_options import OPTIONS_OF
from dashboards.model import Chart
from widgets.charts.encode import AMOUNT
from widgets.charts.views import Encoding, Folded, with_encodings

MOST_PANES = 24


def on_a_scale(chart: Chart, rows: pl.DataFrame) -> Chart:
    """The chart as it is, or without its log scale where a number of `rows` is 0 or less and would be lost."""
    if not chart.options.log or "log" not in OPTIONS_OF.get(chart.kind, frozenset()):
        return chart
    names = [name for name in (*chart.shelves.values, *chart.shelves.second) if name in rows.columns]
    if all((rows[name].drop_nulls() > 0).all() for name in names):
        return chart
    return chart.model_copy(update={"options": chart.options.model_copy(update={"log": False})})


def in_panes(chart: Chart, rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows of the first small charts that there is room for, and how many are left out."""
    if chart.shelves.facet is None or chart.shelves.facet.field not in rows.columns:
        return rows, 0
    field = chart.shelves.facet.field
    members = rows[field].unique(maintain_order=True)
    if len(members) <= MOST_PANES:
        return rows, 0
    return rows.filter(pl.col(field).is_in(members[:MOST_PANES], nulls_equal=True)), len(members) - MOST_PANES


def with_zeros_below(spec: dict[str, Any], rows: pl.DataFrame) -> dict[str, Any]:
    """`spec`, whose value axes begin at 0 and name nothing else where all numbers are 0.

    Vega would draw these at half the height.
    """
    numbers = [column for column in rows if column.dtype.is_numeric() and column.null_count() < len(column)]
    zeros = {column.name for column in numbers if column.min() == column.max() == 0}
    if not zeros:
        return spec
    if "layer" in spec and spec.get("resolve", {}).get("scale", {}).get("y") == "independent":
        return {**spec, "layer": [with_zeros_below(part, rows) for part in spec["layer"]]}
    sides = _nothing_but(zeros, spec)

    def lowered(encoding: Encoding, _folded: Folded) -> Encoding:
        return {**encoding, **{side: _from_zero(encoding[side]) for side in sides if side in encoding}}

    return with_encodings(spec, lowered) if sides else spec


def _nothing_but(zeros: set[str], spec: dict[str, Any]) -> set[str]:
    """The sides of `spec` whose every number is a measure of `zeros`: a line of a goal on the same scale is none."""
    found: dict[str, list[bool]] = {"x": [], "y": []}

    def noted(encoding: Encoding, folded: Folded) -> Encoding:
        for side in found.keys() & encoding.keys():
            channel = encoding[side]
            names = folded if channel.get("field") == AMOUNT else (channel.get("field"),)
            found[side].append(channel.get("type") == "quantitative" and zeros.issuperset(names))
        return encoding

    with_encodings(spec, noted)
    return {side for side, are_zero in found.items() if are_zero and all(are_zero)}


def _from_zero(channel: dict[str, Any]) -> dict[str, Any]:
    axis = {"axis": {**channel["axis"], "values": [0]}} if channel.get("axis") else {}
    return {**channel, **axis, "scale": {**(channel.get("scale") or {}), "domainMax": 1}}
