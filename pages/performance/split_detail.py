"""Split detail: each share of a contract, a receipt or a won opportunity, and whose it is."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.tiles import kpi, table
from datasource.question import Dimension
from datasource.texts import N_
from widgets.shell.page import show

SPLIT_DETAIL = Dashboard(
    id="split-detail",
    title=N_("Split credit detail"),
    description=N_(
        "Allocated = amount × rate × coefficient. Shares of contracts and receipts that are not effective, and of "
        "opportunities that are not won, are left out."
    ),
    controls=Controls(show=("period", "grain", "department", "owner", "split_record", "split_status")),
    tiles=(
        kpi("split_record_count", x=0, y=0, w=4),
        kpi("split_share_count", x=4, y=0, w=4),
        kpi("incomplete_split_count", x=8, y=0, w=4),
        Tile(
            id="months",
            title=N_("Allocated by month"),
            x=0, y=2, w=12, h=6,
            chart=Chart(
                kind="bar",
                shelves=Shelves(
                    columns=(Dimension(field="date"),), color=Dimension(field="split_record"),
                    values=("split_credit_amount",),
                ),
            ),
        ),
        Tile(
            id="states",
            title=N_("Do the rates add up?"),
            x=0, y=8, w=12, h=4,
            chart=table("split_status", "split_record_count", "split_share_count"),
        ),
        Tile(id="shares", x=0, y=12, w=12, h=10, panel="split_detail"),
    ),
)  # fmt: skip

show(SPLIT_DETAIL)
