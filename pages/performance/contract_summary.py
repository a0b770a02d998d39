"""Contract summary: what was signed and received in each month, and what has come in on what was signed."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import by_date, kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

CONTRACT_SUMMARY = Dashboard(
    id="contract-summary",
    title=N_("Contract summary"),
    description=N_(
        "Received amount is what came in during the period, on whichever contract; received on these contracts is what "
        "has come in to this day on those that were ordered in the period."
    ),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("contract_count", x=0, y=0, w=4, compare="previous"),
        kpi("contract_amount", x=4, y=0, w=4, compare="previous"),
        kpi("received_amount", x=8, y=0, w=4, compare="previous"),
        kpi("received_on_contracts", x=0, y=2, w=4),
        kpi("outstanding_amount", x=4, y=2, w=4),
        kpi("collection_rate", x=8, y=2, w=4),
        Tile(
            id="months",
            title=N_("Signed, and received on it"),
            x=0, y=4, w=12, h=7,
            chart=over_time("bar", "contract_amount", "received_on_contracts", "outstanding_amount"),
        ),
        Tile(
            id="by-month",
            title=N_("By date"),
            x=0, y=11, w=12, h=8,
            chart=by_date(
                "contract_count", "contract_amount", "received_amount",
                "received_on_contracts", "outstanding_amount", "collection_rate",
            ),
        ),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=0, y=19, w=12, h=9,
            chart=table(
                "owner",
                "contract_amount", "contract_count", "received_amount",
                "received_on_contracts", "outstanding_amount", "collection_rate",
            ),
        ),
    ),
)  # fmt: skip

show(CONTRACT_SUMMARY)
