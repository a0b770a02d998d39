"""Look-alikes: accounts without a contract that are most like a chosen set of customers, with the reasons."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

LOOK_ALIKES = Dashboard(
    id="look-alikes",
    title=N_("Look-alikes"),
    description=N_("Accounts without a contract that are most like customers you choose, and how good such lists are."),
    controls=Controls(
        show=("period", "department", "owner", "industry", "region"), period=Period(preset="last_365_days")
    ),
    tiles=(Tile(id="look_alikes", x=0, y=0, w=12, h=20, panel="look_alikes"),),
)  # fmt: skip

show(LOOK_ALIKES)
