"""Lead handling: how leads are answered and what becomes of them, who waits, and how customers like to be met."""

from dashboards.model import Chart, Controls, Dashboard, Options, Shelves, Tab, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

HANDLED = (
    "new_leads", "lead_answer_rate", "lead_response_hours_median", "qualified_leads", "converted_leads",
    "lead_conversion_rate",
)  # fmt: skip
FUNNEL = Chart(
    kind="funnel",
    shelves=Shelves(values=("new_leads", "answered_leads", "qualified_leads", "converted_leads")),
    options=Options(labels=True),
)

LEAD_HANDLING = Dashboard(
    id="lead-handling",
    title=N_("Lead handling"),
    controls=Controls(show=("period", "grain", "department", "owner", "source")),
    tabs=(
        Tab(id="leads", title=N_("Leads")),
        Tab(id="answers", title=N_("Response time")),
        Tab(id="silent", title=N_("Silent leads")),
        Tab(id="preferred", title=N_("Preferred channel")),
    ),
    tiles=(
        kpi("new_leads", x=0, y=0, compare="previous"),
        kpi("lead_answer_rate", x=3, y=0, compare="previous"),
        kpi("lead_response_hours_median", x=6, y=0, compare="previous"),
        kpi("lead_conversion_rate", x=9, y=0),
        Tile(id="steps", title=N_("From lead to customer"), x=0, y=2, w=5, h=7, chart=FUNNEL),
        Tile(
            id="rates", title=N_("Answered and converted"), x=5, y=2, w=7, h=7,
            chart=over_time("line", "lead_answer_rate", "lead_conversion_rate"),
        ),
        Tile(id="by_source", title=N_("By source"), x=0, y=9, w=12, h=6, chart=table("source", *HANDLED)),
        Tile(id="by_owner", title=N_("By owner"), x=0, y=15, w=12, h=9, chart=table("owner", *HANDLED)),
        Tile(id="answers", x=0, y=0, w=12, h=17, panel="lead_answers", tab="answers"),
        Tile(id="silent", x=0, y=0, w=12, h=12, panel="silent_leads", tab="silent"),
        Tile(id="preferred", x=0, y=0, w=12, h=12, panel="preferred_channels", tab="preferred"),
    ),
)  # fmt: skip

show(LEAD_HANDLING)
