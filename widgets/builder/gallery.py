"""The gallery: the shipped boards as cards; one of them over the reader's own data; a template for those who build."""

import streamlit as st

from dashboards.access import may_build
from dashboards.gallery import gallery
from dashboards.model import Dashboard
from dashboards.translated import translated
from datasource.errors import MingjingError
from datasource.texts import _, plural
from widgets.builder.beginning import ask_title, begin
from widgets.builder.bench import Bench
from widgets.builder.places import GALLERY, PARAM
from widgets.format import as_typed
from widgets.state.session import Slot

ACROSS = 3


def show_gallery(bench: Bench) -> None:
    """Every shipped board as a card: what it is for, how to open it, and how to begin with it."""
    st.title(_("Gallery"), anchor=False)
    st.caption(_("Boards to look at and to begin with. They show your own data: the rows that you may see."))
    boards = [*gallery().values()]
    for start in range(0, len(boards), ACROSS):
        row = boards[start : start + ACROSS]
        for column, board in zip(st.columns(ACROSS), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                _card(board, bench)


def shown_board(name: str) -> Dashboard:
    """The shipped board called so; raises `MingjingError` when there is none."""
    board = gallery().get(name)
    if board is None:
        raise MingjingError(_("The gallery has no such board; choose another one."))
    return translated(board)


def show_example_tools(bench: Bench, name: str) -> None:
    """The way back, and for those who build the way to a copy."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(GALLERY, label=_("Gallery"), icon="🖼️")
        if name in gallery():
            _template(gallery()[name], bench)


def _card(board: Dashboard, bench: Bench) -> None:
    st.markdown(f"{board.icon} **{as_typed(_(board.title))}**")
    st.markdown(as_typed(_(board.description)))
    st.caption(plural("{count} tile", "{count} tiles", len(board.tiles)))
    st.space("stretch")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(GALLERY, label=_("Open the board"), query_params={PARAM: board.id})
        _template(board, bench)


def _template(board: Dashboard, bench: Bench) -> None:
    """The button that makes a copy of one's own, for those who may build."""
    if not may_build(bench.account):
        return
    panel = st.popover(_("Use as template"), key=f"{Slot.GALLERY.value}_{board.id}", on_change="rerun")
    if not panel.open:
        return
    with panel:
        slot = f"{Slot.GALLERY_TITLE.value}_{board.id}"
        ask_title(slot, _(board.title))
        if st.button(_("Make the copy"), key=f"{Slot.GALLERY_MAKE.value}_{board.id}", type="primary"):
            again = bench.again()
            try:
                begin(again.boards, again.account, translated(board), slot)
            except MingjingError as error:
                st.error(str(error))
