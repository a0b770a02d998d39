"""One person's board for whoever may see it: found anew at each run, so that what is taken back is gone at a click."""

from dataclasses import replace

import streamlit as st

from dashboards.access import may_build
from dashboards.model import Dashboard
from dashboards.share import Right
from dashboards.store import Stored
from datasource.errors import MingjingError
from datasource.people import board_uses
from datasource.texts import _
from widgets.blocks.reading import Reading
from widgets.builder.bench import Bench
from widgets.builder.certifying import show_certify, show_mark, show_star
from widgets.builder.notice import attempt, show_told
from widgets.builder.permit import check_export, checker, permitted, visible
from widgets.builder.places import editor_link, read_address
from widgets.builder.sharing import show_sharing
from widgets.builder.taking import show_board_file
from widgets.builder.versions import show_versions
from widgets.state.session import Key, Slot

VISITED: Key[str] = Key(Slot.BOARDS_VISITED, str)


def find_board(bench: Bench, address: str) -> Stored:
    """The board at an address for this person; one sentence (`MingjingError`), the same for gone and for not shared."""
    return visible(bench, *read_address(address))


def found_board(bench: Bench, address: str) -> Dashboard:
    """What `find_board` finds, as it is shown."""
    return find_board(bench, address).board


def read_by(bench: Bench, address: str, reading: Reading) -> Reading:
    """The reading, with the pictures of the board at the address, and no more than the person may do with it."""
    stored = find_board(bench, address)
    exports = Right.EXPORT in permitted(bench, stored.owner_id, stored.slug)
    shared = checker(bench.database, bench.boards, bench.guest, stored)

    def check(right: Right) -> None:
        reading.check(right)
        shared(right)

    return replace(reading, exports=exports, check=check, image=lambda name: _picture(bench, stored, name))


def _picture(bench: Bench, stored: Stored, name: str) -> bytes:
    found = bench.boards.picture(stored.owner_id, name)
    if found is None:
        raise MingjingError(_("This picture is no longer there; load it up again."))
    return found


def note_visit(bench: Bench, stored: Stored) -> None:
    """Note that the person has opened the board: once for each time that they come to it, not for each click."""
    if VISITED.get() != stored.address:
        VISITED.set(stored.address)
        board_uses.opened(bench.database, bench.account.account_id, stored.address)


def leave_board() -> None:
    """To be called by pages that boards are opened from: opening the last one again is another visit."""
    VISITED.clear()


def show_board_tools(bench: Bench, address: str) -> None:
    """What the person may do with the board: mark it, change it, share it on, take a copy."""
    show_told()
    try:
        stored = find_board(bench, address)
    except MingjingError:
        return
    note_visit(bench, stored)
    may = permitted(bench, stored.owner_id, stored.slug)
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        show_mark(stored, bench)
        _show_favourite(stored, bench)
        show_certify(stored, bench)
        if Right.EDIT in may:
            show_versions(stored, bench)
        if Right.RESHARE in may:
            with st.popover(_("Share")):
                show_sharing(stored, bench)
        if Right.EDIT in may:
            editor_link(stored.owner_id, stored.slug, _("Edit board"))
        if Right.EXPORT in may and may_build(bench.account) and stored.owner_id != bench.account.account_id:
            _show_copy(stored, bench)
        show_board_file(stored, bench)


def _show_favourite(stored: Stored, bench: Bench) -> None:
    use = board_uses.uses(bench.database, bench.account.account_id).get(stored.address)
    show_star(stored, bench, is_favourite=use is not None and use.is_favourite)


def _show_copy(stored: Stored, bench: Bench) -> None:
    def act() -> str:
        again = bench.again()
        check_export(again, stored.owner_id, stored.slug)
        account = again.account
        made = again.boards.copy(stored.owner_id, stored.slug, account.account_id, account.login)
        return _("“{title}” is now among your boards as well.").format(title=made.board.title)

    st.button(_("Save a copy"), key=f"{Slot.BOARDS_ACT.value}_copy_{stored.address}", on_click=lambda: attempt(act))
