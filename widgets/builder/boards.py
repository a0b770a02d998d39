"""The lists of boards: mine, to open, edit, share, rename and delete; and those that others share with me."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboards.store import Stored
from datasource.people.audit import Action, record
from datasource.texts import _
from widgets.builder.bench import Bench
from widgets.builder.board import leave_board
from widgets.builder.canvas.editor import show_new_board
from widgets.builder.cards import facts, given, listed, show_cards
from widgets.builder.finding import Listed, Only
from widgets.builder.keeping import open_tile
from widgets.builder.notice import attempt, show_told
from widgets.builder.permit import check_edit
from widgets.builder.places import BUILDER, board_link, editor_link, go_to_builder
from widgets.builder.repairs import show_repairs
from widgets.builder.sharing import show_sharing
from widgets.builder.taking import show_board_file, show_import
from widgets.format import as_typed
from widgets.state.session import Key, Slot, widget_value


@dataclass(frozen=True)
class Asked:
    """What was asked of one board (`share`, `rename`, `delete`) and is being answered in its card."""

    what: str = ""
    slug: str = ""


ASKED: Key[Asked] = Key(Slot.BOARDS_ASKED, Asked)


def show_my_boards(bench: Bench) -> None:
    """The person's own boards as cards, those that cannot be read, and the trash."""
    leave_board()
    st.title(_("My boards"), anchor=False)
    show_told()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show_new_board(bench)
        show_import(bench)
    mine = bench.boards.list_mine(bench.account.account_id)
    show_repairs(mine, bench)
    _drafts(bench)
    if not mine:
        st.info(_("You have no boards yet; build a chart and save it, and it appears here."))
        st.page_link(BUILDER, label=_("New chart"), icon="➕")
    show_cards(listed(mine, bench), bench, "mine", tuple(Only)[:-1], lambda one: _my_card(one, bench))
    for broken in bench.boards.list_broken(bench.account.account_id):
        problems = "; ".join(map(str, broken.problems))
        st.warning(_("The board “{board}” cannot be read: {problems}").format(board=broken.slug, problems=problems))
    _trash(bench)


def show_shared_boards(bench: Bench) -> None:
    """The boards that other people share with this one."""
    leave_board()
    st.title(_("Shared with me"), anchor=False)
    show_told()
    shared = bench.boards.list_shared_with(bench.guest)
    if not shared:
        st.info(_("Nobody shares a board with you yet; what colleagues share appears here."))
    show_cards(listed(shared, bench), bench, "shared", tuple(Only)[:4], lambda one: _shared_card(one, bench))


def _drafts(bench: Bench) -> None:
    """The boards that were begun and never published; only their maker sees them."""
    drafts = [one for one in bench.boards.list_drafts(bench.account.account_id) if not one.base_revision]
    for draft in drafts:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{as_typed(draft.title)}**", width="stretch")
            st.caption(_("A draft that only you see"), width="content")
            editor_link(draft.owner_id, draft.slug, _("Edit board"))


def _shared_card(one: Listed, bench: Bench) -> None:
    st.caption(given(one))
    st.caption(" · ".join(facts(one, bench)))
    board_link(one.stored.owner_id, one.stored.slug, _("Open the board"))


def _my_card(one: Listed, bench: Bench) -> None:
    stored = one.stored
    st.caption(" · ".join(facts(one, bench)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        board_link(stored.owner_id, stored.slug, _("Open the board"))
        editor_link(stored.owner_id, stored.slug, _("Edit board"))
        if st.button(_("Edit"), key=_slot(stored, "edit")):
            edit(stored, bench)
        for what, label in {"share": _("Share"), "rename": _("Rename"), "delete": _("Delete")}.items():
            asked = Asked(what, stored.slug)
            st.button(label, key=_slot(stored, what), on_click=_toggle, args=(asked,))
        show_board_file(stored, bench)
    asked = ASKED.get()
    if asked.slug == stored.slug and asked.what in _ANSWERS:
        _ANSWERS[asked.what](stored, bench)


def edit(stored: Stored, bench: Bench) -> None:
    """Take the first chart of the board to the builder."""
    first = next((tile for tile in stored.board.tiles if tile.chart), None)
    if first is not None:
        open_tile(bench.account.account_id, stored, first.id)
        go_to_builder()


def _toggle(asked: Asked) -> None:
    ASKED.set(Asked() if ASKED.get() == asked else asked)


def _rename(stored: Stored, bench: Bench) -> None:
    slot = _slot(stored, "title")
    st.text_input(_("Title of the board"), stored.board.title, key=slot, max_chars=200)

    def act() -> str:
        again = bench.again()
        check_edit(again, stored.owner_id)
        title = (widget_value(slot) or "").strip() or stored.board.title
        again.boards.rename(stored.owner_id, stored.slug, title, again.account.login)
        ASKED.clear()
        return _("The board is now called “{title}”.").format(title=title)

    st.button(_("Keep this title"), key=_slot(stored, "rename_keep"), type="primary", on_click=lambda: attempt(act))


def _delete(stored: Stored, bench: Bench) -> None:
    st.warning(_("Delete “{title}”? Whoever it is shared with loses it too.").format(title=stored.board.title))

    def act() -> str:
        again = bench.again()
        check_edit(again, stored.owner_id)
        again.boards.delete(stored.owner_id, stored.slug)
        record(again.database, again.account.login, Action.BOARD_DELETED, stored.slug)
        ASKED.clear()
        return _("“{title}” is in the trash below.").format(title=stored.board.title)

    with st.container(horizontal=True):
        st.button(_("Yes, delete"), key=_slot(stored, "delete_yes"), type="primary", on_click=lambda: attempt(act))
        st.button(_("No, keep it"), key=_slot(stored, "delete_no"), on_click=ASKED.clear)


_ANSWERS: dict[str, Callable[[Stored, Bench], None]] = {"share": show_sharing, "rename": _rename, "delete": _delete}


def _trash(bench: Bench) -> None:
    trash = bench.boards.trash(bench.account.account_id)
    if not trash:
        return
    with st.expander(_("Trash ({count})").format(count=len(trash))):
        for found in trash:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(as_typed(found.title), width="stretch")
                st.button(
                    _("Restore"),
                    key=f"{Slot.BOARDS_ACT.value}_restore_{found.name.replace('~', '_')}",
                    on_click=lambda name=found.name: attempt(lambda: _restore(bench.again(), name)),
                )


def _restore(bench: Bench, name: str) -> str:
    stored = bench.boards.restore(bench.account.account_id, name)
    return _("“{title}” is back.").format(title=stored.board.title)


def _slot(stored: Stored, what: str) -> str:
    return f"{Slot.BOARDS_ACT.value}_{what}_{stored.slug}"
