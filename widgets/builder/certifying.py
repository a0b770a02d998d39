"""Marks on boards: the star of the person, and the mark of somebody who vouches for what the board says."""

import streamlit as st

from dashboards.access import may_certify
from dashboards.store import Stored
from datasource.errors import MingjingError
from datasource.people import board_uses
from datasource.people.accounts import list_accounts
from datasource.people.board_uses import Mark
from datasource.texts import _, language
from widgets.builder.bench import Bench
from widgets.builder.notice import attempt
from widgets.builder.permit import visible
from widgets.format import day
from widgets.panels.clock import local
from widgets.state.session import Slot


def show_star(stored: Stored, bench: Bench, *, is_favourite: bool) -> None:
    """The star; a board with one is found under Favourites."""
    label = _("No longer a favourite") if is_favourite else _("Make it a favourite")
    st.button(
        "★" if is_favourite else "☆",
        key=f"{Slot.BOARDS_ACT.value}_star_{stored.address}",
        help=label,
        type="tertiary",
        on_click=lambda: attempt(lambda: _favour(bench.again(), stored, is_favourite=not is_favourite)),
    )


def show_mark(stored: Stored, bench: Bench) -> None:
    """Who vouches for the board, and since when; nothing when nobody does."""
    mark = board_uses.marks(bench.database).get(stored.address)
    if mark is not None:
        names = {one.login: one.name for one in list_accounts(bench.database)}
        show_certified(mark, names.get(mark.certified_by, mark.certified_by))


def show_certified(mark: Mark, name: str) -> None:
    """The mark in words."""
    since = local(mark.certified_at)
    told = _("Certified by {name} on {day}").format(name=name, day=day(since.date() if since else None, language()))
    st.badge(told, icon=":material/verified:", color="green")


def show_certify(stored: Stored, bench: Bench) -> None:
    """For managers and administrators: vouch for the board, or no longer."""
    if not may_certify(bench.account):
        return
    marked = stored.address in board_uses.marks(bench.database)
    st.button(
        _("Take the certification back") if marked else _("Certify"),
        key=f"{Slot.BOARDS_ACT.value}_certify_{stored.address}",
        help=_("Say that the numbers of this board are right; a change of the board ends it."),
        on_click=lambda: attempt(lambda: certify(bench.again(), stored, wanted=not marked)),
    )


def certify(bench: Bench, stored: Stored, *, wanted: bool) -> str:
    """Vouch for the board as it was seen, or (not `wanted`) no longer."""
    now = visible(bench, stored.owner_id, stored.slug)
    if not may_certify(bench.account):
        raise MingjingError(_("Only managers and administrators certify boards."))
    title = now.board.title
    if not wanted:
        board_uses.uncertify(bench.database, now.address, bench.account.login)
        return _("“{title}” is no longer certified.").format(title=title)
    if now.board != stored.board:
        raise MingjingError(_("The board has changed since you opened it; look at it again before you certify it."))
    board_uses.certify(bench.database, now.address, bench.account.login)
    return _("“{title}” is certified.").format(title=title)


def _favour(bench: Bench, stored: Stored, *, is_favourite: bool) -> None:
    visible(bench, stored.owner_id, stored.slug)
    board_uses.favour(bench.database, bench.account.account_id, stored.address, is_favourite=is_favourite)
