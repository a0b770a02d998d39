"""Compare segments: two groups of customers on any metric, with the interval that chance leaves the difference."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

COMPARE_SEGMENTS = Dashboard(
    id="compare-segments",
    title=N_("Compare segments"),
    controls=Controls(show=("period",)),
    tiles=(Tile(id="segments", x=0, y=0, w=12, h=14, panel="compare_segments"),),
)

show(COMPARE_SEGMENTS)
