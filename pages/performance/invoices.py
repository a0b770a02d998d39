"""Invoice statistics: money received against invoices issued, and the gap between them contract by contract."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import by_date, kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

INVOICES = Dashboard(
    id="invoice-statistics",
    title=N_("Invoice statistics"),
    description=N_(
        "Received and invoiced count on their own days. What is received but not invoiced, and the other way round, is "
        "netted to this day within each contract that was ordered in the period: contracts do not offset each other."
    ),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("received_amount", x=0, y=0, compare="previous"),
        kpi("invoiced_amount", x=3, y=0, compare="previous"),
        kpi("received_not_invoiced_amount", x=6, y=0),
        kpi("invoiced_not_received_amount", x=9, y=0),
        Tile(
            id="flows",
            title=N_("Received and invoiced"),
            x=0, y=2, w=6, h=7,
            chart=over_time("bar", "received_amount", "invoiced_amount"),
        ),
        Tile(
            id="gaps",
            title=N_("The gap, by order date of the contract"),
            x=6, y=2, w=6, h=7,
            chart=over_time("bar", "received_not_invoiced_amount", "invoiced_not_received_amount"),
        ),
        Tile(
            id="by-month",
            title=N_("By date"),
            x=0, y=9, w=12, h=8,
            chart=by_date(
                "received_amount", "invoiced_amount", "received_not_invoiced_amount", "invoiced_not_received_amount",
            ),
        ),
        Tile(
            id="customers",
            title=N_("By customer"),
            x=0, y=17, w=12, h=9,
            chart=table(
                "customer",
                "received_not_invoiced_amount", "invoiced_not_received_amount", "received_amount", "invoiced_amount",
            ),
        ),
    ),
)  # fmt: skip

show(INVOICES)
