"""Open deals by their chance to be won: grades, the list with reasons, how good the chances are, drift."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.question import Query
from datasource.reports.exceptions import STUDIED
from datasource.reports.lead_scores import FIELDS, ScoredDeals, deal_scores
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.format import compact, number, percent
from widgets.panels.chance_reasons import why
from widgets.panels.score_quality import show_drift, show_goodness, show_grades
from widgets.state.session import Slot

KEY, LIST = Slot.DEAL_SCORES.value, f"{Slot.DEAL_SCORES.value}_list"
PARAMS = ("deal_grade",)
ALL, GRADES = "all", ("A", "B", "C", "D")
DEALS = (
    Column("label", N_("Name"), Kind.TEXT),
    Column("grade", N_("Grade"), Kind.TEXT),
    Column("chance", N_("Chance"), Kind.NUMBER, Unit.RATE),
    Column("why", N_("Why"), Kind.TEXT),
    Column("amount", N_("Amount"), Kind.NUMBER, Unit.MONEY),
    Column("expected", N_("Amount × chance"), Kind.NUMBER, Unit.MONEY),
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("customer", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("expected_close", N_("Expected close"), Kind.TEXT),
)
WON = N_("Won within a year")


def show_deal_scores(reading: Reading) -> None:
    """The open deals under the page's filters; a sentence says why where no chances are told."""
    try:
        found = reading.report(deal_scores, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    _head(found, reading)
    show_grades(KEY, found.goodness, found.deals["grade"], WON, reading, _pick)
    _list(found, reading)
    show_goodness(KEY, found.goodness, found.base, reading)
    told = _("Deals open today beside those open a year ago: up to 0.1 alike, above 0.25 unlike.")
    show_drift(KEY, found.goodness, {name: _(label) for name, label in FIELDS.items()}, told, reading)
    leaks = _(
        "Nothing can leak into these chances: they read the log of stages and activities as it stood on each day, and"
        " no field that is filled in afterwards."
    )
    st.caption(f"{leaks} {_(STUDIED.sentence)}")
    show_method_card(found.goodness.card, reading.look.language)


def _head(found: ScoredDeals, reading: Reading) -> None:
    language, currency = reading.look.language, reading.look.currency
    chance, expected = found.base.rows.row(0)
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.metric(_("Open deals with a chance"), number(found.deals.height, Unit.COUNT, language))
        st.metric(_("Chance on average"), percent(chance, language))
        amount = float(found.deals["amount"].sum())
        st.metric(_("Amount of all"), compact(amount, Unit.MONEY, language, currency))
        st.metric(_("Amount × chance"), compact(expected, Unit.MONEY, language, currency))
        show_proof(found.base, reading, KEY)


def _pick(grade: str) -> None:
    if grade in GRADES:
        link.put_own("deal_grade", grade)


def _list(found: ScoredDeals, reading: Reading) -> None:
    title = _("Open deals by what they may bring")
    options = {ALL: _("All grades"), **{grade: grade for grade in GRADES}}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="content")
        grade = choose(_("Grade"), Slot.DEAL_SCORES_GRADE.value, "deal_grade", options)
        deals = found.deals if grade == ALL else found.deals.filter(pl.col("grade") == grade)
        rows = deals.with_columns(
            pl.Series("why", [why(row, reading.look.language) for row in deals.iter_rows(named=True)], pl.String),
            pl.col("expected_close").dt.to_string("%Y-%m-%d"),
        ).select(one.name for one in DEALS)
        told = replace(found.base, columns=DEALS, rows=rows, totals=None)
        show_export(LIST, title, reading, lambda: answer_sheet(title, told, reading))
    if rows.is_empty():
        st.info(_("No deal of this grade is open among those that you see here."))
        return
    show_table(DEALS, rows, reading.look, LIST, lambda: _open(deals))
    st.caption(
        plural(
            "{count} deal; its chance is to be won within a year. Click it to see its record.",
            "{count} deals; chances are to be won within a year. Click one to see its record.",
            rows.height,
        )
    )


def _open(deals: pl.DataFrame) -> None:
    """Ask for the record of the deal that was clicked: its customer's, in its stage, of its owner."""
    cell = clicked(LIST)
    if cell is not None and cell.row < deals.height:
        row = deals.row(cell.row, named=True)
        fields = [field for field in ("customer", "owner", "stage") if row[field]]
        drill.ask_behind(Query(metrics=("open_amount",)), tuple(member_filter(field, row[field]) for field in fields))
