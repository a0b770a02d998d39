"""What stands below the filter bar: the open tab, its sections, their tiles in a grid of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards.model import COLUMNS, Dashboard, Tile
from dashboards.names import BOARD_PANELS
from datasource.errors import MingjingError, unknown
from datasource.texts import N_, _
from widgets.blocks.board_tile import PICTURES, show_board_tile
from widgets.blocks.links import Links, show_chips
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_tile
from widgets.charts.dress import dress, page_css, tile_css
from widgets.controls import link
from widgets.controls.bar import Bar
from widgets.controls.canvas import show_control
from widgets.controls.choice import Choice
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.panels.panel import PANELS
from widgets.shell.layout import GAP, ROW, Group, grid_style, groups_of
from widgets.shell.screenful import report_drawn, tiles_below
from widgets.state.session import Slot

TAB, FOLD = "tab", "fold"
WITHOUT_EXPORT = "<style>[data-testid=stElementToolbar]{display:none!important}</style>"
"""A table's and a drawing's own tools save what they show: gone for those who may not export."""


@dataclass(frozen=True)
class Sheet:
    """Everything that the tiles of one page need. `links` is None on ready pages, where a click asks for records."""

    board: Dashboard
    reading: Reading
    links: Links | None
    bar: Bar
    choice: Choice

    @property
    def fits(self) -> bool:
        """Whether tables are as high as they are long: on ready pages, which gave no heights."""
        return self.links is None


def show_board(sheet: Sheet) -> None:
    """Draw the open tab; nothing of the others is asked for."""
    board = sheet.board
    if rules := page_css(board.style):
        st.html(f"<style>{rules}</style>")
    if not sheet.reading.exports:
        st.html(WITHOUT_EXPORT)
    tab = _open_tab(board)
    tiles = tiles_of(board, tab)
    waiting = tiles_below(board.id, tab, tiles)
    if sheet.links is not None:
        show_chips(sheet.links, sheet.reading)
    folded = _folded(board)
    for number, group in enumerate(groups_of(tiles)):
        if group.section is None or _heading(group.section, folded):
            show_group(sheet, group, f"board_{board.id}" + (f"_{number}" if number else ""), waiting)
    report_drawn(board.id, tab, tiles)


def tiles_of(board: Dashboard, tab: str) -> tuple[Tile, ...]:
    """The tiles of a tab; those that name none stand on the first."""
    if not board.tabs:
        return board.tiles
    first = board.tabs[0].id
    return tuple(tile for tile in board.tiles if (tile.tab or first) == tab)


def show_group(sheet: Sheet, group: Group, key: str, waiting: Collection[str] = (), *, filling: bool = False) -> None:
    """The grid of one section; `filling` the height of the window. Tiles that are `waiting` keep their places empty."""
    tiles = group.tiles
    if not tiles:
        return
    fitted = [tile.id for tile in tiles if _fits(tile) and (sheet.fits or tile.panel)]
    st.html(f"{grid_style(key, tiles, fitted, filling=filling)}{_styles(sheet.board, tiles)}")
    grid = st.grid(12, min_column_width=20, row_height=ROW, gap=GAP, key=key)
    for tile in tiles:
        framed = tile.divider is None
        with (
            grid.cell(column_span=tile.w, row_span=tile.h),
            st.container(border=framed, height="stretch", key=f"cell_{tile.id}"),
        ):
            if tile.id not in waiting:
                _body(tile, sheet)


def _styles(board: Dashboard, tiles: Sequence[Tile]) -> str:
    rules = "".join(tile_css(tile.id, dress(board.style, tile.style)) for tile in tiles)
    pictures = PICTURES if any(tile.image for tile in tiles) else ""
    return f"<style>{rules}{pictures}</style>" if rules or pictures else ""


def _open_tab(board: Dashboard) -> str:
    if not board.tabs:
        return ""
    names = {tab.id: plain(_(tab.title)) for tab in board.tabs}
    return choose(_("Tab"), Slot.BOARD_TAB.value, TAB, names)


def _folded(board: Dashboard) -> frozenset[str]:
    """The sections that the address turns from open to folded, or the other way round; others in it are told."""
    sections = {tile.id for tile in board.tiles if tile.section is not None}
    asked = link.own_values(FOLD)
    strangers = [name for name in asked if name not in sections]
    tell(unread_note({FOLD: strangers} if strangers else {}))
    return frozenset(asked) & sections


def _heading(tile: Tile, folded: frozenset[str]) -> bool:
    """The heading of a section, which folds it; whether it is open."""
    assert tile.section is not None
    is_open = tile.section.open != (tile.id in folded)

    def turn() -> None:
        link.put_own_values(FOLD, sorted(folded ^ {tile.id}))

    st.button(
        f"{'▾' if is_open else '▸'} {plain(_(tile.title)) or '—'}",
        key=f"{Slot.BOARD_FOLD.value}_{tile.id}",
        help=_("Fold this section") if is_open else _("Open this section"),
        type="tertiary",
        on_click=turn,
    )
    return is_open


def _fits(tile: Tile) -> bool:
    """Whether a tile is as high as its content: a table over the whole width, or a panel that says so."""
    if tile.w < COLUMNS:
        return False
    if tile.panel:
        return tile.panel in PANELS and PANELS[tile.panel].fits
    return tile.chart is not None and tile.chart.kind == "table"


def _body(tile: Tile, sheet: Sheet) -> None:
    if tile.panel is not None:
        _panel(tile.panel, sheet)
    elif tile.filter is not None:
        show_control(tile.filter, plain(_(tile.title)), sheet.bar, sheet.choice, tile.id)
    elif sheet.links is None and (tile.chart is not None or tile.text is not None):
        show_tile(tile, sheet.reading)
    elif sheet.links is not None:
        show_board_tile(tile, sheet.reading, sheet.links, dress(sheet.board.style, tile.style))


def _panel(name: str, sheet: Sheet) -> None:
    """A hand-made piece; a person's board holds those alone that stand for themselves."""
    known = PANELS if sheet.fits else BOARD_PANELS
    try:
        if name not in known:
            raise MingjingError(unknown(N_("panel"), name, known))
        PANELS[name].show(sheet.reading)
    except MingjingError as error:
        st.warning(str(error))
