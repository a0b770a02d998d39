"""Lead scores: open leads and open deals by their chance, with reasons, and how good such chances were."""

from dashboards.model import Controls, Dashboard, Tab, Tile
from datasource.texts import N_
from widgets.shell.page import show

LEAD_SCORES = Dashboard(
    id="lead-scores",
    title=N_("Lead scores"),
    description=N_("Chances as of the last night, told by models that learn from all past leads and deals."),
    controls=Controls(show=("department", "owner", "source", "industry", "campaign")),
    tabs=(Tab(id="leads", title=N_("Leads")), Tab(id="deals", title=N_("Open deals"))),
    tiles=(
        Tile(id="lead_scores", x=0, y=0, w=12, h=24, panel="lead_scores"),
        Tile(id="deal_scores", x=0, y=0, w=12, h=24, panel="deal_scores", tab="deals"),
    ),
)

show(LEAD_SCORES)
