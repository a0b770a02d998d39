"""Work logs: who writes them, who gets an answer, and on which working days one is missing."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, over_time, ranking, table
from datasource.texts import N_
from widgets.shell.page import show

WORK_LOGS = Dashboard(
    id="work-logs",
    title=N_("Work logs"),
    controls=Controls(show=("period", "grain", "department", "owner")),
    tiles=(
        kpi("work_logs", x=0, y=0, compare="previous"),
        kpi("log_comment_rate", x=3, y=0, compare="previous"),
        kpi("missing_log_days", x=6, y=0, compare="previous"),
        kpi("missing_log_rate", x=9, y=0, compare="previous"),
        Tile(
            id="written", title=N_("Logs written, by whether they were commented"), x=0, y=2, w=7, h=6,
            chart=over_time("stacked_bar", "work_logs_commented", "work_logs_not_commented"),
        ),
        Tile(
            id="missing", title=N_("Most missing days"), x=7, y=2, w=5, h=6,
            chart=ranking("missing_log_days", "owner"),
        ),
        Tile(
            id="employees", title=N_("By employee"), x=0, y=8, w=12, h=9,
            chart=table(
                "owner", "work_logs", "work_logs_commented", "work_logs_not_commented", "log_comment_rate",
                "log_days", "missing_log_days", "missing_log_rate",
            ),
        ),
        Tile(
            id="categories", title=N_("By log category"), x=0, y=17, w=12, h=5,
            chart=table(
                "log_category", "work_logs", "work_logs_commented", "work_logs_not_commented", "log_comment_rate"
            ),
        ),
    ),
)  # fmt: skip

show(WORK_LOGS)
