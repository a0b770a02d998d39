"""Regression and factors: for analysts, on fields of their choice."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.people.account import Role
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

REGRESSION = Dashboard(
    id="regression",
    title=N_("Regression and factors"),
    description=N_("How chosen fields go with an outcome, and what chosen numbers have in common."),
    controls=Controls(
        show=("period", "department", "owner", "industry", "region"), period=Period(preset="last_365_days")
    ),
    tiles=(Tile(id="regression", x=0, y=0, w=12, h=22, panel="regression"),),
)  # fmt: skip

show(REGRESSION, Role.ANALYST)
