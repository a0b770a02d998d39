"""One table's quality: the rules that its records break, and how full its columns are."""

import polars as pl
import streamlit as st

from datasource.quality.offending import Mending
from datasource.quality.report import Quality, filled_columns
from datasource.quality.rules.every import RULES
from datasource.quality.scores import told_apart
from datasource.quality.words import ASPECT_LABELS, SEVERITY_LABELS, column_text, rule_text, table_text
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import list_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.panels.quality_records import ask_records
from widgets.state.session import Slot, hold_widget, widget_value

KEY = f"{Slot.QUALITY.value}_rules"
RULE_COLUMNS = (
    Column("sentence", N_("What is wrong"), Kind.TEXT),
    Column("broken", N_("Records"), Kind.NUMBER, Unit.COUNT),
    Column("asked", N_("Of"), Kind.NUMBER, Unit.COUNT),
    Column("share", N_("Share of all"), Kind.NUMBER, Unit.RATE),
    Column("severity", N_("What it does"), Kind.TEXT),
    Column("aspect", N_("Aspect"), Kind.TEXT),
)
FILL_COLUMNS = (
    Column("column", N_("Column"), Kind.TEXT),
    Column("share", N_("Filled"), Kind.NUMBER, Unit.RATE),
    Column("empty", N_("Empty"), Kind.NUMBER, Unit.COUNT),
    Column("broken", N_("Broken rules"), Kind.NUMBER, Unit.COUNT),
)


def show_table_quality(reading: Reading, found: Quality) -> None:
    """The chosen table's broken rules, then its columns."""
    tables = found.rules.filter(pl.col("asked") > 0)["table"].unique(maintain_order=True).to_list()
    table = _choose(tables)
    rules = told_apart(found.rules.filter(pl.col("table") == table))
    _rules(reading, table, rules)
    _columns(reading, table, rules)


def _choose(tables: list[str]) -> str:
    asked = link.own("table")
    chosen = asked if asked in tables else tables[0]
    slot = Slot.QUALITY_TABLE.value
    hold_widget(slot, chosen)
    st.selectbox(
        _("Table"),
        tables,
        format_func=table_text,
        key=slot,
        on_change=lambda: link.put_own("table", widget_value(slot)),
        width=320,
    )
    return chosen


def _rules(reading: Reading, table: str, rules: pl.DataFrame) -> None:
    broken = rules.filter(pl.col("broken") > 0).sort("weight", "share", descending=True)
    kept = rules.filter((pl.col("asked") > 0) & (pl.col("broken") == 0)).height
    if broken.is_empty():
        st.success(_("Every rule is kept: {count} of them.").format(count=kept))
        return
    shown = broken.with_columns(
        pl.Series("sentence", [rule_text(RULES[name]) for name in broken["rule"]], dtype=pl.String),
        pl.Series("severity", [_(SEVERITY_LABELS[RULES[name].severity]) for name in broken["rule"]], dtype=pl.String),
        pl.Series("aspect", [_(ASPECT_LABELS[RULES[name].aspect]) for name in broken["rule"]], dtype=pl.String),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        told = _("Broken rules; click one to list its records. {count} more are kept.")
        st.caption(told.format(count=kept), width="stretch")
        title = f"{_('Broken rules')}: {table_text(table)}"
        show_export(KEY, title, reading, lambda: list_sheet(title, RULE_COLUMNS, shown, reading))
    names = broken["rule"].to_list()
    show_table(RULE_COLUMNS, shown, reading.look, f"{KEY}_{table}", lambda: _ask(table, names))


def _ask(table: str, names: list[str]) -> None:
    chosen = clicked(f"{KEY}_{table}")
    if chosen is not None:
        ask_records([Mending(table, names[chosen.row])])


def _columns(reading: Reading, table: str, rules: pl.DataFrame) -> None:
    first = {name: RULES[name].columns[0] for name in rules["rule"]}
    broken = rules.select(pl.col("rule").replace_strict(first).alias("column"), "broken")
    summed = broken.group_by("column").agg(pl.col("broken").sum())
    filled = reading.report(filled_columns, table).join(summed, on="column", how="left", maintain_order="left")
    counted = filled.with_columns(
        share=pl.col("filled") / pl.col("rows"),
        empty=pl.col("rows") - pl.col("filled"),
        broken=pl.col("broken").fill_null(0),
    )
    shown = counted.sort("share", maintain_order=True)
    named = shown.with_columns(pl.Series("column", [column_text(name) for name in shown["column"]], dtype=pl.String))
    st.markdown(f"**{_('Columns')}**")
    show_table(FILL_COLUMNS, named, reading.look, f"{KEY}_{table}_columns")
