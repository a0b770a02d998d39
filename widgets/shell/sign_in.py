"""The whole screen of who is not in yet: the sign-in form, or the form to replace a one-time password."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.components.v2 import component

from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.passwords import MIN_LENGTH
from datasource.texts import _, use_language
from widgets.shell import door
from widgets.shell.serving import SIGN_IN_PATH
from widgets.state.session import Slot

COOKIE_SCRIPT = """
export default function ({ parentElement, data, setTriggerValue }) {
  if (parentElement.handed === data.ticket) return;
  parentElement.handed = data.ticket;
  fetch(data.path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ticket: data.ticket }),
  }).then(() => setTriggerValue("handed", true));
}
"""
hand_over = component("mingjing_cookie", js=COOKIE_SCRIPT)


def run() -> None:
    """Show the sign-in page at whatever address was asked for, so that the asked page appears once the person is in."""
    account = door.holder()
    use_language(account.language if account else door.stranger_language())
    title = _("Choose a password") if account else _("Sign in")
    pages = [st.Page(_body, title=title, icon="🪞", url_path="", default=True)]
    if asked := _asked_page():
        pages.append(st.Page(_body, title=title, icon="🪞", url_path=asked))
    st.navigation(pages, position="hidden").run()


def hand_over_cookie() -> None:
    """Give the browser its session cookie once after a sign-in; to be called at each run, before the page.

    It keeps its place when it is done: the page would be drawn anew without it, and what is being typed there lost.
    """
    with st.container():
        if ticket := door.TICKET.get():
            base = str(st.get_option("server.baseUrlPath")).strip("/")
            path = f"/{base}{SIGN_IN_PATH}" if base else SIGN_IN_PATH
            hand_over(key="mingjing_cookie", data={"ticket": ticket, "path": path}, on_handed_change=door.TICKET.clear)


def password_form(account: Account) -> None:
    """The form to choose a new password; asks for the current one unless that is a one-time password."""
    with st.form(Slot.PASSWORD_FORM.value, border=False):
        current = None
        if not account.must_change_password:
            current = st.text_input(_("Current password"), type="password", key=Slot.PASSWORD_CURRENT.value)
        new = st.text_input(
            _("New password"),
            type="password",
            key=Slot.PASSWORD_NEW.value,
            help=_("{count} characters or more.").format(count=MIN_LENGTH),
        )
        again = st.text_input(_("New password again"), type="password", key=Slot.PASSWORD_AGAIN.value)
        pressed = st.form_submit_button(_("Change password"), type="primary", width="stretch")
    if pressed and _said(lambda: _change(account, current, new, again)):
        st.rerun()


def _body() -> None:
    _left, middle, _right = st.columns([1, 1.2, 1])
    with middle:
        st.title(_("Mingjing"), anchor=False)
        account = door.holder()
        if account is None:
            _sign_in_form()
        else:
            st.write(_("Hello {name}. Choose a password of your own to go on.").format(name=account.name))
            password_form(account)


def _sign_in_form() -> None:
    st.caption(_("Sign in to see your company's numbers."))
    with st.form(Slot.SIGN_IN_FORM.value):
        login = st.text_input(_("Login"), key=Slot.SIGN_IN_LOGIN.value, autocomplete="username")
        password = st.text_input(
            _("Password"), type="password", key=Slot.SIGN_IN_PASSWORD.value, autocomplete="current-password"
        )
        pressed = st.form_submit_button(_("Sign in"), type="primary", width="stretch")
    st.caption(_("Forgotten your password? Your administrator can give you a new one."))
    door.get_ready()
    if pressed and _said(lambda: door.sign_in(login, password)):
        st.rerun()


def _change(account: Account, current: str | None, new: str, again: str) -> None:
    if new != again:
        raise MingjingError(_("The two new passwords are not the same; type the same one twice."))
    door.choose_password(account, current, new)


def _said(act: Callable[[], None]) -> bool:
    """Whether `act` went well; if not, its sentence stands on the page."""
    try:
        act()
    except MingjingError as error:
        st.error(str(error))
        return False
    return True


def _asked_page() -> str:
    """The page named at the end of the browser's address, or an empty text for the start page."""
    name = unquote(urlsplit(st.context.url or "").path.rstrip("/").rsplit("/", 1)[-1])
    return name if re.fullmatch(r"[\w-]{1,100}", name) else ""
