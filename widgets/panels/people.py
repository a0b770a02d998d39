"""The people page: who can sign in, what they may do and see, and what to do when one forgets or leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards.access import may_build
from dashboards.store import BoardStore
from dashboards.witness import Notes
from datasource.people import accounts
from datasource.people.account import ROLE_LABELS, SCOPE_LABELS, Account, CrmUser, Role, ScopeKind
from datasource.people.accounts import Change
from datasource.people.audit import Action, record
from datasource.people.database import AppDatabase
from datasource.people.sessions import SignedIn, end_sessions, live_sessions
from datasource.texts import LANGUAGES, _, language, plural
from widgets import format as form
from widgets.panels.clock import local
from widgets.panels.notice import Notice, attempt, show_notice
from widgets.panels.people_new import show_add, show_import
from widgets.state.session import Slot


@dataclass(frozen=True)
class Staff:
    """What the page works on: the accounts, the CRM's users by number, the live sessions by account."""

    database: AppDatabase
    actor: Account
    accounts: tuple[Account, ...]
    crm_users: Mapping[int, CrmUser]
    sessions: Mapping[int, Sequence[SignedIn]]


def show_people(database: AppDatabase, actor: Account, crm_users: Sequence[CrmUser]) -> None:
    """The whole panel for administrator `actor`."""
    live: dict[int, list[SignedIn]] = {}
    for session in live_sessions(database):
        live.setdefault(session.account_id, []).append(session)
    by_number = {user.user_id: user for user in crm_users}
    staff = Staff(database, actor, accounts.list_accounts(database), by_number, live)
    st.title(_("People"), anchor=False)
    show_notice()
    _left_behind(staff)
    _list(staff)
    person, new = st.columns(2, gap="large")
    with person:
        _person(staff)
    with new:
        show_add(database, actor, crm_users)
        show_import(database, actor, crm_users)


def _list(staff: Staff) -> None:
    st.dataframe(
        {
            _("Login"): [one.login for one in staff.accounts],
            _("Name"): [one.name for one in staff.accounts],
            _("Role"): [_(ROLE_LABELS[one.role]) for one in staff.accounts],
            _("Sees"): [_(SCOPE_LABELS[one.scope]) for one in staff.accounts],
            _("Language"): [LANGUAGES.get(one.language, one.language) for one in staff.accounts],
            _("CRM user"): [_crm_name(staff, one) for one in staff.accounts],
            _("State"): [_state(one) for one in staff.accounts],
            _("Last seen"): [_last_seen(staff, one) for one in staff.accounts],
        },
        hide_index=True,
    )


def _crm_name(staff: Staff, account: Account) -> str:
    user = staff.crm_users.get(account.crm_user_id or 0)
    return user.name if user else form.DASH


def _state(account: Account) -> str:
    if not account.is_active:
        return _("Disabled")
    return _("Must choose a password") if account.must_change_password else _("Active")


def _last_seen(staff: Staff, account: Account) -> str:
    seen = [session.last_seen_at for session in staff.sessions.get(account.account_id, ())]
    return form.moment(local(max(seen, default=None)), language())


def _person(staff: Staff) -> None:
    st.subheader(_("One person"))
    names = {one.account_id: f"{one.name} ({one.login})" for one in staff.accounts}
    chosen = st.selectbox(_("Person"), list(names), format_func=names.__getitem__, key=Slot.PEOPLE_PERSON.value)
    account = next(one for one in staff.accounts if one.account_id == chosen)
    _edit(staff, account)
    _access(staff, account)
    _pass_on(staff, account)


def _edit(staff: Staff, account: Account) -> None:
    number, roles, scopes = account.account_id, list(Role), list(ScopeKind)
    with st.form(f"{Slot.PEOPLE_EDIT}_{number}", border=False):
        role = st.selectbox(
            _("Role"),
            roles,
            roles.index(account.role),
            format_func=lambda one: _(ROLE_LABELS[one]),
            key=f"{Slot.PEOPLE_ROLE}_{number}",
        )
        scope = st.selectbox(
            _("Sees"),
            scopes,
            scopes.index(account.scope),
            format_func=lambda one: _(SCOPE_LABELS[one]),
            key=f"{Slot.PEOPLE_SCOPE}_{number}",
        )
        spoken = st.selectbox(
            _("Language"),
            list(LANGUAGES),
            list(LANGUAGES).index(account.language),
            format_func=LANGUAGES.__getitem__,
            key=f"{Slot.PEOPLE_LANGUAGE}_{number}",
        )
        pressed = st.form_submit_button(_("Save"))
    if pressed:
        attempt(lambda: _save(staff, account, Change(role=role, scope=scope, language=spoken)))


def _save(staff: Staff, account: Account, change: Change) -> Notice:
    accounts.change_account(staff.database, account.account_id, change, staff.actor.login)
    return Notice(_("{name} is changed; it holds from the next click.").format(name=account.name))


def _access(staff: Staff, account: Account) -> None:
    live = len(staff.sessions.get(account.account_id, ()))
    with st.container(horizontal=True):
        if st.button(_("Reset password"), key=Slot.PEOPLE_RESET.value):
            attempt(lambda: _reset(staff, account))
        signed_in = plural("End {count} session", "End {count} sessions", live)
        if st.button(signed_in, key=Slot.PEOPLE_END.value, disabled=live == 0):
            attempt(lambda: _end(staff, account))
        if st.button(_("Disable") if account.is_active else _("Enable"), key=Slot.PEOPLE_SWITCH.value):
            attempt(lambda: _switch(staff, account))


def _reset(staff: Staff, account: Account) -> Notice:
    password = accounts.reset_password(staff.database, account.account_id, staff.actor.login)
    return Notice(
        _("One-time password of {name}. It is shown this once; hand it over.").format(name=account.name), password
    )


def _end(staff: Staff, account: Account) -> Notice:
    end_sessions(staff.database, account.account_id, staff.actor.login)
    return Notice(_("{name} is signed out everywhere.").format(name=account.name))


def _switch(staff: Staff, account: Account) -> Notice:
    if account.is_active:
        accounts.disable(staff.database, account.account_id, staff.actor.login)
        return Notice(_("{name} can no longer sign in.").format(name=account.name))
    accounts.enable(staff.database, account.account_id, staff.actor.login)
    return Notice(_("{name} can sign in again.").format(name=account.name))


def boards_of(database: AppDatabase, account_id: int) -> int:
    """How many boards a person has, those that cannot be read among them."""
    store = BoardStore(database.folder)
    return len(store.list_mine(account_id)) + len(store.list_broken(account_id))


def _left_behind(staff: Staff) -> None:
    """Who can no longer sign in and still has boards, which nobody looks after."""
    found = {one.name: boards_of(staff.database, one.account_id) for one in staff.accounts if not one.is_active}
    told = [f"{name} ({count})" for name, count in found.items() if count]
    if told:
        st.warning(_("Boards of people who have left, to be passed on: {people}.").format(people=", ".join(told)))


def _pass_on(staff: Staff, account: Account) -> None:
    heirs = {one.account_id: one.name for one in staff.accounts if may_build(one) and one != account}
    boards = boards_of(staff.database, account.account_id)
    if not boards or not heirs:
        st.caption(_("{name} has no boards to pass on.").format(name=account.name) if not boards else "")
        return
    heir = st.selectbox(_("Pass boards on to"), list(heirs), format_func=heirs.__getitem__, key=Slot.PEOPLE_HEIR.value)
    label = plural("Pass on {count} board", "Pass on {count} boards", boards)
    if st.button(label, key=Slot.PEOPLE_HAND_ON.value):
        attempt(lambda: _pass(staff, account, next(one for one in staff.accounts if one.account_id == heir)))


def _pass(staff: Staff, account: Account, heir: Account) -> Notice:
    store = BoardStore(staff.database.folder, witness=Notes(staff.database))
    moved = store.pass_on(account.account_id, heir.account_id)
    about = f"{account.login} -> {heir.login}"
    record(staff.database, staff.actor.login, Action.BOARDS_PASSED_ON, about, ", ".join(new for _old, new in moved))
    text = plural("{count} board now belongs to {{name}}.", "{count} boards now belong to {{name}}.", len(moved))
    return Notice(text.format(name=heir.name))
