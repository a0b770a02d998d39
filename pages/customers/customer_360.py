"""Customer 360: one customer, found by name, phone or number, with everything that is known of them."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

CUSTOMER_360 = Dashboard(
    id="customer-360",
    title=N_("Customer 360"),
    controls=Controls(show=()),
    tiles=(Tile(id="customer", x=0, y=0, w=12, h=14, panel="customer_360"),),
)

show(CUSTOMER_360)
