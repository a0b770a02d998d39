"""Step 1: drop files, or pick a connection; or take up a mapping that was saved."""

from collections import Counter
from typing import Any

import streamlit as st

from datasource.errors import MingjingError
from datasource.loaders.suggest.draft import Draft
from datasource.loaders.suggest.writing import draft_of, mapping_of
from datasource.texts import _, language
from widgets import format as form
from widgets.state.session import Key, Slot, widget_value
from widgets.wizard.asking import pick, slot
from widgets.wizard.seat import TOLD, Seat

MOST_MB = 500
"""Megabytes of one file that a browser may send: it is held in memory on its way. Larger ones take the command line."""
_KB, _MB = 1 << 10, 1 << 20
SERIAL: Key[int] = Key(Slot.WIZARD_SERIAL, lambda: 0)


def show_files(seat: Seat) -> None:
    """What to connect, and the way to the next step."""
    st.markdown(_("Bring the files that your CRM exports, or read its database. Nothing is loaded before you say so."))
    connections = seat.connections()
    if connections:
        _connection(seat, connections)
    # Boxes of their own: a list that grows would move the button below it, and the old one stays until the run ends.
    with st.container():
        if not seat.draft.connection:
            _uploader(seat)
            _held(seat)
    with st.container():
        _saved(seat)
    with st.container(horizontal=True, horizontal_alignment="right"):
        ready = seat.has_source()
        if st.button(_("Look into them"), key=slot("look"), type="primary", disabled=not ready):
            seat.go(2)


def _connection(seat: Seat, connections: list[str]) -> None:
    pick(
        slot("connection"),
        _("Where from"),
        ["", *connections],
        seat.draft.connection,
        lambda name: _connect(seat, name),
        told=lambda name: _("Connection {name}").format(name=name) if name else _("Files"),
    )
    database = seat.connection()
    if database is None:
        return
    key = slot("database_tables", seat.draft.connection)
    st.multiselect(
        _("Tables and views to look into"),
        database.tables(),
        list(seat.kept.database_tables),
        key=key,
        on_change=lambda: seat.keep(database_tables=tuple(widget_value(key) or ())),
        help=_("Each is read once, whole. Choose those with customers, deals, contracts, people and the like."),
    )


def _connect(seat: Seat, name: str) -> None:
    seat.put(lambda draft: draft.with_(connection=name, tables=(), nulls=(), preset="", saved=""))
    seat.keep(database_tables=())


def _uploader(seat: Seat) -> None:
    most = min(seat.settings.imports.max_file_mb, MOST_MB)
    files = st.file_uploader(
        _("Exported files: CSV, Excel, JSON, Parquet, or a ZIP of them"),
        accept_multiple_files=True,
        key=slot("drop", str(SERIAL.get())),
        max_upload_size=most,
    )
    if files:
        twice = Counter(file.name.casefold() for file in files)
        for file in files:
            _take(seat, file)
            if twice.pop(file.name.casefold(), 0) > 1:
                told = _(
                    "Several files are called '{name}'; the last one is kept. Rename the others to bring them too."
                )
                TOLD.get().append(told.format(name=file.name))
        SERIAL.set(SERIAL.get() + 1)
        seat.keep(step=1)
        st.rerun()


def _take(seat: Seat, file: Any) -> None:
    try:
        seat.corner.uploads.take(file.name, file)
    except MingjingError as error:
        TOLD.get().append(str(error))


def _held(seat: Seat) -> None:
    for place, (name, size) in enumerate(seat.corner.uploads.names().items()):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = _size(size)
            st.markdown(f"📄 {form.as_typed(name)} · {told}", width="stretch")
            if st.button(
                "✕", key=slot("drop_file", str(place)), type="tertiary", help=_("Remove {name}").format(name=name)
            ):
                seat.corner.uploads.drop(name)
                st.rerun()


def _size(size: int) -> str:
    unit, name, decimals = (_MB, "MB", 1) if size >= _MB else (_KB, "KB", 0)
    return f"{form.number(max(size / unit, 1), None, language(), decimals=decimals)} {name}"


def _saved(seat: Seat) -> None:
    names = seat.mappings.names()
    if not names:
        return
    pick(
        slot("saved"),
        _("Mapping"),
        ["", *names],
        seat.draft.saved or (seat.draft.name if seat.draft.name in names and seat.draft.tables else ""),
        lambda name: _take_up(seat, name),
        told=lambda name: _("Saved: {name}").format(name=name) if name else _("A new one, suggested"),
    )


def _take_up(seat: Seat, name: str) -> None:
    if not name:
        seat.put(lambda draft: Draft(currency=draft.currency, timezone=draft.timezone, connection=draft.connection))
        return
    try:
        mapping = mapping_of(seat.mappings.text(name))
    except MingjingError as error:
        TOLD.get().append(str(error))
        return
    known = draft_of(mapping)
    if known is not None:
        seat.put(lambda draft: known.with_(connection=draft.connection))
        return
    told = {"company": mapping.company, "currency": mapping.currency, "timezone": mapping.timezone}
    seat.put(lambda draft: Draft(name=mapping.name, saved=name, connection=draft.connection, **told))
