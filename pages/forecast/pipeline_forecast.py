"""Pipeline forecast: what open deals and those to come are likely to bring, and what would change it."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

PIPELINE_FORECAST = Dashboard(
    id="pipeline-forecast",
    title=N_("Pipeline forecast"),
    description=N_("From the deals that are open today, whatever the period of other pages."),
    controls=Controls(show=("department", "owner", "pipeline")),
    tiles=(Tile(id="outlook", x=0, y=0, w=12, h=20, panel="pipeline_forecast"),),
)  # fmt: skip

show(PIPELINE_FORECAST)
