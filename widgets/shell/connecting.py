"""The page on which data is connected; whoever opens it is asked for at every run."""

import streamlit as st

from datasource.people.account import Role
from widgets.shell.door import app_database, require, settings
from widgets.shell.layout import ROOM_STYLE
from widgets.wizard.wizard import connect_data


def connecting() -> None:
    """The wizard, for administrators alone."""
    administrator = require(Role.ADMINISTRATOR)
    st.html(ROOM_STYLE)
    connect_data(app_database(), settings(), administrator)
