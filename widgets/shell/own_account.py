"""What a person sees of their own account, and the form for a new password."""

import streamlit as st

from datasource.people.account import ROLE_LABELS, SCOPE_LABELS, Account
from datasource.texts import _
from widgets.shell.sign_in import password_form


def show_own_account(account: Account) -> None:
    """Name, login, role and scope of `account`, who is signed in, and a new password for it."""
    st.title(account.name, anchor=False)
    st.write(_("Login: {login}").format(login=account.login))
    st.write(_("Role: {role}").format(role=_(ROLE_LABELS[account.role])))
    st.write(_("Sees: {scope}").format(scope=_(SCOPE_LABELS[account.scope])))
    st.subheader(_("Change your password"), anchor=False)
    st.caption(_("All your other sign-ins end at once."))
    password_form(account)
