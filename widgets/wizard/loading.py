"""Step 5: the load itself, what came in, and the mapping for later."""

import streamlit as st

from datasource.catalog.catalog import open_catalog
from datasource.loaders.load import load
from datasource.loaders.mapping import Mapping, read_mapping
from datasource.loaders.progress import Progress
from datasource.loaders.report import Report
from datasource.loaders.suggest.writing import mapping_of
from datasource.people.audit import Action, record
from datasource.quality.trend import remember
from datasource.texts import _, plural
from widgets import format as form
from widgets.wizard import work
from widgets.wizard.asking import slot
from widgets.wizard.check import holds_other, print_of, text_of, tried_report
from widgets.wizard.report import show_report
from widgets.wizard.seat import Seat

COCKPIT, QUALITY, PEOPLE = "pages/cockpit/cockpit.py", "pages/workspace/data_quality.py", "pages/admin/people.py"


def show_load(seat: Seat) -> None:
    """The button that loads, and afterwards what came in."""
    text = text_of(seat)
    mapping = mapping_of(text, seat.draft.name)
    about = print_of(seat, text)
    begun = work.held(seat.place, "load", about)
    if begun is not None:
        done = work.awaited(begun)
        if done.error:
            st.error(form.as_typed(done.error))
        elif done.about == about:
            _loaded(seat, mapping, done.result, text)
            return
    _ask(seat, mapping, text, about)


def _ask(seat: Seat, mapping: Mapping, text: str, about: str) -> None:
    report = tried_report(seat, text)
    if report is None:
        st.info(_("Try the mapping first: the step Check says what would be loaded."))
    else:
        kept = sum(one.kept for one in report.tables.values())
        told = plural(
            "{count} row would be loaded for {{company}}.", "{count} rows would be loaded for {{company}}.", kept
        )
        st.markdown(told.format(company=f"**{form.as_typed(mapping.company)}**"))
    other = holds_other(seat.store, mapping)
    if other:
        _elsewhere(seat, mapping, other)
    elif seat.store.exists():
        st.info(
            _("The data of '{name}' that is served now is replaced; the page Data brings it back.").format(
                name=mapping.name
            )
        )
    _mapping(seat, mapping, text)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Back"), key=slot("load_back")):
            seat.go(4)
        ready = report is not None and not other
        if st.button(_("Load"), key=slot("load"), type="primary", disabled=not ready):
            work.retry(seat.place)
            work.begin(seat.place, "load", about, lambda progress: _load(seat, text, progress))
            st.rerun()


def _elsewhere(seat: Seat, mapping: Mapping, held: str) -> None:
    """Why it cannot be loaded here, and how it can be elsewhere."""
    st.warning(
        _(
            "This installation holds the data of '{held}'. What people may see, merged records and targets belong to "
            "it, so the data of '{name}' goes into a folder of its own: save the mapping, and load it there."
        ).format(held=form.as_typed(held), name=form.as_typed(mapping.name))
    )
    origin = seat.draft.connection or "EXPORT"
    file = seat.mappings.path(mapping.name)
    st.code(f".venv/bin/python -m datasource import --mapping {file} --from {origin} --data NEW_FOLDER", language=None)


def _mapping(seat: Seat, mapping: Mapping, text: str, *, is_kept: bool = False) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            _("Download the mapping"),
            text,
            f"{mapping.name}.yaml",
            "application/yaml",
            key=slot("download"),
            on_click="ignore",
        )
        if not (seat.draft.saved or is_kept) and st.button(_("Save the mapping"), key=slot("save")):
            seat.mappings.save(mapping.name, text)
            st.toast(_("The mapping '{name}' is saved.").format(name=mapping.name))


def _load(seat: Seat, text: str, progress: Progress) -> Report:
    """Load, with the mapping kept beside the data; the scores of the new version are kept too."""
    name = seat.draft.name
    path = seat.mappings.path(seat.draft.saved) if seat.draft.saved else seat.mappings.save(name, text)
    mapping = read_mapping(path)
    report = load(mapping, seat.open(mapping), seat.store, progress=progress, replace=seat.replaces)
    record(seat.database, seat.actor.login, Action.DATA_CONNECTED, mapping.name, report.version)
    remember(seat.database, open_catalog(seat.settings.data_dir))
    return report


def _loaded(seat: Seat, mapping: Mapping, report: Report, text: str) -> None:
    st.success(_("The data of {company} is served from now on.").format(company=form.as_typed(mapping.company)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(COCKPIT, label=_("Cockpit"), icon="🪞")
        st.page_link(QUALITY, label=_("Data quality"), icon="🩺")
        st.page_link(PEOPLE, label=_("Give people their accounts"), icon="🧑‍💼")
    show_report(report)
    _later(seat, mapping)
    _mapping(seat, mapping, text, is_kept=True)
    if st.button(_("Done: remove the uploaded files"), key=slot("done"), type="primary"):
        seat.corner.clear()
        work.forget(seat.place)
        st.rerun()


def _later(seat: Seat, mapping: Mapping) -> None:
    """How the same is loaded again without this page."""
    file = seat.mappings.path(seat.draft.saved or mapping.name)
    with st.expander(_("Loading it again")):
        st.markdown(_("By the command line, as often as there is a new export:"))
        origin = seat.draft.connection or "EXPORT"
        told = f".venv/bin/python -m datasource import --mapping {file} --from {origin} --data {seat.settings.data_dir}"
        st.code(told, language=None)
        if seat.draft.connection:
            st.markdown(_("By itself: an operator writes this into config.yaml."))
            st.code(f'refresh:\n  mapping: "{file}"\n  from: {origin}\n  every: 15m', language="yaml")
