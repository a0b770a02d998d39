"""What the last load met: rows read, kept and rejected, and the rejected rows themselves, for whoever sees all data."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from datasource.quality.last_load import LastLoad
from datasource.quality.words import table_text
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import list_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.state.session import Slot

KEY = f"{Slot.QUALITY.value}_load"
SHOWN = 1_000  # rejected rows on the page; a file holds all that are kept
TABLE_COLUMNS = (
    Column("name", N_("Table"), Kind.TEXT),
    Column("read", N_("Rows read"), Kind.NUMBER, Unit.COUNT),
    Column("kept", N_("Kept"), Kind.NUMBER, Unit.COUNT),
    Column("rejected", N_("Rejected rows"), Kind.NUMBER, Unit.COUNT),
)
STRUCK_COLUMNS = (
    Column("place", N_("File or table"), Kind.TEXT),
    Column("told", N_("What was met"), Kind.TEXT),
    Column("count", N_("Times"), Kind.NUMBER, Unit.COUNT),
    Column("columns", N_("Columns"), Kind.TEXT),
)
REJECT_COLUMNS = (
    Column("source", N_("Source"), Kind.TEXT),
    Column("row", N_("Row"), Kind.NUMBER, Unit.COUNT),
    Column("told", N_("What is wrong"), Kind.TEXT),
    Column("column", N_("Column"), Kind.TEXT),
    Column("value", N_("Value"), Kind.TEXT),
    Column("name", N_("Table"), Kind.TEXT),
)
CLEANED = {
    "ragged": N_("More or fewer fields than the header"),
    "required": N_("A cell that the table cannot do without is empty"),
    "duplicate_key": N_("The id of an earlier row"),
    "trim": N_("Spaces around the text"),
    "null_word": N_("A word that means empty"),
    "value_map": N_("Spelling mended by the mapping"),
    "unknown_value": N_("Unknown code or word, left empty"),
    "bad_number": N_("No number, left empty"),
    "bad_date": N_("No date, left empty"),
    "ambiguous_date": N_("Day and month cannot be told apart, left empty"),
    "bad_flag": N_("Neither yes nor no, left empty"),
    "bad_text": N_("Text that cannot be read, left empty"),
    "rounded": N_("Rounded to the currency's digits"),
    "orphan": N_("Names a row that is not there: Unknown"),
    "ambiguous": N_("Names several rows: Unknown"),
    "blank_line": N_("Blank line"),
    "junk": N_("Line above the header"),
    "spill": N_("More fields than names: put together"),
    "broken_quote": N_("Text behind a closing quote"),
    "no_match": N_("Not what the mapping's pattern looks for, left empty"),
    "not_found": N_("Not found where it is looked up, left empty"),
    "other_currency": N_("Another currency than it is in, left empty"),
    "no_rate": N_("A currency without a rate, left empty"),
    "no_currency": N_("No currency: taken as the company's"),
    "fuzzy": N_("Referred to by a name that is only alike"),
    "deleted": N_("Marked as deleted, left aside"),
    "next_file": N_("Rows of a further file begin"),
    "no_value": N_("An error of the spreadsheet, left empty"),
    "incomplete": N_("One page of several: the others are missing"),
    "unnamed_column": N_("A column without a name was named"),
    "repeated_column": N_("A column's name stands twice and was told apart"),
}


def show_last_load(reading: Reading, load: LastLoad) -> None:
    """Tables with what was read and rejected, the rejected rows, and what happened to cells."""
    tables = load.tables.with_columns(_named(load.tables["table"], table_text))
    st.caption(_("Read = kept + rejected, for each table of the load that made this version."))
    show_table(TABLE_COLUMNS, tables.sort("rejected", descending=True, maintain_order=True), reading.look, KEY)
    if load.rejected:
        _rejects(reading, load)
    if not load.struck.is_empty():
        st.markdown(f"**{_('What cleaning met')}**")
        struck = load.struck.with_columns(_named(load.struck["rule"], told_rule, "told"))
        show_table(STRUCK_COLUMNS, struck, reading.look, f"{KEY}_struck")


def _rejects(reading: Reading, load: LastLoad) -> None:
    rows = load.rejects.with_columns(
        _named(load.rejects["rule"], told_rule, "told"), _named(load.rejects["table"], table_text)
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        told = plural("{count} rejected row", "{count} rejected rows", load.rejected)
        st.markdown(f"**{told}**", width="stretch")
        title = _("Rejected rows")
        show_export(KEY, title, reading, lambda: list_sheet(title, REJECT_COLUMNS, rows, reading))
    show_table(REJECT_COLUMNS, rows.head(SHOWN), reading.look, f"{KEY}_rejects")
    if load.rejected > SHOWN:
        st.caption(_("The first {count} of them; a file holds more.").format(count=min(SHOWN, rows.height)))


def _named(cells: pl.Series, tell: Callable[[str], str], name: str = "name") -> pl.Series:
    words = {text: tell(text) for text in cells.unique() if text is not None}
    return cells.replace_strict(words, return_dtype=pl.String).alias(name)


def told_rule(rule: str) -> str:
    """A rule of cleaning in words; one without is told by its name."""
    return _(CLEANED[rule]) if rule in CLEANED else rule.replace("_", " ").capitalize()
