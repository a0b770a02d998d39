"""Every board of everybody, for administrators: what is used, what nobody looks after, and what to do about it."""

from collections.abc import Sequence

import streamlit as st

from dashboards.access import may_build
from dashboards.store import Broken
from datasource.errors import MingjingError
from datasource.people.account import Role
from datasource.people.accounts import list_accounts
from datasource.people.audit import Action, record
from datasource.result import Unit
from datasource.texts import _, language, plural
from widgets.builder.bench import Bench
from widgets.builder.board import leave_board
from widgets.builder.cards import ask, listed, now
from widgets.builder.finding import Listed, Only, found
from widgets.builder.notice import attempt, show_told
from widgets.builder.places import board_link
from widgets.builder.sharing import shared_with
from widgets.format import DASH, day, number
from widgets.panels.clock import local
from widgets.state.session import Slot, hold_widget, widget_value

KILO = 1024


def show_all_boards(bench: Bench) -> None:
    """The table under its search, what can be done with one board, and the files that cannot be read."""
    leave_board()
    st.title(_("All boards"), anchor=False)
    show_told()
    boards = listed(bench.boards.list_all(), bench)
    if not boards:
        st.info(_("Nobody has published a board yet."))
    else:
        left = found(boards, ask("all", tuple(one for one in Only if one is not Only.RECENT)), now(bench))
        st.caption(plural("{count} board", "{count} boards", len(left)))
        if left:
            _table(left, bench)
            _one(left, bench)
    _broken(bench)


def _table(boards: Sequence[Listed], bench: Bench) -> None:
    sizes = [bench.boards.size(one.stored.owner_id, one.stored.slug) for one in boards]
    spoken = language()
    opened = [local(one.opened_at) for one in boards]
    marked = [local(one.mark.certified_at) if one.mark else None for one in boards]
    st.dataframe(
        {
            _("Title"): [one.stored.board.title for one in boards],
            _("Owner"): [_owner(one) for one in boards],
            _("Shared with"): [shared_with(one.stored.board.share, bench) or DASH for one in boards],
            _("Certified"): [
                f"{one.certifier}, {day(at.date(), spoken)}" if at else DASH
                for one, at in zip(boards, marked, strict=True)
            ],
            _("Last opened"): [day(at.date(), spoken) if at else DASH for at in opened],
            _("Tiles"): [len(one.stored.board.tiles) for one in boards],
            _("Revisions"): [size.revisions for size in sizes],
            _("Size (KB)"): [number(-(-size.bytes // KILO), Unit.COUNT, spoken) for size in sizes],
        },
        hide_index=True,
    )


def _owner(one: Listed) -> str:
    if not one.left:
        return one.owner
    return _("{name} (has left)").format(name=one.owner or one.stored.owner_id)


def _one(boards: Sequence[Listed], bench: Bench) -> None:
    by_address = {one.stored.address: one for one in boards}
    slot = f"{Slot.BOARDS_ACT.value}_all"
    if widget_value(slot) not in by_address:
        hold_widget(slot, next(iter(by_address)))
    chosen = st.selectbox(
        _("Board"),
        list(by_address),
        format_func=lambda address: f"{by_address[address].stored.board.title} · {_owner(by_address[address])}",
        key=slot,
    )
    one = by_address[chosen]
    owner_id, slug = one.stored.owner_id, one.stored.slug
    heirs = {
        account.account_id: account.name
        for account in list_accounts(bench.database)
        if may_build(account) and account.account_id != owner_id
    }
    heir = f"{slot}_heir"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        board_link(owner_id, slug, _("Open the board"))
        if heirs:
            st.selectbox(_("Pass on to"), list(heirs), format_func=heirs.__getitem__, key=heir, width=260)
            st.button(
                _("Pass on"),
                key=f"{slot}_pass",
                on_click=lambda: attempt(lambda: pass_on(bench.again(), owner_id, slug, widget_value(heir))),
            )
        st.button(
            _("Move to the trash"),
            key=f"{slot}_trash",
            on_click=lambda: attempt(lambda: discard(bench.again(), owner_id, slug)),
        )


def _broken(bench: Bench) -> None:
    for broken in bench.boards.list_broken():
        _broken_file(broken, bench)


def _broken_file(broken: Broken, bench: Bench) -> None:
    told = _("The board “{board}” cannot be read: {problems}")
    st.warning(told.format(board=f"{broken.owner_id}/{broken.slug}", problems="; ".join(map(str, broken.problems))))
    st.button(
        _("Move to the trash"),
        key=f"{Slot.BOARDS_ACT.value}_broken_{broken.owner_id}_{broken.slug}",
        on_click=lambda: attempt(lambda: discard(bench.again(), broken.owner_id, broken.slug)),
    )


def pass_on(bench: Bench, owner_id: int, slug: str, heir_id: int) -> str:
    """Give one board to another person who may build; drafts, marks and stars go along."""
    _check(bench)
    accounts = {one.account_id: one for one in list_accounts(bench.database)}
    heir = accounts.get(heir_id)
    if heir is None or not may_build(heir):
        raise MingjingError(_("Boards are passed on to people who can sign in and may build boards."))
    fresh = bench.boards.pass_one_on(owner_id, slug, heir.account_id)
    old = accounts[owner_id].login if owner_id in accounts else str(owner_id)
    record(bench.database, bench.account.login, Action.BOARDS_PASSED_ON, f"{old} -> {heir.login}", fresh)
    return plural("{count} board now belongs to {{name}}.", "{count} boards now belong to {{name}}.", 1).format(
        name=heir.name
    )


def discard(bench: Bench, owner_id: int, slug: str) -> str:
    """Move a board to its owner's trash, from which the owner brings it back."""
    _check(bench)
    bench.boards.delete(owner_id, slug)
    record(bench.database, bench.account.login, Action.BOARD_DELETED, slug, str(owner_id))
    return _("The board is in the trash of its owner, who can restore it under My boards.")


def _check(bench: Bench) -> None:
    if bench.account.role is not Role.ADMINISTRATOR:
        raise MingjingError(_("Only administrators look after the boards of others."))
