"""The sales funnel: what is open and won, and the funnel of each pipeline in its three views."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.texts import N_
from widgets.shell.page import show

FUNNEL = Dashboard(
    id="sales-funnel",
    title=N_("Sales funnel"),
    description=N_(
        "Opportunities count for whoever owned them when they were entered, closed, open or in the stage, as far as "
        "the log of owners says."
    ),
    controls=Controls(show=("period", "compare", "department", "owner", "pipeline"), compare="previous"),
    tiles=(
        kpi("open_opportunities", x=0, y=0),
        kpi("open_amount", x=3, y=0),
        kpi("won_amount", x=6, y=0),
        kpi("win_rate", x=9, y=0),
        Tile(id="funnel", x=0, y=2, w=12, h=9, panel="funnel"),
    ),
)  # fmt: skip

show(FUNNEL)
