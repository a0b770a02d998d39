"""Stalled deals: open deals without activity, past their expected close, or too long in their stage."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

STALLED_DEALS = Dashboard(
    id="stalled-deals",
    title=N_("Stalled deals"),
    description=N_("As of today, of all open deals, whenever they were entered."),
    controls=Controls(show=("department", "owner", "pipeline", "stage")),
    tiles=(Tile(id="stalled", x=0, y=0, w=12, h=16, panel="stalled"),),
)

show(STALLED_DEALS)
