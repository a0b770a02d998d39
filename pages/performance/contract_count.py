"""Contracts signed: how many a month, against the month before and the year before."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.texts import N_
from widgets.shell.page import show

CONTRACT_COUNT = Dashboard(
    id="contract-count",
    title=N_("Contract count"),
    controls=Controls(show=("period", "grain", "compare", "department", "owner"), compare="previous"),
    tiles=(
        kpi("contract_count", x=0, y=0, w=4),
        kpi("contract_amount", x=4, y=0, w=4),
        kpi("received_amount", x=8, y=0, w=4),
        Tile(id="growth", x=0, y=2, w=12, h=8, panel="growth_contract_count"),
        Tile(id="sideways", x=0, y=10, w=12, h=4, panel="growth_table_contract_count"),
    ),
)  # fmt: skip

show(CONTRACT_COUNT)
