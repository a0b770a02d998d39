"""One person's board for whoever may see it: found anew at each run, so that what is taken back is gone at a click."""

import streamlit as st

from dashboards.access import may_edit, may_see
from dashboards.model import Dashboard
from dashboards.store import NoBoard, Stored
from datasource.errors import InvalidInput, MingjingError
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.board_change import without
from widgets.builder.keeping import open_tile
from widgets.builder.notice import attempt, show_told
from widgets.builder.places import editor_link, go_to_builder, read_address
from widgets.builder.sharing import check_edit, show_sharing
from widgets.builder.taking import show_board_file
from widgets.builder.versions import show_versions
from widgets.state.session import Slot


def find_board(bench: Bench, address: str) -> Stored:
    """The board at an address for this person; one sentence (`MingjingError`), the same for gone and for not shared."""
    owner_id, slug = read_address(address)
    gone = _("This board is not shared with you, or it no longer exists; ask whoever sent you the link.")
    try:
        stored = bench.boards.read(owner_id, slug)
    except InvalidInput as error:
        if may_edit(bench.account, owner_id):
            raise
        raise MingjingError(gone) from error
    except NoBoard:
        raise MingjingError(gone) from None
    if not may_see(bench.account, owner_id, stored.board.share):
        raise MingjingError(gone)
    return stored


def found_board(bench: Bench, address: str) -> Dashboard:
    """What `find_board` finds, as it is shown."""
    return find_board(bench, address).board


def show_board_tools(bench: Bench, address: str) -> None:
    """For its owner: edit a chart, take one off, share; nothing for those who only read."""
    show_told()
    try:
        stored = find_board(bench, address)
    except MingjingError:
        return
    if not may_edit(bench.account, stored.owner_id):
        show_board_file(stored, bench)
        return
    with st.container(horizontal=True, horizontal_alignment="right"):
        show_board_file(stored, bench)
        show_versions(stored, bench)
        with st.popover(_("Share")):
            show_sharing(stored, bench)
        editor_link(stored.owner_id, stored.slug, _("Edit board"))
        with st.popover(_("Edit")):
            for tile in stored.board.tiles:
                if tile.chart:
                    _tile(stored, tile.id, tile.title or tile.id, bench)


def _tile(stored: Stored, tile_id: str, title: str, bench: Bench) -> None:
    key = f"{Slot.BOARDS_ACT.value}_{stored.slug}_{tile_id}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(title, key=f"{key}_edit"):
            open_tile(bench.account.account_id, stored, tile_id)
            go_to_builder()
        if len(stored.board.tiles) > 1:
            st.button(
                "✕",
                key=f"{key}_off",
                help=_("Take this chart off the board"),
                on_click=lambda: attempt(lambda: _take_off(bench.again(), stored, tile_id)),
            )


def _take_off(bench: Bench, stored: Stored, tile_id: str) -> str:
    check_edit(bench, stored.owner_id)
    board = without(stored.board, tile_id)
    bench.boards.save(board, stored.owner_id, stored.revision, bench.account.login)
    return _("The chart is off the board.")
