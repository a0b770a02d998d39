"""Boards as cards under a search: the same on “My boards” and “Shared with me”."""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from dashboards.access import terms_of
from dashboards.model import Share
from dashboards.store import Stored
from datasource.people import board_uses
from datasource.people.accounts import list_accounts
from datasource.texts import _, language, plural
from widgets.builder.bench import Bench
from widgets.builder.certifying import show_certified, show_star
from widgets.builder.finding import ONLY, ORDERS, Listed, Only, Order, Wish, found
from widgets.builder.sharing import shared_with
from widgets.format import as_typed, day
from widgets.panels.clock import local
from widgets.state.session import Slot

WIDTH = 300
"""Pixels that a card has at least: three beside each other on a desk, one on a phone."""


def listed(boards: Sequence[Stored], bench: Bench) -> list[Listed]:
    """The boards with what is known of them and of what the person did with them."""
    accounts = {one.account_id: one for one in list_accounts(bench.database)}
    names = {one.login: one.name for one in accounts.values()}
    uses = board_uses.uses(bench.database, bench.account.account_id)
    marks, opened = board_uses.marks(bench.database), board_uses.last_opened(bench.database)
    found_boards = []
    for stored in boards:
        owner, mark, address = accounts.get(stored.owner_id), marks.get(stored.address), stored.address
        own = stored.owner_id == bench.account.account_id
        found_boards.append(
            Listed(
                stored=stored,
                owner=owner.name if owner else "",
                use=uses.get(address),
                mark=mark,
                certifier=names.get(mark.certified_by, mark.certified_by) if mark else "",
                opened_at=opened.get(address),
                terms=() if own else terms_of(bench.guest, stored.board.share),
                left=owner is None or not owner.is_active,
            )
        )
    return found_boards


def ask(place: str, offered: Sequence[Only]) -> Wish:
    """Search, filter and order of one page."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        search = st.text_input(
            _("Search"),
            key=f"{Slot.BOARDS_SEARCH.value}_{place}",
            placeholder=_("Title, description, owner …"),
            max_chars=200,
            width=260,
        )
        only = st.pills(
            _("Show"),
            [one.value for one in offered],
            format_func=lambda one: _(ONLY[Only(one)]),
            default=Only.ALL.value,
            key=f"{Slot.BOARDS_ONLY.value}_{place}",
        )
        order = st.selectbox(
            _("Order"),
            [one.value for one in Order],
            format_func=lambda one: _(ORDERS[Order(one)]),
            key=f"{Slot.BOARDS_SORT.value}_{place}",
            width=180,
        )
    return Wish(search, Only(only or Only.ALL), Order(order))


def show_cards(
    boards: Sequence[Listed], bench: Bench, place: str, offered: Sequence[Only], draw: Callable[[Listed], None]
) -> None:
    """The search and what it leaves; each card is drawn by `draw` below its head."""
    if not boards:
        return
    left = found(boards, ask(place, offered), now(bench))
    if not left:
        st.info(_("No board fits; search for fewer or other words, or show all."))
        return
    grid = st.grid(min_column_width=WIDTH, gap="small")
    for one in left:
        with grid.cell(), st.container(border=True, height="stretch"):
            _head(one, bench)
            draw(one)


def now(bench: Bench) -> datetime:
    """This moment, as the app database has it (naive UTC)."""
    return bench.database.now()


def facts(one: Listed, bench: Bench) -> list[str]:
    """Tiles and tabs, whom it is shared with, when it was opened and saved."""
    board = one.stored.board
    told = [plural("{count} tile", "{count} tiles", len(board.tiles))]
    if board.tabs:
        told.append(plural("{count} tab", "{count} tabs", len(board.tabs)))
    if board.share != Share() and not one.terms:
        told.append(_("shared with {people}").format(people=shared_with(board.share, bench)))
    opened = local(one.mine_opened_at if one.terms else one.opened_at)
    told.append(_("last opened {day}").format(day=day(opened.date(), language())) if opened else _("never opened"))
    saved = local(one.stored.saved_at)
    if saved is not None:
        told.append(_("saved {day}").format(day=day(saved.date(), language())))
    return told


def given(one: Listed) -> str:
    """From whom the board comes, since when and until when it is shared."""
    spoken = language()
    if one.since is None:
        told = [_("From {owner}").format(owner=one.owner)]
    else:
        told = [_("From {owner}, since {day}").format(owner=one.owner, day=day(one.since, spoken))]
    if one.until is not None:
        told.append(_("until {day}").format(day=day(one.until, spoken)))
    return " · ".join(told)


def _head(one: Listed, bench: Bench) -> None:
    board = one.stored.board
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{as_typed(board.title)}**", width="stretch")
        if one.is_new:
            st.badge(_("New"), color="blue")
        show_star(one.stored, bench, is_favourite=one.is_favourite)
    if one.mark is not None:
        show_certified(one.mark, one.certifier)
    if board.description:
        st.caption(as_typed(board.description))
