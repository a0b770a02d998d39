"""Loss reasons: why deals were lost, by amount and by number, and whose."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.tiles import kpi, table
from datasource.question import Dimension
from datasource.texts import N_
from widgets.shell.page import show

REASON = (Dimension(field="loss_reason"),)
LOST = Chart(kind="pareto", shelves=Shelves(columns=REASON, values=("lost_amount",)), totals=True)
LOSS_REASONS = Dashboard(
    id="loss-reasons",
    title=N_("Loss reasons"),
    description=N_("Opportunities count for whoever owned them on the day they closed."),
    controls=Controls(show=("period", "department", "owner", "pipeline")),
    tiles=(
        kpi("lost_amount", x=0, y=0, w=4, compare="previous"),
        kpi("lost_count", x=4, y=0, w=4, compare="previous"),
        kpi("win_rate", x=8, y=0, w=4, compare="previous"),
        Tile(id="amount", title=N_("Lost amount by reason"), x=0, y=2, w=6, h=8, chart=LOST),
        Tile(
            id="count",
            title=N_("Lost deals by reason"),
            x=6, y=2, w=6, h=8,
            chart=LOST.model_copy(update={"shelves": Shelves(columns=REASON, values=("lost_count",))}),
        ),
        Tile(
            id="reasons",
            title=N_("Loss reasons"),
            x=0, y=10, w=6, h=9,
            chart=table("loss_reason", "lost_amount", "lost_count"),
        ),
        Tile(
            id="by_owner",
            title=N_("By employee"),
            x=6, y=10, w=6, h=9,
            chart=table("owner", "lost_amount", "lost_count", "win_rate"),
        ),
    ),
)  # fmt: skip

show(LOSS_REASONS)
