"""Follow-ups: how often customers are spoken to, and how many of them."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

FOLLOW_UPS = Dashboard(
    id="follow-ups",
    title=N_("Follow-ups"),
    description=N_("A follow-up counts for whoever made it, whoever owns the customer now."),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("follow_ups", x=0, y=0, w=6, compare="previous"),
        kpi("customers_followed", x=6, y=0, w=6, compare="previous"),
        Tile(
            id="over_time",
            title=N_("Follow-ups and customers followed"),
            x=0, y=2, w=12, h=6,
            chart=over_time("combo", "follow_ups", "customers_followed"),
        ),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=0, y=8, w=6, h=9,
            chart=table("owner", "follow_ups", "customers_followed"),
        ),
        Tile(
            id="departments",
            title=N_("By department"),
            x=6, y=8, w=6, h=9,
            chart=table("department", "follow_ups", "customers_followed"),
        ),
    ),
)  # fmt: skip

show(FOLLOW_UPS)
