"""The cockpit: eight numbers with their change, the goal, the funnel, who leads, who is forgotten; and all in words."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time
from datasource.texts import N_
from widgets.shell.page import show

COCKPIT = Dashboard(
    id="cockpit",
    title=N_("Cockpit"),
    controls=Controls(show=("period", "grain", "compare", "department", "owner"), compare="previous"),
    tiles=(
        kpi("new_customers", x=0, y=0, h=3),
        kpi("new_contacts", x=3, y=0, h=3),
        kpi("new_opportunities", x=6, y=0, h=3),
        kpi("new_opportunity_amount", x=9, y=0, h=3),
        kpi("contract_count", x=0, y=3, h=3),
        kpi("contract_amount", x=3, y=3, h=3),
        kpi("received_amount", x=6, y=3, h=3),
        kpi("follow_ups", x=9, y=3, h=3),
        Tile(id="summary", x=0, y=6, w=7, h=7, panel="summary"),
        Tile(id="mini_funnel", x=7, y=6, w=5, h=7, panel="mini_funnel"),
        Tile(id="goal", x=0, y=13, w=4, h=7, panel="goal_brief"),
        Tile(
            id="money",
            title=N_("Contracts signed and money received"),
            x=4, y=13, w=8, h=7,
            chart=over_time("bar", "contract_amount", "received_amount"),
        ),
        Tile(id="leaders", x=0, y=20, w=6, h=8, panel="leaders"),
        Tile(id="forgotten", x=6, y=20, w=6, h=8, panel="forgotten"),
        Tile(id="alerts", x=0, y=28, w=12, h=4, panel="alerts"),
    ),
)  # fmt: skip

show(COCKPIT)
