"""The cockpit: eight numbers with their change, how money moves, who leads."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, ranking
from datasource.texts import N_
from widgets.shell.page import show

COCKPIT = Dashboard(
    id="cockpit",
    title=N_("Cockpit"),
    controls=Controls(show=("period", "grain", "compare", "department", "owner"), compare="previous"),
    tiles=(
        kpi("new_customers", x=0, y=0),
        kpi("new_contacts", x=3, y=0),
        kpi("new_opportunities", x=6, y=0),
        kpi("new_opportunity_amount", x=9, y=0),
        kpi("contract_count", x=0, y=2),
        kpi("contract_amount", x=3, y=2),
        kpi("received_amount", x=6, y=2),
        kpi("follow_ups", x=9, y=2),
        Tile(
            id="money",
            title=N_("Contracts signed and money received"),
            x=0, y=4, w=7, h=7,
            chart=over_time("bar", "contract_amount", "received_amount"),
        ),
        Tile(
            id="leaders",
            title=N_("Leaders by contract amount"),
            x=7, y=4, w=5, h=7,
            chart=ranking("contract_amount", "owner"),
        ),
    ),
)  # fmt: skip

show(COCKPIT)
