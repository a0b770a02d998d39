"""Attribution and cost: which touches share the credit for won deals, and what a lead and a customer cost."""

from dashboards.model import Controls, Dashboard, Tab, Tile
from datasource.texts import N_
from widgets.shell.page import show

ATTRIBUTION = Dashboard(
    id="attribution",
    title=N_("Attribution and cost"),
    controls=Controls(show=("period", "department", "owner")),
    tabs=(Tab(id="credit", title=N_("Attribution")), Tab(id="cost", title=N_("Channel cost"))),
    tiles=(
        Tile(id="credit", x=0, y=0, w=12, h=17, panel="attribution"),
        Tile(id="cost", x=0, y=0, w=12, h=17, panel="channel_cost", tab="cost"),
    ),
)

show(ATTRIBUTION)
