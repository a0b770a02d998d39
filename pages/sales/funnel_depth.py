"""Funnel depth: where deals and money are lost, how long deals stay, and whether stage or people are the cause."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

FUNNEL_DEPTH = Dashboard(
    id="funnel-depth",
    title=N_("Funnel depth"),
    description=N_("Of all stays up to today. A stay counts for whoever owned the opportunity then."),
    controls=Controls(show=("department", "owner", "pipeline")),
    tiles=(Tile(id="depth", x=0, y=0, w=12, h=16, panel="funnel_depth"),),
)  # fmt: skip

show(FUNNEL_DEPTH)
