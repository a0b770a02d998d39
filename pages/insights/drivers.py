"""Drivers: what goes with won and lost deals, churn, the deal cycle and satisfaction."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

DRIVERS = Dashboard(
    id="drivers",
    title=N_("Drivers"),
    description=N_("What goes with an outcome, each field adjusted for the others. Churn does not hang on the period."),
    controls=Controls(
        show=("period", "department", "owner", "industry", "region"), period=Period(preset="last_365_days")
    ),
    tiles=(Tile(id="drivers", x=0, y=0, w=12, h=20, panel="drivers"),),
)  # fmt: skip

show(DRIVERS)
