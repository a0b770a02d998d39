"""Customer totals: who wins which customers, and what they are worth."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

BY_EMPLOYEE = Dashboard(
    id="customers-by-employee",
    title=N_("Customer totals"),
    description=N_(
        "Customers count for whoever owned them on the day they were entered or dealt, contracts and receipts for "
        "their own owner."
    ),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("new_customers", x=0, y=0, compare="previous"),
        kpi("dealt_customers_period", x=3, y=0, compare="previous"),
        kpi("contract_amount", x=6, y=0, compare="previous"),
        kpi("received_amount", x=9, y=0, compare="previous"),
        Tile(
            id="customers",
            title=N_("New customers, those of them that dealt, and deals of the period"),
            x=0, y=2, w=12, h=6,
            chart=over_time("bar", "new_customers", "dealt_customers", "dealt_customers_period"),
        ),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=0, y=8, w=12, h=9,
            chart=table(
                "owner",
                "new_customers", "dealt_customers", "deal_rate", "dealt_customers_period", "deal_rate_period",
                "contract_amount", "received_amount", "outstanding_amount",
            ),
        ),
    ),
)  # fmt: skip

show(BY_EMPLOYEE)
