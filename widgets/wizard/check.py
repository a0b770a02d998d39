"""Step 4: a dry run: what would be kept and rejected and why, before anything changes."""

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from datasource.errors import MingjingError
from datasource.loaders.load import load
from datasource.loaders.mapping import Mapping, read_mapping
from datasource.loaders.progress import Progress
from datasource.loaders.recognising import AnotherCrm
from datasource.loaders.report import Report
from datasource.loaders.suggest.faults import faults
from datasource.loaders.suggest.writing import mapping_text
from datasource.store import Store
from datasource.texts import _
from widgets import format as form
from widgets.wizard import work
from widgets.wizard.asking import slot, switch
from widgets.wizard.looking import looked
from widgets.wizard.report import show_report
from widgets.wizard.seat import Seat
from widgets.wizard.wording import column_text, table_text


def show_check(seat: Seat) -> None:
    """The report of a dry run of the mapping as it stands."""
    found = looked(seat)
    said = faults(seat.draft, found.met, table_text, column_text)
    for one in said:
        (st.error if one.stops else st.warning)(form.as_typed(one.text))
    tried = None
    if not any(one.stops for one in said):
        text = text_of(seat)
        about = print_of(seat, text)
        done = work.done(seat.place, "check", about, lambda told: _try(seat, text, told))
        if done.error:
            st.error(form.as_typed(done.error))
            if isinstance(done.raised, AnotherCrm):
                _consent(seat)
        else:
            tried = done.result
            st.markdown(_("A trial: nothing has changed yet. This is what would be loaded."))
            show_report(tried)
    _ways(seat, ready=tried is not None)


def text_of(seat: Seat) -> str:
    """The mapping file that the draft means."""
    return seat.mappings.text(seat.draft.saved) if seat.draft.saved else mapping_text(seat.draft)


def print_of(seat: Seat, text: str) -> str:
    """What tells this mapping of these files from others."""
    return hashlib.sha256(f"{seat.source_print()}{seat.replaces}{text}".encode()).hexdigest()


def tried_report(seat: Seat, text: str) -> Report | None:
    """The report of the trial of exactly this, if there was one in this process."""
    done = work.held(seat.place, "check", print_of(seat, text))
    return done.result if done is not None and isinstance(done.result, Report) else None


def holds_other(store: Store, mapping: Mapping) -> str:
    """The name of the other source whose data the store holds; empty when it may be loaded into."""
    held = store.manifest().source if store.exists() else mapping.name
    return "" if held == mapping.name else held


def _try(seat: Seat, text: str, progress: Progress) -> Report:
    mapping = read_mapping(seat.corner.tried(seat.draft.name, text))
    try:
        if not holds_other(seat.store, mapping) and seat.store.exists():
            return load(mapping, seat.open(mapping), seat.store, progress=progress, dry_run=True, replace=seat.replaces)
        with TemporaryDirectory(dir=seat.corner.folder) as folder:
            return load(mapping, seat.open(mapping), Store(Path(folder)), progress=progress, dry_run=True)
    except MingjingError as error:
        raise type(error)(str(error).replace(str(seat.corner.folder), "")) from error


def _consent(seat: Seat) -> None:
    told = _("Accounts then have no person in the CRM any more, and merged records name records that have gone.")
    label = _("These records take the place of all that are served")
    files = seat.source_print()
    switch(slot("replace"), label, seat.replaces, lambda yes: seat.keep(replacing=files if yes else ""), help=told)


def _ways(seat: Seat, *, ready: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Back"), key=slot("check_back")):
            seat.go(2 if seat.draft.is_given else 3)
        if st.button(_("Next"), key=slot("check_next"), type="primary", disabled=not ready):
            seat.go(5)
