"""The page of the data's quality; it takes its seat anew at every run."""

import streamlit as st

from dashboards.compile import View
from datasource.errors import MingjingError
from datasource.people.account import Role
from datasource.texts import _
from widgets.panels.notice import show_notice
from widgets.panels.quality import Looking, show_quality
from widgets.shell.desk import take_seat
from widgets.shell.door import app_database
from widgets.state.cache import settle


def data_quality() -> None:
    """How good the data is that whoever is signed in sees, and what is to be mended."""
    desk = take_seat(Role.READER)
    st.title(_("Data quality"), anchor=False)
    show_notice()
    try:
        show_quality(Looking(app_database(), desk.account, desk.reading(View())))
    except MingjingError as error:
        st.error(str(error))
    settle()
