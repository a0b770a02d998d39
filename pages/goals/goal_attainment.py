"""Goal attainment: what was to be reached, what was, and what is still needed."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

GOALS = Dashboard(
    id="goal-attainment",
    title=N_("Goal attainment"),
    controls=Controls(show=()),
    tiles=(
        Tile(id="choice", x=0, y=0, w=12, h=2, panel="goal_choice"),
        Tile(id="gauge", x=0, y=2, w=4, h=6, panel="goal_gauge"),
        Tile(id="months", x=4, y=2, w=8, h=6, panel="goal_months"),
        Tile(id="pace", x=0, y=8, w=12, h=5, panel="goal_pace"),
        Tile(id="parts", x=0, y=13, w=12, h=8, panel="goal_table"),
        Tile(id="people", x=0, y=21, w=12, h=8, panel="goal_people"),
    ),
)

show(GOALS)
