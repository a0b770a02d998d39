"""“Customise a copy”: a ready page becomes the beginning of a board of one's own, for those who may build."""

import streamlit as st

from dashboards.access import may_build
from dashboards.customised import customised
from dashboards.model import Dashboard
from dashboards.store import BoardStore
from dashboards.translated import translated
from datasource.errors import MingjingError
from datasource.people.account import Account, Role
from datasource.texts import _, plural
from widgets.builder.beginning import ask_title, begin
from widgets.shell.desk import take_seat
from widgets.shell.door import settings
from widgets.state.session import Slot


def show_customise(page: Dashboard, account: Account) -> None:
    """The button, for those who may build and pages of which a board can hold something; nothing for others."""
    if not may_build(account):
        return
    copied = customised(page)
    if not copied.board.tiles:
        return
    panel = st.popover(
        _("Customise a copy"), key=f"{Slot.COPY.value}_{page.id}", on_change="rerun", type="tertiary", icon="🎨"
    )
    if not panel.open:
        return
    with panel:
        slot = f"{Slot.COPY_TITLE.value}_{page.id}"
        ask_title(slot, _("{title} (my version)").format(title=_(page.title)))
        if copied.left_out:
            st.caption(left_out(copied.left_out))
        if st.button(_("Make the copy"), key=f"{Slot.COPY_MAKE.value}_{page.id}", type="primary"):
            _make(translated(copied.board), slot, copied.left_out)


def left_out(count: int) -> str:
    """That parts of a page are not in its copy."""
    return plural(
        "{count} part works on its own page only and is left out.",
        "{count} parts work on their own page only and are left out.",
        count,
    )


def _make(board: Dashboard, slot: str, count: int) -> None:
    account = take_seat(Role.ANALYST).account
    try:
        begin(BoardStore(settings().data_dir), account, board, slot, [left_out(count)] if count else [])
    except MingjingError as error:
        st.error(str(error))
