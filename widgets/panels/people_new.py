"""New accounts: one by one, or for all the CRM's users at once."""

from collections.abc import Sequence

import streamlit as st

from datasource.people.account import ROLE_LABELS, SCOPE_LABELS, Account, CrmUser, Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, list_accounts
from datasource.people.crm_import import import_accounts, sign_in_sheet
from datasource.people.database import AppDatabase
from datasource.texts import LANGUAGES, _, plural
from widgets.panels.notice import Notice, attempt
from widgets.state.session import Slot

ROLES = tuple(Role)
SCOPES = tuple(ScopeKind)


def show_add(database: AppDatabase, actor: Account, crm_users: Sequence[CrmUser]) -> None:
    """The form for one new account."""
    st.subheader(_("Add a person"))
    names, spoken_here = {user.user_id: user.name for user in crm_users}, list(LANGUAGES)
    with st.form(Slot.PEOPLE_NEW.value, border=False, clear_on_submit=False):
        login = st.text_input(_("Login"), key=Slot.PEOPLE_NEW_LOGIN.value)
        name = st.text_input(_("Name"), key=Slot.PEOPLE_NEW_NAME.value)
        role = st.selectbox(
            _("Role"), ROLES, 0, format_func=lambda one: _(ROLE_LABELS[one]), key=Slot.PEOPLE_NEW_ROLE.value
        )
        scope = st.selectbox(
            _("Sees"), SCOPES, 0, format_func=lambda one: _(SCOPE_LABELS[one]), key=Slot.PEOPLE_NEW_SCOPE.value
        )
        spoken = st.selectbox(
            _("Language"),
            spoken_here,
            spoken_here.index(actor.language),
            format_func=LANGUAGES.__getitem__,
            key=Slot.PEOPLE_NEW_LANGUAGE.value,
        )
        crm_user = st.selectbox(
            _("CRM user"), list(names), index=None, format_func=names.__getitem__, key=Slot.PEOPLE_NEW_CRM_USER.value
        )
        pressed = st.form_submit_button(_("Add"))
    if pressed:
        new = NewAccount(login, name, role, scope, spoken, crm_user)
        attempt(lambda: _add(database, new, actor))


def show_import(database: AppDatabase, actor: Account, crm_users: Sequence[CrmUser]) -> None:
    """The button that makes an account for each active CRM user without one."""
    linked = {account.crm_user_id for account in list_accounts(database)}
    missing = sum(user.is_active and user.user_id not in linked for user in crm_users)
    st.subheader(_("Import from the CRM"))
    if not missing:
        st.caption(_("Every active user of the CRM has an account."))
        return
    label = plural("Add an account for {count} CRM user", "Add accounts for {count} CRM users", missing)
    if st.button(label, key=Slot.PEOPLE_IMPORT.value):
        attempt(lambda: _import(database, actor, crm_users))


def _add(database: AppDatabase, new: NewAccount, actor: Account) -> Notice:
    added = add_account(database, new, actor.login)
    text = _("{name} can sign in as {login} with this one-time password. It is shown this once; hand it over.")
    return Notice(text.format(name=added.account.name, login=added.account.login), added.password)


def _import(database: AppDatabase, actor: Account, crm_users: Sequence[CrmUser]) -> Notice:
    done = import_accounts(database, crm_users, actor.login, actor.language)
    text = plural(
        "{count} account is added. Save the one-time passwords now; they are offered this once.",
        "{count} accounts are added. Save the one-time passwords now; they are offered this once.",
        len(done.added),
    )
    return Notice(text, sheet=sign_in_sheet(done.added))
