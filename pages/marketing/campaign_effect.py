"""Campaign effect: from cost to leads, opportunities and won amount, by campaign, content and event."""

from dashboards.model import Chart, Controls, Dashboard, Options, Shelves, Tab, Tile
from dashboards.tiles import kpi, leaders, table
from datasource.question import Dimension
from datasource.texts import N_
from widgets.shell.page import show

STEPS = ("campaign_leads", "campaign_qualified_leads", "campaign_opportunities", "campaign_won")
EFFECT = ("campaign_cost", *STEPS, "campaign_won_amount", "cost_per_campaign_lead", "campaign_yield")
FUNNEL = Chart(kind="funnel", shelves=Shelves(values=STEPS), options=Options(labels=True))
MONEY = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="campaign_kind"),), values=("campaign_cost", "campaign_won_amount")),
)

CAMPAIGN_EFFECT = Dashboard(
    id="campaign-effect",
    title=N_("Campaign effect"),
    description=N_(
        "Campaigns that began in the period, with all that they have brought by now. All of it is of your data, so a "
        "ratio says most to those who see everything."
    ),
    controls=Controls(show=("period", "campaign_channel", "campaign_kind")),
    tabs=(
        Tab(id="campaigns", title=N_("Campaigns")),
        Tab(id="contents", title=N_("Contents")),
        Tab(id="events", title=N_("Events")),
    ),
    tiles=(
        kpi("campaign_cost", x=0, y=0, compare="previous"),
        kpi("campaign_leads", x=3, y=0),
        kpi("campaign_won_amount", x=6, y=0),
        kpi("campaign_yield", x=9, y=0),
        Tile(id="steps", title=N_("From lead to won deal"), x=0, y=2, w=5, h=7, chart=FUNNEL),
        Tile(id="money", title=N_("Cost and won amount by kind of campaign"), x=5, y=2, w=7, h=7, chart=MONEY),
        Tile(
            id="leads", title=N_("Campaigns with the most leads"), x=0, y=9, w=12, h=8,
            chart=leaders("campaign_leads", "campaign", "campaign_leads", "campaign_qualified_leads", "campaign_won"),
        ),
        Tile(id="by_campaign", title=N_("By campaign"), x=0, y=17, w=12, h=9, chart=table("campaign", *EFFECT)),
        Tile(id="by_channel", title=N_("By channel"), x=0, y=26, w=12, h=6, chart=table("campaign_channel", *EFFECT)),
        Tile(id="contents", x=0, y=0, w=12, h=12, panel="content_effect", tab="contents"),
        Tile(id="events", x=0, y=0, w=12, h=12, panel="event_funnel", tab="events"),
    ),
)  # fmt: skip

show(CAMPAIGN_EFFECT)
