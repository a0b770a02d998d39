"""Slow movers: products that nobody has bought for a while, or ever."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

SLOW_MOVERS = Dashboard(
    id="slow-movers",
    title=N_("Slow movers"),
    description=N_("Products without a sale up to today, whatever the period."),
    controls=Controls(show=("department", "owner", "product_group", "product_category"), period=Period(preset="today")),
    tiles=(Tile(id="slow", x=0, y=0, w=12, h=9, panel="slow_movers"),),
)

show(SLOW_MOVERS)
