"""The menu: every page in `pages/menu.yaml`, by section, for those whose role may see it."""

from functools import lru_cache
from pathlib import Path

import streamlit as st
import yaml

from datasource.alerts.notices import unread_count
from datasource.errors import MingjingError
from datasource.people.account import Account, Role
from datasource.people.accounts import Change, change_account
from datasource.question import Frozen
from datasource.texts import LANGUAGES, _, use_language
from widgets.format import day
from widgets.panels.data import trouble
from widgets.shell.door import app_database, settings, sign_out, signed_in
from widgets.shell.layout import FRAME_STYLE
from widgets.state.cache import shared
from widgets.state.session import Slot, hold_widget, widget_value

ALERTS = "insights/alerts.py"
MENU = Path(__file__).resolve().parents[2] / "pages" / "menu.yaml"


class Entry(Frozen):
    """One page: file below `pages/`, title, icon, the least role that may open it; `hidden` leaves it out of sight."""

    file: str
    title: str
    icon: str
    role: Role = Role.READER
    hidden: bool = False


class Section(Frozen):
    """One section of the menu."""

    title: str
    pages: tuple[Entry, ...]


class Menu(Frozen):
    """The whole menu; its first page is the start page."""

    sections: tuple[Section, ...]


@lru_cache(maxsize=1)
def menu() -> Menu:
    """The menu as the file says, read once."""
    return Menu.model_validate(yaml.safe_load(MENU.read_text("utf-8")))


def run() -> None:
    """Open the page that the signed-in person asked for, beside the menu of their role."""
    account = signed_in()
    assert account is not None, "Home shows the sign-in page to strangers"
    use_language(account.language)
    _foot(account)
    st.html(FRAME_STYLE)
    sections = {_(section.title): _pages(section, account) for section in menu().sections}
    st.navigation({title: pages for title, pages in sections.items() if pages}, expanded=True).run()


def _pages(section: Section, account: Account) -> list["st.Page"]:
    first = menu().sections[0].pages[0]
    return [
        st.Page(
            MENU.parent / entry.file,
            title=_title(entry, account),
            icon=entry.icon,
            url_path=Path(entry.file).stem.replace("_", "-"),
            default=entry is first,
            visibility="hidden" if entry.hidden else "visible",
        )
        for entry in section.pages
        if account.role.at_least(entry.role)
    ]


def _title(entry: Entry, account: Account) -> str:
    """The page's title, with the number of unread alerts beside theirs: one count over an index."""
    unread = unread_count(app_database(), account) if entry.file == ALERTS else 0
    return f"{_(entry.title)} ({unread})" if unread else _(entry.title)


def _foot(account: Account) -> None:
    """Company, date of the data, language and the way out, below the menu."""
    with st.sidebar:
        try:
            catalog = shared(settings().data_dir, app_database()).catalog
            st.caption(f"{catalog.company} · {_('Data as of {day}').format(day=day(catalog.as_of, account.language))}")
            if account.role.at_least(Role.ADMINISTRATOR) and (told := trouble(app_database(), settings())):
                st.warning(told)
        except MingjingError as error:
            st.warning(str(error))
        hold_widget(Slot.MENU_LANGUAGE.value, account.language)
        st.selectbox(
            _("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=Slot.MENU_LANGUAGE.value,
            on_change=lambda: _speak(account),
        )
        st.button(_("Sign out {name}").format(name=account.name), key=Slot.MENU_SIGN_OUT.value, on_click=sign_out)


def _speak(account: Account) -> None:
    change_account(
        app_database(), account.account_id, Change(language=widget_value(Slot.MENU_LANGUAGE.value)), actor=account.login
    )
