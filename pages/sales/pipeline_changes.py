"""Pipeline changes: what came into the open pipeline, what left it, and what changed, between two days."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

PIPELINE_CHANGES = Dashboard(
    id="pipeline-changes",
    title=N_("Pipeline changes"),
    description=N_("From the end of the day before the period to its end: choose any two days as the period."),
    controls=Controls(
        show=("period", "department", "owner", "pipeline", "stage"), period=Period(preset="last_30_days")
    ),
    tiles=(Tile(id="changes", x=0, y=0, w=12, h=17, panel="pipeline_changes"),),
)  # fmt: skip

show(PIPELINE_CHANGES)
