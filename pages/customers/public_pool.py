"""Public pool: who gives customers up, who claims them, to whom they are assigned."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

PUBLIC_POOL = Dashboard(
    id="public-pool",
    title=N_("Public pool"),
    description=N_(
        "A move counts for whoever gave the customer up or got it, not for its owner now. A customer that went through "
        "the pool twice is one customer and two moves."
    ),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("pool_entered_customers", x=0, y=0, w=4, compare="previous"),
        kpi("pool_claimed_customers", x=4, y=0, w=4, compare="previous"),
        kpi("pool_assigned_customers", x=8, y=0, w=4, compare="previous"),
        Tile(
            id="over_time",
            title=N_("Customers into the pool, claimed and assigned"),
            x=0, y=2, w=12, h=6,
            chart=over_time("bar", "pool_entered_customers", "pool_claimed_customers", "pool_assigned_customers"),
        ),
        Tile(
            id="employees",
            title=N_("By employee"),
            x=0, y=8, w=12, h=8,
            chart=table(
                "owner",
                "pool_entered_customers", "pool_claimed_customers", "pool_assigned_customers",
                "pool_entries", "pool_claims", "pool_assignments",
            ),
        ),
        Tile(id="pool_customers", x=0, y=21, w=12, h=8, panel="pool_customers"),
        Tile(
            id="departments",
            title=N_("By department"),
            x=0, y=16, w=12, h=5,
            chart=table(
                "department",
                "pool_entered_customers", "pool_claimed_customers", "pool_assigned_customers",
                "pool_entries", "pool_claims", "pool_assignments",
            ),
        ),
    ),
)  # fmt: skip

show(PUBLIC_POOL)
