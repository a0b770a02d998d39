"""The page on which targets are entered; it takes its seat anew at every run."""

import streamlit as st

from dashboards.compile import View
from datasource.people.account import Role
from datasource.question import Period
from datasource.texts import _
from widgets.panels.notice import show_notice
from widgets.panels.targets import Entering, show_targets
from widgets.panels.targets_import import show_target_import
from widgets.shell.desk import take_seat
from widgets.shell.door import app_database
from widgets.state.cache import settle


def edit_targets() -> None:
    """Enter and import targets, for managers and administrators, within what they see."""
    desk = take_seat(Role.MANAGER)
    entering = Entering(app_database(), desk.account, desk.reading(View(period=Period(preset="this_year"))))
    st.title(_("Edit targets"), anchor=False)
    st.caption(
        _("What is entered here stands over the imported targets until it is given back; every change is logged.")
    )
    show_notice()
    show_targets(entering)
    show_target_import(entering)
    settle()
