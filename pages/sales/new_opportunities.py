"""New opportunities: how many were entered and what they are worth, over time and by whom."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import by_date, kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

NEW_OPPORTUNITIES = Dashboard(
    id="new-opportunities",
    title=N_("New opportunities"),
    description=N_("Opportunities count for whoever owned them on the day they were entered."),
    controls=Controls(show=("period", "grain", "department", "owner", "pipeline")),
    tiles=(
        kpi("new_opportunities", x=0, y=0, w=6, compare="previous"),
        kpi("new_opportunity_amount", x=6, y=0, w=6, compare="previous"),
        Tile(
            id="entered",
            title=N_("Amount and number of new opportunities"),
            x=0, y=2, w=7, h=9,
            chart=over_time("line", "new_opportunity_amount", "new_opportunities"),
        ),
        Tile(
            id="by_date",
            title=N_("By date"),
            x=7, y=2, w=5, h=9,
            chart=by_date("new_opportunities", "new_opportunity_amount"),
        ),
        Tile(
            id="by_owner",
            title=N_("By employee"),
            x=0, y=11, w=6, h=9,
            chart=table("owner", "new_opportunities", "new_opportunity_amount"),
        ),
        Tile(
            id="by_source",
            title=N_("By source of the customer"),
            x=6, y=11, w=6, h=9,
            chart=table("source", "new_opportunities", "new_opportunity_amount"),
        ),
    ),
)  # fmt: skip

show(NEW_OPPORTUNITIES)
