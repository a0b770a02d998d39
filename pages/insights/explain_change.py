"""Explain a change: why a metric is another one than in the period before, in parts that add up."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.question import Period
from datasource.texts import N_
from widgets.shell.page import show

EXPLAIN_CHANGE = Dashboard(
    id="explain-change",
    title=N_("Explain a change"),
    description=N_("Why a number changed between two periods, in parts that add up exactly."),
    controls=Controls(
        show=("period", "department", "owner", "industry", "region"), period=Period(preset="this_quarter")
    ),
    tiles=(Tile(id="explained_change", x=0, y=0, w=12, h=22, panel="explained_change"),),
)  # fmt: skip

show(EXPLAIN_CHANGE)
