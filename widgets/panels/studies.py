"""The studies on the page Data: when the models learned, what each came to, and letting them learn now."""

import streamlit as st

from datasource.derived.studies import STUDIES
from datasource.people.account import Account
from datasource.people.audit import Action, record
from datasource.people.database import AppDatabase
from datasource.refresh.nightly import are_studied, study_now
from datasource.refresh.slots import next_slot
from datasource.settings import Settings
from datasource.store.studies import Studies, read_studies
from datasource.texts import _, language
from widgets import format as form
from widgets.panels.clock import local
from widgets.panels.notice import Notice, attempt
from widgets.state.session import Slot


def show_studies(database: AppDatabase, settings: Settings, actor: Account) -> None:
    """The section for administrator `actor`."""
    st.subheader(_("Studies"), anchor=False)
    found, runs = read_studies(settings.data_dir), are_studied(database)
    if found.made_at is None:
        st.caption(_("The models have not learned yet."))
    else:
        _told(found)
    following = form.moment(local(next_slot(settings.studies, database.now())), language())
    scheduled = settings.studies.at or settings.studies.every
    st.caption(
        _("They learn anew next: {at}").format(at=following)
        if scheduled
        else _("They learn only when they are let to.")
    )
    label = _("The models are learning …") if runs else _("Let the models learn now")
    if st.button(label, key=Slot.DATA_STUDY.value, disabled=runs):
        attempt(lambda: _begin(database, settings, actor))


def _told(found: Studies) -> None:
    assert found.made_at is not None
    at = form.moment(local(found.made_at.replace(tzinfo=None)), language())
    st.write(_("The models learned on {at} from version {version}.").format(at=at, version=found.version))
    known = [(study, found.known[study.name]) for study in STUDIES if study.name in found.known]
    st.dataframe(
        {
            _("Study"): [_(study.label) for study, _kept in known],
            _("Records it says something of"): [
                form.number(next(iter(kept.rows.values()), 0), None, language()) for _study, kept in known
            ],
            _("Seconds"): [form.number(kept.seconds, None, language(), decimals=1) for _study, kept in known],
            _("Why there is nothing"): [kept.refusal for _study, kept in known],
        },
        hide_index=True,
    )


def _begin(database: AppDatabase, settings: Settings, actor: Account) -> Notice:
    study_now(settings, database)
    record(database, actor.login, Action.STUDIES_BEGUN)
    return Notice(_("The models have begun to learn; look again in a while."))
