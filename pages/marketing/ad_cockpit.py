"""Ad cockpit: how often advertisements were seen and clicked, what they cost, and what came of their campaigns."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.tiles import kpi, over_time, table
from datasource.question import Dimension, Filter, Op, Sort
from datasource.texts import N_
from widgets.shell.page import show

ADS = ("ad_cost", "ad_impressions", "ad_clicks", "ad_click_rate", "cost_per_click")
ADVERTISED = (Filter(field="ad_platform", op=Op.NOT_NULL),)
MOST = (Sort(by="ad_cost", desc=True),)
PLATFORMS = Chart(
    kind="table",
    shelves=Shelves(
        rows=(Dimension(field="ad_platform"),),
        values=(*ADS, "new_leads", "new_opportunities", "contract_count", "contract_amount"),
        filters=ADVERTISED,
    ),
    sort=MOST,
    totals=True,
)
CAMPAIGNS = PLATFORMS.model_copy(
    update={"shelves": PLATFORMS.shelves.model_copy(update={"rows": (Dimension(field="campaign"),)})}
)
SPENT = Chart(
    kind="stacked_bar",
    shelves=Shelves(
        columns=(Dimension(field="date"),),
        color=Dimension(field="ad_platform"),
        values=("ad_cost",),
        filters=ADVERTISED,
    ),
    totals=True,
)

AD_COCKPIT = Dashboard(
    id="ad-cockpit",
    title=N_("Ad cockpit"),
    description=N_(
        "Advertising by day. Leads, opportunities and orders are those of the period that came from a campaign with "
        "advertising; orders are contracts of such opportunities."
    ),
    controls=Controls(show=("period", "grain", "ad_platform", "campaign")),
    tiles=(
        kpi("ad_cost", x=0, y=0, compare="previous"),
        kpi("ad_clicks", x=3, y=0, compare="previous"),
        kpi("ad_click_rate", x=6, y=0, compare="previous"),
        kpi("cost_per_click", x=9, y=0, compare="previous"),
        Tile(id="spent", title=N_("Advertising cost by platform"), x=0, y=2, w=7, h=7, chart=SPENT),
        Tile(
            id="rates", title=N_("Click rate and cost per click"), x=7, y=2, w=5, h=7,
            chart=over_time("line", "ad_click_rate", "cost_per_click"),
        ),
        Tile(id="by_platform", title=N_("By platform"), x=0, y=9, w=12, h=5, chart=PLATFORMS),
        Tile(id="by_campaign", title=N_("By campaign"), x=0, y=14, w=12, h=8, chart=CAMPAIGNS),
        Tile(id="by_keyword", title=N_("By keyword"), x=0, y=22, w=12, h=6, chart=table("keyword", *ADS)),
    ),
)  # fmt: skip

show(AD_COCKPIT)
