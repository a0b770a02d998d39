"""Customer portrait: where customers sit and of which kind they are, all of them beside those that dealt."""

from dashboards.model import Controls, Dashboard, Tile
from datasource.texts import N_
from widgets.shell.page import show

PORTRAIT = Dashboard(
    id="customer-portrait",
    title=N_("Customer portrait"),
    description=N_(
        "Every customer in the books today, and those that have dealt; contract amount counts all effective contracts."
    ),
    controls=Controls(show=("department", "owner", "region", "industry")),
    tiles=(
        Tile(id="map", x=0, y=0, w=7, h=10, panel="portrait_map"),
        Tile(id="places", x=7, y=0, w=5, h=10, panel="portrait_places"),
        Tile(id="industry", x=0, y=10, w=6, h=8, panel="portrait_industry"),
        Tile(id="by_industry", x=6, y=10, w=6, h=8, panel="portrait_by_industry"),
        Tile(id="level", x=0, y=18, w=7, h=7, panel="portrait_level"),
        Tile(id="by_level", x=7, y=18, w=5, h=7, panel="portrait_by_level"),
        Tile(id="source", x=0, y=25, w=7, h=7, panel="portrait_source"),
        Tile(id="by_source", x=7, y=25, w=5, h=7, panel="portrait_by_source"),
        Tile(id="size", x=0, y=32, w=6, h=7, panel="portrait_company_size"),
        Tile(id="by_size", x=6, y=32, w=6, h=7, panel="portrait_by_company_size"),
    ),
)

show(PORTRAIT)
