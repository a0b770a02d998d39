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
        Tile(id="map", x=0, y=0, w=4, h=9, panel="portrait_map"),
        Tile(id="places", x=4, y=0, w=8, h=9, panel="portrait_places"),
        Tile(id="industry", x=0, y=9, w=4, h=9, panel="portrait_industry"),
        Tile(id="by_industry", x=4, y=9, w=8, h=9, panel="portrait_by_industry"),
        Tile(id="level", x=0, y=18, w=6, h=6, panel="portrait_level_all"),
        Tile(id="dealt_level", x=6, y=18, w=6, h=6, panel="portrait_level_dealt"),
        Tile(id="source", x=0, y=24, w=6, h=6, panel="portrait_source_all"),
        Tile(id="dealt_source", x=6, y=24, w=6, h=6, panel="portrait_source_dealt"),
        Tile(id="by_level", x=0, y=30, w=12, h=5, panel="portrait_by_level"),
        Tile(id="by_source", x=0, y=35, w=12, h=7, panel="portrait_by_source"),
        Tile(id="size", x=0, y=42, w=4, h=7, panel="portrait_company_size"),
        Tile(id="by_size", x=4, y=42, w=8, h=7, panel="portrait_by_company_size"),
    ),
)

show(PORTRAIT)
