"""Follow-up channels: how customers are spoken to."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, shares, table
from datasource.texts import N_
from widgets.shell.page import show

CHANNELS = Dashboard(
    id="follow-up-channels",
    title=N_("Follow-up channels"),
    description=N_("A follow-up counts for whoever made it, whoever owns the customer now."),
    controls=Controls(show=("period", "department", "owner")),
    tiles=(
        kpi("follow_ups", x=0, y=0, w=6, compare="previous"),
        kpi("customers_followed", x=6, y=0, w=6, compare="previous"),
        Tile(id="channels", x=0, y=2, w=6, h=7, panel="channels"),
        Tile(id="channel_table", x=6, y=2, w=6, h=7, panel="channel_table"),
        Tile(
            id="mix",
            title=N_("Channels of the employees with the most follow-ups"),
            x=0, y=9, w=7, h=9,
            chart=shares("follow_ups", "owner", "channel"),
        ),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=7, y=9, w=5, h=9,
            chart=table("owner", "follow_ups", "customers_followed"),
        ),
    ),
)  # fmt: skip

show(CHANNELS)
