"""A chart on a board: a board made of it, the board with it added or replaced. Pure; no screen."""

from dashboards.kinds import is_date
from dashboards.model import COLUMNS, Chart, Controls, Dashboard, Tile
from dashboards.slug import slug_of

WIDTH, HEIGHT = COLUMNS, 7
CARD_WIDTH, CARD_HEIGHT = 4, 3


def new_board(slug: str, title: str, chart: Chart, controls: Controls) -> Dashboard:
    """A board with this one chart; it offers the time step when a date stands on the chart without one of its own."""
    dated = any(is_date(part) and part.grain is None for part in chart.shelves.dimensions())
    show = tuple(dict.fromkeys((*controls.show, "grain"))) if dated else controls.show
    board = Dashboard(id=slug, title=title, controls=controls.model_copy(update={"show": show}))
    return with_chart(board, title, chart)


def with_chart(board: Dashboard, title: str, chart: Chart) -> Dashboard:
    """The board with the chart below everything else."""
    below = max((tile.y + tile.h for tile in board.tiles), default=0)
    card = chart.kind == "kpi"
    width, height = (CARD_WIDTH, CARD_HEIGHT) if card else (WIDTH, HEIGHT)
    tile = Tile(id=free_id(board, title), title=title, x=0, y=below, w=width, h=height, chart=chart)
    return board.model_copy(update={"tiles": (*board.tiles, tile)})


def replaced(board: Dashboard, tile_id: str, title: str, chart: Chart) -> Dashboard:
    """The board with another chart in a tile; added below when the tile has gone."""
    if all(tile.id != tile_id for tile in board.tiles):
        return with_chart(board, title, chart)
    tiles = tuple(
        tile.model_copy(update={"title": title, "chart": chart}) if tile.id == tile_id else tile for tile in board.tiles
    )
    return board.model_copy(update={"tiles": tiles})


def free_id(board: Dashboard, title: str) -> str:
    """An id for a new tile, unique on the board."""
    return slug_of(title, frozenset(tile.id for tile in board.tiles))
