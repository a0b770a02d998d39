"""The data page: which version is served and which are kept, how refreshing stands, and what became of each load."""

import json
from dataclasses import dataclass
from typing import Any

import streamlit as st

from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.audit import Action, record
from datasource.people.database import AppDatabase
from datasource.quality.words import table_text
from datasource.refresh.runs import Outcome, Run, newest
from datasource.refresh.schedule import Standing, begin_now, standing
from datasource.settings import Settings
from datasource.store import Store, Version
from datasource.texts import N_, _, language
from widgets import format as form
from widgets.panels.clock import local
from widgets.panels.notice import Notice, attempt, show_notice
from widgets.panels.quality_load import told_rule
from widgets.panels.studies import show_studies
from widgets.state.session import Slot

OUTCOMES = {
    Outcome.RUNNING: N_("In progress"),
    Outcome.LOADED: N_("Loaded"),
    Outcome.REJECTS: N_("Loaded, with more rejected rows than allowed"),
    Outcome.UNCHANGED: N_("Nothing new"),
    Outcome.FAILED: N_("Failed"),
    Outcome.BROKEN_OFF: N_("Broken off"),
}
_MEGABYTE = 1_000_000
_REPORT = "report.json"


@dataclass(frozen=True)
class Depot:
    """What the page works on: the app database, the settings, the store, and who looks."""

    database: AppDatabase
    settings: Settings
    store: Store
    actor: Account


def show_data(database: AppDatabase, settings: Settings, actor: Account) -> None:
    """The whole page for administrator `actor`."""
    depot = Depot(database, settings, Store(settings.data_dir, settings.versions_kept), actor)
    st.title(_("Data"), anchor=False)
    show_notice()
    try:
        versions, now = depot.store.versions(), standing(settings, database)
    except MingjingError as error:
        st.warning(str(error))
        return
    _standing(depot, now)
    _versions(depot, versions)
    _runs(database)
    show_studies(database, settings, actor)


def trouble(database: AppDatabase, settings: Settings) -> str:
    """A sentence when the last refresh did not end well or refreshing is held up; empty when all is well."""
    if settings.refresh is None:
        return ""
    now = standing(settings, database)
    if now.paused:
        return now.paused
    if now.last is None or now.last.outcome not in (Outcome.FAILED, Outcome.BROKEN_OFF):
        return ""
    at = form.moment(local(now.last.started_at), language())
    return _("The refresh of {at} did not succeed; the version before is served. The page Data says more.").format(
        at=at
    )


def _standing(depot: Depot, now: Standing) -> None:
    st.subheader(_("Refreshing"), anchor=False)
    if now.paused:
        st.warning(now.paused)
    if now.last is not None:
        _last(now.last)
    if depot.settings.refresh is None:
        st.caption(_("Nothing says what to refresh from; an operator fills 'refresh' in config.yaml."))
        return
    following = form.moment(local(now.next_at), language())
    st.caption(_("Next refresh: {at}").format(at=following) if now.next_at else _("Nothing is scheduled."))
    with st.container(horizontal=True, vertical_alignment="center"):
        whole = st.checkbox(_("Read everything"), key=Slot.DATA_WHOLE.value)
        if st.button(_("Refresh now"), key=Slot.DATA_REFRESH.value, disabled=now.is_running):
            attempt(lambda: _refresh(depot, whole=whole))
        st.button(_("Look again"), key=Slot.DATA_LOOK.value)


def _last(run: Run) -> None:
    told = _("Last refresh: {at}, {outcome}").format(
        at=form.moment(local(run.started_at), language()), outcome=_(OUTCOMES[run.outcome])
    )
    if run.outcome in (Outcome.FAILED, Outcome.BROKEN_OFF):
        st.error(f"{told}\n\n{form.as_typed(run.detail)}")
    else:
        st.write(told)


def _refresh(depot: Depot, *, whole: bool) -> Notice:
    begin_now(depot.settings, depot.actor.login, whole=whole)
    record(depot.database, depot.actor.login, Action.DATA_REFRESHED, detail="full" if whole else "")
    return Notice(_("The refresh has begun; look again in a while."))


def _versions(depot: Depot, versions: tuple[Version, ...]) -> None:
    st.subheader(_("Versions"), anchor=False)
    st.dataframe(
        {
            _("Loaded"): [_moment(one) for one in versions],
            _("Served"): ["✓" if one.is_served else "" for one in versions],
            _("Source"): [one.source for one in versions],
            _("Rows"): [form.number(one.rows, None, language()) for one in versions],
            _("Size"): [_size(one.size) for one in versions],
            _("Of its own"): [_size(one.own_size) for one in versions],
            _("Version"): [one.version for one in versions],
        },
        hide_index=True,
        column_config=_to_the_right(_("Rows"), _("Size"), _("Of its own")),
    )
    by_id = {one.version: one for one in versions}
    labels = {one.version: f"{_moment(one)} · {one.version}" for one in versions}
    picked = st.selectbox(_("Version"), list(by_id), format_func=labels.__getitem__, key=Slot.DATA_VERSION.value)
    chosen = by_id[picked]
    if st.button(_("Serve this version"), key=Slot.DATA_SERVE.value, disabled=chosen.is_served):
        attempt(lambda: _serve(depot, chosen))
    manifest = next((one for one in depot.store.manifests() if one.version == chosen.version), None)
    _report(depot.store.note(_REPORT, manifest))


def _serve(depot: Depot, version: Version) -> Notice:
    depot.store.roll_back(version.version)
    record(depot.database, depot.actor.login, Action.DATA_ROLLED_BACK, version.version)
    return Notice(_("The version of {at} is served from now on.").format(at=_moment(version)))


def _report(text: str | None) -> None:
    """What the load of a version read, kept and rejected, table by table."""
    tables = json.loads(text).get("tables", {}) if text else {}
    if not tables:
        st.caption(_("This version has no report of its load."))
        return
    st.dataframe(
        {
            _("Table"): [table_text(table) for table in tables],
            **{
                _(label): [form.number(part.get(name, 0), None, language()) for part in tables.values()]
                for name, label in _COUNTS.items()
            },
            _("Rules that struck"): [
                "; ".join(
                    f"{told_rule(rule)}: {form.number(struck['count'], None, language())}"
                    for rule, struck in part.get("rules", {}).items()
                )
                for part in tables.values()
            ],
        },
        hide_index=True,
        column_config=_to_the_right(*map(_, _COUNTS.values())),
    )


_COUNTS = {"read": N_("Read"), "kept": N_("Kept"), "rejected": N_("Rejected rows")}


def _runs(database: AppDatabase) -> None:
    runs = newest(database)
    if not runs:
        return
    st.subheader(_("Refreshes"), anchor=False)
    st.dataframe(
        {
            _("Began"): [form.moment(local(run.started_at), language()) for run in runs],
            _("Ended"): [form.moment(local(run.ended_at), language()) for run in runs],
            _("Who"): [run.actor for run in runs],
            _("Result"): [_(OUTCOMES[run.outcome]) for run in runs],
            _("Rejected rows"): [form.number(run.rows_rejected, None, language()) for run in runs],
            _("Detail"): [run.detail for run in runs],
        },
        hide_index=True,
    )


def _to_the_right(*heads: str) -> dict[str, Any]:
    return {head: st.column_config.TextColumn(alignment="right") for head in heads}


def _moment(version: Version) -> str:
    return form.moment(local(version.created_at.replace(tzinfo=None)), language())


def _size(size: int) -> str:
    return f"{form.number(size / _MEGABYTE, None, language(), decimals=1)} MB"
