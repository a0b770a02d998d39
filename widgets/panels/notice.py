"""What a panel says after it has done something: shown once, on the run after the act."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from datasource.errors import MingjingError
from datasource.texts import _
from widgets.state.session import Key, Slot


@dataclass(frozen=True)
class Notice:
    """One sentence; a secret to copy; a sheet (tab-separated lines) to save. Neither is kept after it was shown."""

    text: str
    secret: str = ""
    sheet: str = ""


NOTICE: Key[Notice | None] = Key(Slot.PEOPLE_NOTICE, lambda: None)


def attempt(act: Callable[[], Notice]) -> None:
    """Do it and start the page anew with its notice; what is refused is said in place."""
    try:
        notice = act()
    except MingjingError as error:
        st.error(str(error))
        return
    NOTICE.set(notice)
    st.rerun()


def show_notice() -> None:
    """The notice of the last act, if it has not been shown yet."""
    notice = NOTICE.get()
    NOTICE.clear()
    if notice is None:
        return
    st.success(notice.text)
    if notice.secret:
        st.code(notice.secret, language=None)
    if notice.sheet:
        st.download_button(
            _("Save the one-time passwords"),
            notice.sheet,
            "one_time_passwords.tsv",
            "text/tab-separated-values",
            key=Slot.PEOPLE_SHEET.value,
            on_click="ignore",
        )
