"""Feedback: what customers feel in their own words, about what, and the words that tell it."""

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.tiles import kpi
from datasource.question import Dimension, Period
from datasource.texts import N_
from widgets.shell.page import show

FEEDBACK = Dashboard(
    id="feedback",
    title=N_("Feedback"),
    description=N_("Comments of feedback and return visits, read by their words in Chinese and English each night."),
    controls=Controls(
        show=("period", "grain", "department", "owner", "product"), period=Period(preset="last_365_days")
    ),
    tiles=(
        kpi("feedback_count", x=0, y=0, compare="previous"),
        kpi("feedback_score", x=3, y=0, compare="previous"),
        kpi("visits", x=6, y=0, compare="previous"),
        kpi("satisfaction_score", x=9, y=0, compare="previous"),
        Tile(
            id="feedback_months", title=N_("Feedback by feeling"), x=0, y=2, w=6, h=6,
            chart=Chart(
                kind="stacked_bar",
                shelves=Shelves(
                    columns=(Dimension(field="date"),), color=Dimension(field="feeling"), values=("feedback_count",)
                ),
            ),
        ),
        Tile(
            id="visit_months", title=N_("Return visits by feeling"), x=6, y=2, w=6, h=6,
            chart=Chart(
                kind="stacked_bar",
                shelves=Shelves(
                    columns=(Dimension(field="date"),), color=Dimension(field="feeling"), values=("visits",)
                ),
            ),
        ),
        Tile(id="feedback", x=0, y=8, w=12, h=24, panel="feedback"),
    ),
)  # fmt: skip

show(FEEDBACK)
