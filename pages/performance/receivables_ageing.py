"""Receivables ageing: what customers owe today and for how long it has been overdue."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

RECEIVABLES_AGEING = Dashboard(
    id="receivables-ageing",
    title=N_("Receivables ageing"),
    description=N_(
        "Outstanding on the instalments of effective contracts as of today. Receipts that name no instalment pay the "
        "contract's oldest one."
    ),
    controls=Controls(show=("department", "owner")),
    tiles=(
        Tile(id="owed", x=0, y=0, w=3, h=2, panel="ageing_receivable_amount"),
        Tile(id="overdue", x=3, y=0, w=3, h=2, panel="ageing_overdue_amount"),
        Tile(id="share", x=6, y=0, w=3, h=2, panel="ageing_overdue_share"),
        Tile(id="instalments", x=9, y=0, w=3, h=2, panel="ageing_receivable_count"),
        Tile(id="ages", x=0, y=2, w=5, h=7, panel="ageing_bars"),
        Tile(id="debtors", x=5, y=2, w=7, h=7, panel="ageing_owners"),
        Tile(id="employees", x=0, y=9, w=12, h=9, panel="ageing_by_owner"),
        Tile(id="customers", x=0, y=18, w=12, h=9, panel="ageing_by_customer"),
    ),
)  # fmt: skip

show(RECEIVABLES_AGEING)
