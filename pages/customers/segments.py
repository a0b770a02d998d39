"""Segments: customers by what they bought, how they behave, what they are and where they stand in their life."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

SEGMENTS = Dashboard(
    id="segments",
    title=N_("Segments"),
    description=N_("Customers in groups: by what they bought, how they behave, what they are, where they stand."),
    controls=Controls(show=("department", "owner", "region", "industry", "level", "source")),
    tiles=(Tile(id="segments", x=0, y=0, w=12, h=20, panel="segments"),),
)

show(SEGMENTS)
