"""Split summary: each person's own credit beside what shared records credit them with."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import by_date, kpi, leaders, table
from datasource.texts import N_
from widgets.shell.page import show

OWN_AND_SPLIT = (
    "contract_amount", "split_contract_amount", "received_amount", "split_received_amount",
    "won_amount", "split_won_amount",
)  # fmt: skip

SPLIT_SUMMARY = Dashboard(
    id="split-summary",
    title=N_("Split credit summary"),
    description=N_(
        "Own credit is the full amount to the owner of the record; split credit is amount × rate × coefficient to each "
        "person it is allocated to. They stand beside each other and are not added up."
    ),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("split_contract_amount", x=0, y=0, compare="previous"),
        kpi("split_received_amount", x=3, y=0, compare="previous"),
        kpi("split_won_amount", x=6, y=0, compare="previous"),
        kpi("split_record_count", x=9, y=0),
        Tile(
            id="leaders",
            title=N_("Own and split contract amount"),
            x=0, y=2, w=12, h=8,
            chart=leaders("contract_amount", "owner", "contract_amount", "split_contract_amount"),
        ),
        Tile(id="employees", title=N_("By employee"), x=0, y=10, w=12, h=9, chart=table("owner", *OWN_AND_SPLIT)),
        Tile(
            id="departments", title=N_("By department"), x=0, y=19, w=12, h=5,
            chart=table("department", *OWN_AND_SPLIT),
        ),
        Tile(id="by-month", title=N_("By month"), x=0, y=24, w=12, h=8, chart=by_date(*OWN_AND_SPLIT)),
    ),
)  # fmt: skip

show(SPLIT_SUMMARY)
