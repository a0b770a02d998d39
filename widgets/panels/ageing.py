"""What customers owe today, by how long it is overdue: figures, bars and tables that no period cuts off."""

import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Query, Sort, Top
from datasource.texts import N_
from widgets.blocks.kpi import show_kpi
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.tile import show_answer

AMOUNT = "receivable_amount"
AGEING, OWNER = Dimension(field="ageing"), Dimension(field="owner")
FIGURES = (AMOUNT, "overdue_amount", "overdue_share", "receivable_count")
AGES = ("receivable_not_due", "overdue_1_30", "overdue_31_60", "overdue_61_90", "overdue_over_90")
TABLED = (AMOUNT, *AGES, "overdue_share")
LARGEST = (Sort(by=AMOUNT, desc=True),)
MOST_BARS = 12
TITLES = {"owner": N_("By employee"), "customer": N_("By customer")}


def show_figure(name: str, reading: Reading) -> None:
    """One of the figures as a card with its proof."""
    result = reading.answer(Query(metrics=(name,), where=reading.view.where))
    with st.container(horizontal=True, vertical_alignment="top", gap="xxsmall", height="stretch"):
        with st.container(width="stretch"):
            show_kpi(result, reading)
        show_proof(result, reading, f"ageing_{name}")


def show_ages(reading: Reading) -> None:
    """What is owed by age, youngest first."""
    result = reading.answer(
        Query(metrics=(AMOUNT, "receivable_count"), by=(AGEING,), where=reading.view.where, totals=True)
    )
    chart = Chart(kind="bar", shelves=Shelves(columns=(AGEING,), values=(AMOUNT,)), options=Options(labels=True))
    show_answer("ageing_bars", N_("Receivables by age"), chart, result, reading)


def show_owners(reading: Reading) -> None:
    """Whose customers owe the most, each bar in its ages."""
    top = Top(field="owner", n=MOST_BARS, by=AMOUNT, others=False)
    result = reading.answer(
        Query(metrics=(AMOUNT, *AGES), by=(OWNER,), where=reading.view.where, top=top, sort=LARGEST, totals=True)
    )
    chart = Chart(kind="stacked_bar", shelves=Shelves(rows=(OWNER,), values=AGES))
    show_answer("ageing_owners", N_("Whose customers owe the most"), chart, result, reading)


def show_by(field: str, reading: Reading) -> None:
    """Every member of `field` with what is owed in all and in each age, the largest first."""
    by = (Dimension(field=field),)
    result = reading.answer(Query(metrics=TABLED, by=by, where=reading.view.where, sort=LARGEST, totals=True))
    chart = Chart(kind="table", shelves=Shelves(rows=by, values=TABLED), sort=LARGEST, totals=True)
    show_answer(f"ageing_by_{field}", TITLES[field], chart, result, reading)
