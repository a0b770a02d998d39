"""Conversion: how many of the customers entered become customers that deal."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, table
from datasource.texts import N_
from widgets.shell.page import show

CONVERSION = Dashboard(
    id="conversion",
    title=N_("Conversion"),
    description=N_("Customers count for whoever owned them on the day they were entered or dealt."),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("new_customers", x=0, y=0, compare="previous"),
        kpi("dealt_customers", x=3, y=0),
        kpi("deal_rate", x=6, y=0),
        kpi("deal_rate_period", x=9, y=0, compare="previous"),
        Tile(id="conversion", x=0, y=2, w=12, h=7, panel="conversion"),
        Tile(id="conversion_table", x=0, y=9, w=12, h=8, panel="conversion_table"),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=0, y=17, w=12, h=8,
            chart=table(
                "owner",
                "new_customers", "dealt_customers", "deal_rate", "dealt_customers_period", "deal_rate_period",
            ),
        ),
    ),
)  # fmt: skip

show(CONVERSION)
