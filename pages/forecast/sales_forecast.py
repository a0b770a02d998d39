"""Sales forecast: what the next weeks, months or quarters are likely to bring, and how good that was before."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

SALES_FORECAST = Dashboard(
    id="sales-forecast",
    title=N_("Sales forecast"),
    description=N_("From everything up to now, whatever the period: a forecast needs the whole past."),
    controls=Controls(show=("department", "owner")),
    tiles=(Tile(id="forecast", x=0, y=0, w=12, h=20, panel="sales_forecast"),),
)  # fmt: skip

show(SALES_FORECAST)
