"""Win rate: deals closed and won by close date, and of the deals entered in the period those won by now."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import by_date, kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

WIN_RATE = Dashboard(
    id="win-rate",
    title=N_("Win rate"),
    description=N_("Opportunities count for whoever owned them on the day they closed or were entered."),
    controls=Controls(show=("period", "grain", "department", "owner", "pipeline")),
    tiles=(
        kpi("win_rate", x=0, y=0, compare="previous"),
        kpi("closed_count", x=3, y=0, compare="previous"),
        kpi("won_count", x=6, y=0, compare="previous"),
        kpi("win_rate_cohort", x=9, y=0),
        Tile(
            id="closed",
            title=N_("Deals closed and won, and the win rate, by close date"),
            x=0, y=2, w=6, h=8,
            chart=over_time("combo", "closed_count", "won_count", "win_rate"),
        ),
        Tile(
            id="cohort",
            title=N_("Deals entered, and those of them won by now (Wukong rule)"),
            x=6, y=2, w=6, h=8,
            chart=over_time("combo", "new_opportunities", "won_of_created", "win_rate_cohort"),
        ),
        Tile(
            id="by_date",
            title=N_("By date"),
            x=0, y=10, w=12, h=8,
            chart=by_date(
                "closed_count", "won_count", "lost_count", "win_rate", "new_opportunities", "win_rate_cohort"
            ),
        ),
        Tile(
            id="by_owner",
            title=N_("By employee"),
            x=0, y=18, w=12, h=8,
            chart=table(
                "owner", "closed_count", "won_count", "lost_count", "win_rate", "won_amount", "win_rate_cohort"
            ),
        ),
    ),
)  # fmt: skip

show(WIN_RATE)
