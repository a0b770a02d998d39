"""Churn: which customers may leave, what is at stake, why, and whom it pays to talk to."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi
from datasource.texts import N_
from widgets.shell.page import show

CHURN = Dashboard(
    id="churn",
    title=N_("Churn"),
    description=N_("Risks as of the last night, of customers who bought in the year before it."),
    controls=Controls(show=("department", "owner", "region", "industry", "segment")),
    tiles=(
        kpi("mean_churn_risk", x=0, y=0),
        kpi("revenue_at_risk", x=3, y=0),
        kpi("predicted_value", x=6, y=0),
        kpi("customer_count", x=9, y=0),
        Tile(id="churn", x=0, y=2, w=12, h=20, panel="churn"),
    ),
)  # fmt: skip

show(CHURN)
