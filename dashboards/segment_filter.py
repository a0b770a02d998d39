"""Which boards offer the team segments in their filter bar: those on which every number belongs to a customer."""

from dashboards.compile import asked_metrics
from dashboards.customised import CHARTS
from dashboards.model import Controls, Dashboard, Tile
from datasource.metrics.registry import DIMENSIONS, METRICS, refusal
from datasource.metrics.team_segments import FIELD, has_segments


def with_segments_offered(controls: Controls, board: Dashboard) -> Controls:
    """`controls` with a picker of team segments behind the others, where any was ever saved and `board` takes them."""
    if FIELD in controls.show or not has_segments() or not takes_segments(board):
        return controls
    return controls.model_copy(update={"show": (*controls.show, FIELD)})


def takes_segments(board: Dashboard) -> bool:
    """Whether every metric of its charts can be told for some customers alone.

    What a panel counts is told by the chart that stands for it in a copy; where none does, by the bar of its page: one
    that filters by a field of customers counts for customers. A panel whose page filters by nothing may not filter.
    """
    fields = [name for name in board.controls.show if name in DIMENSIONS]
    if not fields and any(tile.panel for tile in board.tiles):
        return False
    told = [tile.chart or CHARTS.get(tile.panel or "", ("", None))[1] for tile in board.tiles if _counts(tile)]
    metrics = {name for chart in told if chart for name in asked_metrics(chart) if name in METRICS}
    if any(refusal(name, FIELD, grouping=False) for name in metrics):
        return False
    if any(DIMENSIONS[name].home == "customers" for name in fields):
        return True
    return bool(metrics) and None not in told


def _counts(tile: Tile) -> bool:
    return tile.chart is not None or tile.panel is not None
