"""What a recipient of a board will see of it: which tiles have something to show, which will be empty and why."""

from dataclasses import replace

import streamlit as st

from dashboards.access import Guest, rights
from dashboards.compile import compile_chart
from dashboards.model import Chart
from dashboards.share import Right
from dashboards.store import Stored
from datasource.errors import MingjingError
from datasource.people.account import SCOPE_LABELS, Account
from datasource.people.accounts import list_accounts
from datasource.query.engine import scope_of
from datasource.result import Result
from datasource.texts import _, language
from widgets.blocks.reading import Reading
from widgets.blocks.tile import why_empty
from widgets.builder.bench import Bench
from widgets.format import DASH, number


def show_preview_as(stored: Stored, bench: Bench, key: str) -> None:
    """Choose anybody, let in or not yet, and read tile by tile what they will have; rows themselves are not shown."""
    others = [one for one in list_accounts(bench.database) if one.is_active and one.account_id != stored.owner_id]
    guests = {one.login: one for one in others}
    if not guests:
        return
    login = st.selectbox(
        _("Preview as"),
        list(guests),
        index=None,
        format_func=lambda one: f"{guests[one].name} · {one}",
        key=f"{key}_preview",
        placeholder=_("Anybody with an account"),
    )
    if login is None:
        return
    if not _may_see(stored, bench, guests[login]):
        st.caption(_("{name} is not let in yet; this is what they would see.").format(name=guests[login].name))
    _show(stored, bench, guests[login])


def _may_see(stored: Stored, bench: Bench, account: Account) -> bool:
    guest = Guest(account, bench.departments_of(account))
    return Right.VIEW in rights(guest, stored.owner_id, stored.board.share)


def _show(stored: Stored, bench: Bench, account: Account) -> None:
    board = bench.library.refreshed(stored.board, stored.owner_id)
    reading = bench.opening(board.controls)
    theirs = replace(reading, viewer=bench.viewer_of(account))
    st.caption(_("{name} sees: {scope}.").format(name=account.name, scope=_(SCOPE_LABELS[account.scope])))
    if not _sees_as_much(reading, theirs):
        told = _("{name} sees rows that you may not, so nothing is told of what the tiles will hold.")
        st.caption(told.format(name=account.name))
        return
    tiles = [(tile.title or tile.id, tile.chart) for tile in board.tiles if tile.chart is not None]
    found = [_state(chart, theirs) for _title, chart in tiles]
    st.dataframe(
        {
            _("Tile"): [_(title) for title, _chart in tiles],
            _("Rows they may see"): [rows for rows, _told in found],
            _("What they will see"): [told for _rows, told in found],
        },
        hide_index=True,
    )


def _sees_as_much(mine: Reading, theirs: Reading) -> bool:
    """Whether every row that they see is one that I see too: else tiles would tell me of rows that I may not see."""
    catalog = mine.shared.catalog
    own, other = scope_of(catalog, mine.viewer), scope_of(catalog, theirs.viewer)
    if own.users is None:
        return True
    if other.users is None:
        return False
    return other.users <= own.users and other.customers <= own.customers and other.departments <= own.departments


def _state(chart: Chart, theirs: Reading) -> tuple[str, str]:
    try:
        result = theirs.answer(compile_chart(chart, theirs.view))
    except MingjingError as error:
        return DASH, str(error)
    rows = number(_rows(result), None, language())
    return rows, _("The tile is empty: {why}").format(why=why_empty(result)) if not _rows(result) else _("Has content")


def _rows(result: Result) -> int:
    return max((proof.rows_used for proof in result.proof.metrics), default=0)
