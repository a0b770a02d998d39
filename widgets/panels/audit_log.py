"""The audit log: the latest acts of everybody, newest first."""

import streamlit as st

from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase
from datasource.texts import N_, _, language
from widgets import format as form
from widgets.panels.clock import local

ACTION_LABELS = {
    Action.SIGN_IN: N_("Signed in"),
    Action.SIGN_IN_FAILED: N_("Sign-in failed"),
    Action.SIGN_IN_REFUSED: N_("Sign-in refused after failures"),
    Action.SIGN_OUT: N_("Signed out"),
    Action.SESSIONS_ENDED: N_("Sessions ended"),
    Action.PASSWORD_CHANGED: N_("Password changed"),
    Action.PASSWORD_RESET: N_("Password reset"),
    Action.ACCOUNT_ADDED: N_("Account added"),
    Action.ACCOUNT_CHANGED: N_("Account changed"),
    Action.ACCOUNT_DISABLED: N_("Account disabled"),
    Action.ACCOUNT_ENABLED: N_("Account enabled"),
    Action.BOARDS_PASSED_ON: N_("Boards passed on"),
    Action.BOARD_SHARED: N_("Board shared"),
    Action.BOARD_TAKEN_BACK: N_("Board taken back"),
    Action.BOARD_DELETED: N_("Board deleted"),
    Action.BOARD_CERTIFIED: N_("Board certified"),
    Action.BOARD_UNCERTIFIED: N_("Certification taken back"),
    Action.BOARD_CHANGED_UNCERTIFIED: N_("Certification ended by a change"),
    Action.METRIC_SHARED: N_("Team metric shared"),
    Action.METRIC_TAKEN_BACK: N_("Team metric taken back"),
    Action.METRIC_CHANGED: N_("Team metric changed"),
    Action.METRIC_DELETED: N_("Team metric deleted"),
    Action.METRIC_CERTIFIED: N_("Team metric certified"),
    Action.METRIC_NOT_CERTIFIED: N_("Certification of a team metric taken back"),
    Action.SEGMENT_SAVED: N_("Team segment saved"),
    Action.SEGMENT_RENAMED: N_("Team segment renamed"),
    Action.SEGMENT_DELETED: N_("Team segment deleted"),
    Action.DATA_REFRESHED: N_("Data refreshed"),
    Action.STUDIES_BEGUN: N_("Models let learn"),
    Action.ALERT_SHARED: N_("Alert for others written"),
    Action.ALERT_DELETED: N_("Alert for others deleted"),
    Action.DATA_ROLLED_BACK: N_("Another version of the data served"),
    Action.TARGETS_CHANGED: N_("Targets changed"),
    Action.TARGETS_IMPORTED: N_("Targets imported"),
    Action.TARGETS_GIVEN_BACK: N_("Targets given back to the import"),
    Action.RECORDS_MERGED: N_("Records merged"),
    Action.RECORDS_KEPT_APART: N_("Records kept apart"),
    Action.MERGE_TAKEN_BACK: N_("Decision about duplicates taken back"),
}
SHOWN = 200


def show_audit_log(database: AppDatabase) -> None:
    """The last 200 lines as a table."""
    entries = newest(database, SHOWN)
    st.subheader(_("What happened"))
    st.dataframe(
        {
            _("Time"): [form.moment(local(entry.at), language()) for entry in entries],
            _("Who"): [entry.actor for entry in entries],
            _("What"): [_(ACTION_LABELS[entry.action]) for entry in entries],
            _("About"): [entry.object for entry in entries],
            _("Detail"): [entry.detail for entry in entries],
        },
        hide_index=True,
    )
