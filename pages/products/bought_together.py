"""Bought together: which products go into one contract, or to one customer."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

BOUGHT_TOGETHER = Dashboard(
    id="bought-together",
    title=N_("Bought together"),
    controls=Controls(show=("period", "department", "owner")),
    tiles=(Tile(id="pairs", x=0, y=0, w=12, h=17, panel="bought_together"),),
)

show(BOUGHT_TOGETHER)
