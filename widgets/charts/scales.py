"""What the rows of an answer let a drawing do: a log scale over numbers above zero, and so many small charts."""

import polars as pl

from dashboards.kind_options import OPTIONS_OF
from dashboards.model import Chart

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
