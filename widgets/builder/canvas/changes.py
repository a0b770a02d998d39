"""What the settings change on a board, apart from places: a tile's parts, the board's parts, its tabs. Pure."""

from collections.abc import Collection, Mapping

from dashboards.layout import on_sheet, remove, sheet_of, to_sheet
from dashboards.model import Dashboard, Tab, Tile
from dashboards.shape import changed
from dashboards.slug import slug_of
from datasource.errors import MingjingError
from datasource.texts import _

MOST_TABS = 24


def with_board(board: Dashboard, **parts: object) -> Dashboard:
    """The board with other parts; raises `InvalidInput` with the sentences of a file."""
    return changed(board, parts)


def with_style(board: Dashboard, **parts: object) -> Dashboard:
    """The board with another look."""
    return changed(board, {"style": changed(board.style, parts)})


def with_controls(board: Dashboard, **parts: object) -> Dashboard:
    """The board with another filter bar."""
    return changed(board, {"controls": changed(board.controls, parts)})


def with_tiles(board: Dashboard, tile_ids: Collection[str], **parts: object) -> Dashboard:
    """The board with other parts of these tiles; raises `InvalidInput` with the sentences of a file."""
    tiles = tuple(changed(tile, parts) if tile.id in tile_ids else tile for tile in board.tiles)
    return board.model_copy(update={"tiles": tiles})


def with_body(board: Dashboard, tile_id: str, **parts: object) -> Dashboard:
    """The board with other parts of what a tile shows (not for texts and panels, which have none)."""
    tile = tile_of(board, tile_id)
    return with_tiles(board, (tile_id,), **{tile.body: changed(getattr(tile, tile.body), parts)})


def with_looks(board: Dashboard, tile_ids: Collection[str], parts: Mapping[str, object]) -> Dashboard:
    """The board with these tiles looking otherwise."""
    tiles = tuple(
        changed(tile, {"style": changed(tile.style, parts)}) if tile.id in tile_ids else tile for tile in board.tiles
    )
    return board.model_copy(update={"tiles": tiles})


def tile_of(board: Dashboard, tile_id: str) -> Tile:
    """The tile; raises `MingjingError` when it is gone."""
    found = next((tile for tile in board.tiles if tile.id == tile_id), None)
    if found is None:
        raise MingjingError(_("This tile is no longer on the board."))
    return found


def add_tab(board: Dashboard, title: str) -> Dashboard:
    """The board with one more tab at the end; without any yet, what is there becomes the first of two."""
    board = _named(board)
    if not board.tabs:
        first = Tab(id="sheet-1", title=_("Sheet {number}").format(number=1))
        board = _named(with_board(board, tabs=(first,)))
    if len(board.tabs) >= MOST_TABS:
        raise MingjingError(_("A board has at most {most} tabs.").format(most=MOST_TABS))
    name = title.strip() or _("Sheet {number}").format(number=len(board.tabs) + 1)
    fresh = Tab(id=slug_of(name, {tab.id for tab in board.tabs}), title=name)
    return with_board(board, tabs=(*board.tabs, fresh))


def rename_tab(board: Dashboard, tab_id: str, title: str) -> Dashboard:
    """The board with another title of a tab."""
    if not title.strip():
        raise MingjingError(_("Give the tab a title."))
    tabs = tuple(changed(tab, {"title": title.strip()}) if tab.id == tab_id else tab for tab in board.tabs)
    return with_board(board, tabs=tabs)


def move_tab(board: Dashboard, tab_id: str, step: int) -> Dashboard:
    """The board with a tab further left (-1) or right (1); its tiles go with it."""
    board = _named(board)
    tabs = list(board.tabs)
    at = next((number for number, tab in enumerate(tabs) if tab.id == tab_id), -1)
    if at < 0 or not 0 <= at + step < len(tabs):
        return board
    tabs.insert(at + step, tabs.pop(at))
    return with_board(board, tabs=tuple(tabs))


def remove_tab(board: Dashboard, tab_id: str, *, with_its_tiles: bool) -> Dashboard:
    """The board without a tab; its tiles go too, or to the first tab that stays (the last tab always leaves them)."""
    board = _named(board)
    rest = tuple(tab for tab in board.tabs if tab.id != tab_id)
    ids = [tile.id for tile in on_sheet(board, tab_id)]
    if with_its_tiles:
        board = remove(board, ids)
    elif rest:
        board = to_sheet(board, ids, rest[0].id)
    board = board if rest else with_tiles(board, [tile.id for tile in board.tiles], tab="")
    return with_board(board, tabs=rest)


def _named(board: Dashboard) -> Dashboard:
    """The board whose tiles name the tab that they stand on."""
    tiles = tuple(
        tile if tile.tab == (sheet := sheet_of(board, tile)) else tile.model_copy(update={"tab": sheet})
        for tile in board.tiles
    )
    return board.model_copy(update={"tiles": tiles})
