"""Product sales: what is sold, how much it earns, and how that compares with the year before."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time
from datasource.texts import N_
from widgets.shell.page import show

PRODUCT_SALES = Dashboard(
    id="product-sales",
    title=N_("Product sales"),
    controls=Controls(show=("period", "grain", "department", "owner", "product_group", "product_category")),
    tiles=(
        kpi("sold_amount", x=0, y=0, compare="last_year"),
        kpi("sold_quantity", x=3, y=0, compare="last_year"),
        kpi("margin_amount", x=6, y=0, compare="last_year"),
        kpi("margin_rate", x=9, y=0, compare="last_year"),
        Tile(
            id="trend",
            title=N_("Sales and margin over time"),
            x=0, y=2, w=12, h=6,
            chart=over_time("bar", "sold_amount", "margin_amount"),
        ),
        Tile(id="sales", x=0, y=8, w=12, h=14, panel="product_sales"),
    ),
)  # fmt: skip

show(PRODUCT_SALES)
