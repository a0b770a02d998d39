"""Sharing a board: with named people or with everyone, and taking it back."""

import streamlit as st

from dashboards.access import may_edit
from dashboards.model import Grant, Share, Terms
from dashboards.store import Stored
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.accounts import list_accounts
from datasource.people.audit import Action, record
from datasource.texts import _, plural
from widgets.builder.bench import Bench
from widgets.builder.notice import attempt
from widgets.state.session import Slot, hold_widget, widget_value


def show_sharing(stored: Stored, bench: Bench) -> None:
    """Who may see the board, to be changed and kept by one button; each sees only the rows of their own scope."""
    key = f"{Slot.BOARDS_SHARE.value}_{stored.owner_id}_{stored.slug}"
    share = stored.board.share
    people, everyone = f"{key}_people", f"{key}_everyone"
    names = {one.login: f"{one.name} · {one.login}" for one in _others(stored, bench)}
    held = [grant.to for grant in share.people if grant.to in names]
    if widget_value(people) is None:
        hold_widget(people, held)
        hold_widget(everyone, share.everyone is not None)
    st.multiselect(
        _("People"), list(names), format_func=lambda login: names.get(login, login), key=people, placeholder=_("Nobody")
    )
    st.toggle(_("Everyone who can sign in"), key=everyone)
    st.caption(_("Everyone sees the board over the rows that they may see themselves."))

    def keep() -> str:
        named = tuple(Grant(to=login) for login in widget_value(people) or ())
        wanted = Share(everyone=Terms() if widget_value(everyone) else None, people=named)
        return share_board(bench.again(), stored, wanted)

    with st.container(horizontal=True):
        st.button(_("Share"), key=f"{key}_keep", type="primary", on_click=lambda: attempt(keep))
        if share != Share():
            st.button(
                _("Take back from everybody"),
                key=f"{key}_back",
                on_click=lambda: attempt(lambda: share_board(bench.again(), stored, Share())),
            )


def share_board(bench: Bench, stored: Stored, wanted: Share) -> str:
    """Let exactly these people see the board, and write down who was let in and who out."""
    owner_id, slug, actor = stored.owner_id, stored.slug, bench.account.login
    check_edit(bench, owner_id)
    before = bench.boards.read(owner_id, slug).board.share
    bench.boards.share(owner_id, slug, wanted, actor)
    _note(bench, Action.BOARD_SHARED, slug, _added(before, wanted))
    _note(bench, Action.BOARD_TAKEN_BACK, slug, _added(wanted, before))
    if wanted == Share():
        return _("“{title}” is yours alone again.").format(title=stored.board.title)
    return _("“{title}” is shared with {people}.").format(title=stored.board.title, people=shared_with(wanted))


def check_edit(bench: Bench, owner_id: int) -> None:
    """Raise `MingjingError` unless the person may change the boards of `owner_id`."""
    if not may_edit(bench.account, owner_id):
        raise MingjingError(_("This board is not yours to change; save a copy of your own instead."))


def shared_with(share: Share) -> str:
    """Whom a board is shared with, in a few words."""
    if share.everyone is not None:
        return _("everyone")
    if len(share.people) > 3:
        return plural("{count} person", "{count} people", len(share.people))
    return ", ".join(grant.to for grant in share.people)


def _others(stored: Stored, bench: Bench) -> list[Account]:
    return [one for one in list_accounts(bench.database) if one.is_active and one.account_id != stored.owner_id]


def _added(before: Share, after: Share) -> str:
    people = [grant.to for grant in after.people if grant not in before.people]
    return ", ".join((["*"] if after.everyone and not before.everyone else []) + people)


def _note(bench: Bench, action: Action, slug: str, people: str) -> None:
    if people:
        record(bench.database, bench.account.login, action, slug, people)
