"""Next best action: what might be done with quiet deals and customers, from what doing so went with before."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

NEXT_ACTION = Dashboard(
    id="next-action",
    title=N_("Next best action"),
    description=N_("Suggestions as of the last night, for deals and customers with whom nothing was done of late."),
    controls=Controls(show=("department", "owner", "industry", "region")),
    tiles=(Tile(id="next_actions", x=0, y=0, w=12, h=20, panel="next_actions"),),
)

show(NEXT_ACTION)
