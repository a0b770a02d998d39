"""Stages of life by month: how many customers stand in each, who went where, and the customers behind each number."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.analytics.lifecycle import STAGES
from datasource.question import Dimension, Filter, Grain, Op
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.reports.lifecycle import LIMITS, NET, NOT_KNOWN, STOOD, LifeReport, life
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.chart import show_chart
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.members import member_of, member_text
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.controls import link
from widgets.controls.faces import choose_listed
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.format import bucket
from widgets.panels.segment_keeping import show_keep
from widgets.panels.segment_list import GROUP, pick, show_customers
from widgets.state.session import Slot

KEY = f"{Slot.SEGMENTS.value}_life"
MONTH = "month"
FIELD = "lifecycle_stage"
HEIGHT = 320
STOCKS = (
    Column("date", N_("Month"), Kind.DATE, grain=Grain.MONTH),
    Column(FIELD, N_("Stage of life"), Kind.TEXT),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT, metric="customers"),
)
STACKED = Chart(
    kind="stacked_bar",
    shelves=Shelves(
        columns=(Dimension(field="date", grain=Grain.MONTH),), color=Dimension(field=FIELD), values=("customers",)
    ),
)


def show_life(reading: Reading) -> None:
    """Stages and flows under the page's filters; raises `MingjingError` when nobody is in sight."""
    found = awaited(reading, KEY, life, reading.view.where)
    if found is None:
        return
    st.caption(_limits())
    _stocks(found, reading)
    month = _month(found, reading)
    _crossed(found, month, reading)
    _net(found, month, reading)
    _customers(found, month, reading)
    st.caption(_(CUSTOMER_PAST.sentence))
    show_method_card(found.card, reading.look.language)


def stage_text(stage: str) -> str:
    """A stage, or that a customer was not known yet, in the reader's language."""
    return _("Not known yet") if stage == NOT_KNOWN else member_text(FIELD, stage)


def _limits() -> str:
    text = _(
        "Not a customer yet: no contract. New: the first contract at most {new} days ago. Loyal: at least {loyal}"
        " contracts within 365 days. At risk: no contract for more than {active} days. Lost: for more than {lost}."
        " Active: the others. The first of lost, at risk, loyal and new that fits counts."
    )
    return text.format(new=LIMITS.new, loyal=LIMITS.loyal, active=LIMITS.active, lost=LIMITS.lost)


def _stocks(found: LifeReport, reading: Reading) -> None:
    rows = found.stocks.select(
        pl.col("month").dt.strftime("%Y-%m").alias("date"), pl.col("stage").alias(FIELD), "customers"
    )
    told, title = (
        replace(found.base, columns=STOCKS, rows=rows, totals=None),
        _("Customers by stage at each month's end"),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(found.base, reading, KEY)
        show_export(f"{KEY}_stocks", title, reading, lambda: answer_sheet(title, told, reading))
    show_chart(STACKED, told, reading, f"{KEY}_chart", HEIGHT, lambda mark: _pick_mark(mark, found))


def _pick_mark(mark: dict[str, Any], found: LifeReport) -> None:
    stage = member_of(FIELD, str(mark.get(FIELD, "")))
    if stage in STAGES:
        pick(stage, KEY)
    month = _picked_month(mark.get("date"), found)
    if month is not None:
        link.put_own(MONTH, month)


def _picked_month(value: object, found: LifeReport) -> str | None:
    text = str(value or "")[:7]
    return text if text in {f"{month:%Y-%m}" for month in found.months} else None


def _month(found: LifeReport, reading: Reading) -> date:
    months = {f"{month:%Y-%m}": month for month in found.months[:-1] or found.months}
    labels = {text: bucket(text, Grain.MONTH, reading.look.language) for text, month in months.items()}
    return months[choose_listed(_("Moves during"), f"{KEY}_month", MONTH, labels)]


def _crossed(found: LifeReport, month: date, reading: Reading) -> None:
    rows = found.crossed(month)
    named = rows.with_columns(pl.Series("before", [stage_text(stage) for stage in rows["before"]]))
    columns = (
        Column("before", N_("From (a month earlier)"), Kind.TEXT),
        *(Column(stage, stage_text(stage), Kind.NUMBER, Unit.COUNT) for stage in STAGES),
    )
    told, title = replace(found.base, columns=columns, rows=named, totals=None), _("Who went from where to where")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(f"{KEY}_crossed", title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_crossed"
    show_table(columns, named, reading.look, f"{key}_table", lambda: _pick_cell(f"{key}_table", rows))
    st.caption(_("Click a number to list its customers; those on the diagonal stayed where they were."))


def _pick_cell(key: str, rows: pl.DataFrame) -> None:
    chosen = clicked(key)
    if chosen is not None and chosen.column in STAGES and chosen.row < rows.height:
        pick(f"{rows['before'][chosen.row]}>{chosen.column}", KEY)


def _net(found: LifeReport, month: date, reading: Reading) -> None:
    rows = found.net(month)
    named = rows.with_columns(pl.Series("stage", [stage_text(stage) for stage in rows["stage"]]))
    told, title = (
        replace(found.base, columns=NET, rows=named.select(c.name for c in NET), totals=None),
        _("Net by stage"),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(f"{KEY}_net", title, reading, lambda: answer_sheet(title, told, reading))
    key = f"{KEY}_net_table"
    show_table(NET, told.rows, reading.look, key, lambda: _pick_stage(key, rows))


def _pick_stage(key: str, rows: pl.DataFrame) -> None:
    chosen = clicked(key)
    if chosen is not None and chosen.row < rows.height:
        pick(str(rows["stage"][chosen.row]), KEY)


def _customers(found: LifeReport, month: date, reading: Reading) -> None:
    group = link.own(GROUP)
    before, arrow, stage = group.rpartition(">")
    if group and (stage not in STAGES or (arrow and before not in {*STAGES, NOT_KNOWN})):
        tell(unread_note({GROUP: [group]}))
        group = ""
    if not group:
        st.caption(_("Click a bar, a number or a stage to list its customers."))
        return
    rows = found.customers(month, stage, before)
    named = rows.with_columns(pl.Series("before", [stage_text(one) for one in rows["before"]], dtype=pl.String))
    title = f"{stage_text(before)} → {stage_text(stage)}" if before else stage_text(stage)
    show_customers(title, named, STOOD, found.base, reading, KEY)
    if not before:
        note = _("It holds those who stand there at the end of the last whole month, told anew each night.")
        show_keep((Filter(field=FIELD, op=Op.EQ, value=stage),), title, reading, "life", note)
