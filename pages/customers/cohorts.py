"""Cohorts: customers by the period of their first purchase, who came back, and for how much."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

COHORTS = Dashboard(
    id="cohorts",
    title=N_("Cohorts"),
    description=N_("Customers by the period of their first purchase: who bought again, and for how much."),
    controls=Controls(show=("department", "owner", "region", "industry", "level", "source", "segment")),
    tiles=(Tile(id="cohorts", x=0, y=0, w=12, h=22, panel="cohorts"),),
)

show(COHORTS)
