"""The door: who stands in front of the screen. Single sign-on would take its place here and nowhere else.

streamlit-authenticator compares the password; throttle, sessions and log are our own. The package is given one entry,
made for this attempt, and never keeps or sets anything: its cookie cannot be revoked, ours can.
"""

import os
from functools import lru_cache
from importlib import import_module

import streamlit as st

from datasource.catalog.catalog import open_catalog
from datasource.catalog.crm_users import crm_users as catalog_users
from datasource.errors import MingjingError
from datasource.people import accounts, sessions
from datasource.people.account import Account, CrmUser, Role, tidy_login
from datasource.people.audit import Action, record
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.passwords import dummy_hash, too_long
from datasource.people.throttle import TooManyFailures, begin_attempt, forget_failures
from datasource.settings import Settings, load_settings
from datasource.store import Store
from datasource.texts import LANGUAGES, _
from widgets.state.session import Key, Slot, forget, forget_all_but

PERSON: Key[int | None] = Key(Slot.SIGN_IN_PERSON, lambda: None)
SESSION: Key[int | None] = Key(Slot.SIGN_IN_SESSION, lambda: None)
TICKET: Key[str | None] = Key(Slot.SIGN_IN_TICKET, lambda: None)
PACKAGE_KEYS = ("name", "authentication_status", "username", "email", "roles", "logout")


def settings() -> Settings:
    """The settings of this server, read once."""
    return _settings(os.environ.get("MINGJING_DATA"))


def app_database() -> AppDatabase:
    """The app database of this server, opened once."""
    return _opened(os.environ.get("MINGJING_DATA"))


def holder() -> Account | None:
    """Whoever has a live session here, even one who must still choose a password; looked up anew at every call."""
    database, number = app_database(), SESSION.get()
    held = None if number is None else sessions.holder_of_session(database, number)
    token = st.context.cookies.get(cookie_name(database))
    if held is None and isinstance(token, str):  # without a browser, in AppTest, it is a mock
        held = sessions.holder_of_token(database, token)
    if held is not None:
        _clear_desk_for(held.account)
    SESSION.set(held.session_id if held else None)
    return held.account if held else None


def signed_in() -> Account | None:
    """The person whom pages serve, or None for a stranger and for one who must choose a password first."""
    account = holder()
    return None if account is None or account.must_change_password else account


def require(role: Role) -> Account:
    """The signed-in person if their role is at least `role`; otherwise the page says so and ends here."""
    account = signed_in()
    if account is None:
        st.error(_("Sign in to see this page."))
        st.stop()
    if not account.role.at_least(role):
        st.error(_("This page is not for your role; ask an administrator if you need it."))
        st.stop()
    return account


def crm_users() -> list[CrmUser]:
    """The users of the served store; none while there is no store yet."""
    folder = settings().data_dir
    return catalog_users(open_catalog(folder)) if Store(folder).exists() else []


def sign_in(login: str, password: str) -> None:
    """Open a session for `login`; raises `MingjingError` with the one sentence to show when that is not to be."""
    if not login.strip() or not password:
        raise MingjingError(_("Give your login and your password."))
    if too_long(password):
        raise MingjingError(_("The password is too long: 72 bytes at most (24 Chinese characters)."))
    database = app_database()
    try:
        begin_attempt(database, login)
    except TooManyFailures:
        record(database, tidy_login(login), Action.SIGN_IN_REFUSED)
        raise
    entry = accounts.sign_in_entry(database, login)
    if not _password_fits(tidy_login(login), password, entry, database) or entry.account_id is None:
        record(database, tidy_login(login), Action.SIGN_IN_FAILED)
        raise MingjingError(_("The login or the password is not right."))
    forget_failures(database, login)
    record(database, tidy_login(login), Action.SIGN_IN)
    _open_session(database, entry.account_id)


def get_ready() -> None:
    """Load what a sign-in needs (0.8 s, once per process) while the person is still typing."""
    dummy_hash()
    import_module("streamlit_authenticator.controllers")


def sign_out() -> None:
    """End every session of whoever is here, in all their browsers."""
    account = holder()
    if account is not None:
        sessions.sign_out(app_database(), account)
    SESSION.clear()
    TICKET.clear()


def choose_password(account: Account, current: str | None, password: str) -> None:
    """Give `account` the password it chose: all its sessions end, and a new one begins here."""
    database = app_database()
    accounts.choose_password(database, account, current, password)
    _open_session(database, account.account_id)


def cookie_name(database: AppDatabase) -> str:
    """The session cookie's name; each installation has its own, so that two on one host do not sign each other out."""
    return f"mingjing_{database.keyed_hash('cookie name')[:8]}"


def stranger_language() -> str:
    """The language to greet a stranger in: the browser's where we have it, else the one of the settings."""
    wanted = (st.context.locale or "").replace("-", "_")
    family = wanted.split("_")[0]
    return next((code for code in LANGUAGES if family and code.split("_")[0] == family), settings().language)


def _clear_desk_for(account: Account) -> None:
    """Forget what somebody else has left in this tab: filters, searches, drafts. Whoever comes back finds their own."""
    if PERSON.get() not in {None, account.account_id}:
        forget_all_but(Slot.SIGN_IN_TICKET)
    PERSON.set(account.account_id)


def _password_fits(login: str, password: str, entry: accounts.SignInEntry, database: AppDatabase) -> bool:
    credentials = {"usernames": {login: {"name": entry.name, "password": entry.password_hash}}}
    controllers = import_module("streamlit_authenticator.controllers")
    package = controllers.AuthenticationController(
        credentials, auto_hash=False, secret_key=database.keyed_hash("authenticator")
    )
    fits: bool = package.login(login, password) is True
    forget(PACKAGE_KEYS)
    return fits


def _open_session(database: AppDatabase, account_id: int) -> None:
    started = sessions.start_session(database, account_id)
    SESSION.set(started.session_id)
    TICKET.set(started.ticket)


@lru_cache(maxsize=8)
def _settings(_folder: str | None) -> Settings:
    return load_settings()


@lru_cache(maxsize=8)
def _opened(folder: str | None) -> AppDatabase:
    rules = _settings(folder)
    return open_app_database(rules.data_dir, rules.app_database, rules.sign_in)
