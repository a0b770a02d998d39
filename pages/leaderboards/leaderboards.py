"""Leaderboards: who and which department leads in nine numbers, and the reader's own place."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

LEADERBOARDS = Dashboard(
    id="leaderboards",
    title=N_("Leaderboards"),
    controls=Controls(show=("period", "department", "owner")),
    tiles=(Tile(id="board", x=0, y=0, w=12, h=12, panel="leaderboards"),),
)

show(LEADERBOARDS)
