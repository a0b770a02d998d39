"""Deal cycle: how long it takes from entering a customer to its first contract, by employee, region and product."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, leaders, table
from datasource.texts import N_
from widgets.shell.page import show

DAYS = ("cycle_days", "cycle_days_median")
DEALT = "dealt_customers_period"

DEAL_CYCLE = Dashboard(
    id="deal-cycle",
    title=N_("Deal cycle"),
    description=N_(
        "Days from entering a customer to its first effective contract, by the day of that contract. Customers count "
        "for whoever owned them on that day, and under each product of that contract; a total counts each of them once."
    ),
    controls=Controls(show=("period", "department", "owner")),
    tiles=(
        kpi("dealt_customers_period", x=0, y=0, w=4, compare="previous"),
        kpi("cycle_days", x=4, y=0, w=4, compare="previous"),
        kpi("cycle_days_median", x=8, y=0, w=4, compare="previous"),
        Tile(
            id="employees", title=N_("Deal cycle by employee (most deals)"),
            x=0, y=2, w=5, h=9, chart=leaders(DEALT, "owner", *DAYS),
        ),
        Tile(id="by_employee", title=N_("By employee"), x=5, y=2, w=7, h=9, chart=table("owner", DEALT, *DAYS)),
        Tile(
            id="regions", title=N_("Deal cycle by region (most deals)"),
            x=0, y=11, w=5, h=9, chart=leaders(DEALT, "region", *DAYS),
        ),
        Tile(id="by_region", title=N_("By region"), x=5, y=11, w=7, h=9, chart=table("region", DEALT, *DAYS)),
        Tile(
            id="products", title=N_("Deal cycle by product (most deals)"),
            x=0, y=20, w=5, h=9, chart=leaders(DEALT, "product", *DAYS),
        ),
        Tile(id="by_product", title=N_("By product"), x=5, y=20, w=7, h=9, chart=table("product", DEALT, *DAYS)),
    ),
)  # fmt: skip

show(DEAL_CYCLE)
