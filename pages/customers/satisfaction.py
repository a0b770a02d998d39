"""Satisfaction: what customers answer at return visits, by employee and by product."""

from dashboards.model import Controls, Dashboard, Tile
from dashboards.tiles import kpi, mix, over_time, table
from datasource.texts import N_
from widgets.shell.page import show

ANSWERS = (
    "visits_very_satisfied",
    "visits_satisfied",
    "visits_neutral",
    "visits_dissatisfied",
    "visits_very_dissatisfied",
)
TOLD = (
    "visits", "satisfaction_score",
    "visits_very_satisfied", "very_satisfied_share", "visits_satisfied", "satisfied_share",
    "visits_neutral", "neutral_share", "visits_dissatisfied", "dissatisfied_share",
    "visits_very_dissatisfied", "very_dissatisfied_share",
)  # fmt: skip

SATISFACTION = Dashboard(
    id="satisfaction",
    title=N_("Satisfaction"),
    description=N_(
        "A visit counts for whoever visited, and under each product of the contract that it was about; a total counts "
        "each visit once. The score is the mean answer from 1 to 5; shares are of the visits with an answer."
    ),
    controls=Controls(show=("period", "grain", "department", "owner", "product")),
    tiles=(
        kpi("visits", x=0, y=0, w=4, compare="previous"),
        kpi("satisfaction_score", x=4, y=0, w=4, compare="previous"),
        kpi("very_satisfied_share", x=8, y=0, w=4, compare="previous"),
        Tile(
            id="over_time", title=N_("Return visits and their score"),
            x=0, y=2, w=12, h=6, chart=over_time("combo", "visits", "satisfaction_score"),
        ),
        Tile(
            id="employees", title=N_("Satisfaction by employee (most visits)"),
            x=0, y=8, w=12, h=8, chart=mix("visits", "owner", *ANSWERS),
        ),
        Tile(id="by_employee", title=N_("By employee"), x=0, y=16, w=12, h=9, chart=table("owner", *TOLD)),
        Tile(
            id="products", title=N_("Satisfaction by product (most visits)"),
            x=0, y=25, w=12, h=8, chart=mix("visits", "product", *ANSWERS),
        ),
        Tile(id="by_product", title=N_("By product"), x=0, y=33, w=12, h=9, chart=table("product", *TOLD)),
    ),
)  # fmt: skip

show(SATISFACTION)
