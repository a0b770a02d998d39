"""The page of the metric dictionary, with links to the reports that its reader may open."""

import streamlit as st

from datasource.people.account import Role
from datasource.texts import _
from widgets.panels.dictionary import Report, show_dictionary
from widgets.shell.desk import take_seat
from widgets.shell.uses import pages_by_metric


def metric_dictionary() -> None:
    """The dictionary for whoever is signed in."""
    _page()


@st.fragment
def _page() -> None:
    desk = take_seat(Role.READER)
    reports = {
        name: [
            Report(f"pages/{entry.file}", _(entry.title)) for entry in entries if desk.account.role.at_least(entry.role)
        ]
        for name, entries in pages_by_metric().items()
    }
    show_dictionary(reports, desk.look)
