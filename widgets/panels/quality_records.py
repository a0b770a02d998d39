"""The records to mend behind a score: a dialog with what is wrong with each, and a file for whoever mends them."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.share import Right
from datasource.errors import MingjingError
from datasource.quality.offending import WRONG, Mending, Offenders, offenders
from datasource.quality.rules.every import RULES
from datasource.quality.words import rule_text, table_text
from datasource.question import MOST_RECORDS
from datasource.texts import _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import Sheet, list_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.state.session import Key, Slot, forget, widget_value

ASKED: Key[tuple[Mending, ...]] = Key(Slot.QUALITY_ASKED, tuple)
KEY = f"{Slot.QUALITY.value}_records"


def ask_records(wanted: Sequence[Mending]) -> None:
    """Remember that these records were asked for, one list a table; a new list starts at its first page."""
    forget((Slot.QUALITY_PAGE.value, f"{KEY}_table"))
    ASKED.set(tuple(wanted))


def show_records(reading: Reading) -> None:
    """Open the dialog when records were asked for in this run."""
    asked = ASKED.get()
    ASKED.clear()
    if asked:
        _dialog(reading, asked)


def _dialog(reading: Reading, asked: tuple[Mending, ...]) -> None:
    @st.dialog(_("Records to mend"), width="large")
    def opened() -> None:
        try:
            reading.check(Right.VIEW)
        except MingjingError as error:
            st.error(str(error))
            return
        _body(reading, asked)

    opened()


def _body(reading: Reading, asked: tuple[Mending, ...]) -> None:
    lists = {one.table: one for one in asked if reading.report(offenders, one).count}
    if not lists:
        st.info(_("Nothing is to be mended."))
        return
    table = next(iter(lists))
    if len(lists) > 1:
        table = st.selectbox(_("Table"), list(lists), format_func=table_text, key=f"{KEY}_table")
    ask = lists[table]
    found = reading.report(offenders, ask)
    pages = -(-found.count // ask.page_size)
    chosen = min(widget_value(Slot.QUALITY_PAGE.value) or 1, pages)
    if chosen > 1:
        found = reading.report(offenders, replace(ask, page=chosen))
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.caption(f"{_about(ask)} · {plural('{count} record', '{count} records', found.count)}", width="stretch")
        show_export(KEY, _("Records to mend"), reading, lambda: _sheet(reading, ask))
    show_table(found.columns, _worded(found), reading.look, f"{KEY}_{table}")
    if pages > 1:
        st.pagination(pages, key=Slot.QUALITY_PAGE.value)


def _about(ask: Mending) -> str:
    return f"{table_text(ask.table)} · {rule_text(RULES[ask.rule])}" if ask.rule else table_text(ask.table)


def _sheet(reading: Reading, ask: Mending) -> Sheet:
    """All of them, read when the file is asked for."""
    found = offenders(reading.shared.catalog, reading.viewer, replace(ask, page=1, page_size=MOST_RECORDS))
    facts = ((_("Records"), _about(ask)),)
    return list_sheet(_("Records to mend"), found.columns, _worded(found), reading, facts)


def _worded(found: Offenders) -> pl.DataFrame:
    """The rows with what is wrong in the reader's words."""
    told = ["; ".join(rule_text(RULES[name]) for name in names.split("\n")) for names in found.rows[WRONG]]
    return found.rows.with_columns(pl.Series(WRONG, told, dtype=pl.String))
