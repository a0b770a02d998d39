"""Stage duration: how long deals stay in each stage, where they stand too long, whose they are."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.texts import N_
from widgets.shell.page import show

DWELL = Dashboard(
    id="stage-duration",
    title=N_("Stage duration"),
    description=N_("A stay counts for whoever owned the opportunity then, at the end of the stay."),
    controls=Controls(show=("period", "department", "owner", "pipeline")),
    tiles=(
        kpi("dwell_days", x=0, y=0, compare="previous"),
        kpi("dwell_days_median", x=3, y=0, compare="previous"),
        kpi("slow_stays", x=6, y=0, compare="previous"),
        kpi("ongoing_stays", x=9, y=0),
        Tile(id="stages", x=0, y=2, w=12, h=18, panel="dwell"),
    ),
)  # fmt: skip

show(DWELL)
