"""Money received a month, against the month before and the year before."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.texts import N_
from widgets.shell.page import show

RECEIVED_AMOUNT = Dashboard(
    id="received-amount",
    title=N_("Received amount"),
    controls=Controls(show=("period", "grain", "compare", "department", "owner"), compare="previous"),
    tiles=(
        kpi("received_amount", x=0, y=0, w=4),
        kpi("receipt_count", x=4, y=0, w=4),
        kpi("contract_amount", x=8, y=0, w=4),
        Tile(id="growth", x=0, y=2, w=12, h=8, panel="growth_received_amount"),
        Tile(id="sideways", x=0, y=10, w=12, h=4, panel="growth_table_received_amount"),
    ),
)  # fmt: skip

show(RECEIVED_AMOUNT)
