"""How much of the revenue hangs on few customers: the largest of them, Gini, HHI, and who they are."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.reports.customer_profit import TOPS, CustomerMoney, customer_money, revenue_concentration
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.waiting import awaited
from widgets.charts.cumulated import cumulated_rows
from widgets.controls.plain import plain
from widgets.format import number
from widgets.panels.customer_curve import show_curve
from widgets.state.session import Slot

KEY = Slot.VALUE.value
LARGEST = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("revenue", N_("Revenue"), Kind.NUMBER, Unit.MONEY),
    Column("own", N_("Part of all revenue"), Kind.NUMBER, Unit.RATE),
    Column("value_share", N_("Part of all revenue up to here"), Kind.NUMBER, Unit.RATE),
)

WHOLE = tuple(FieldLook(field=name, number=NumberFormat(decimals=0)) for name in ("revenue", "value"))


def show_concentration(reading: Reading) -> None:
    """How much of the period's revenue the largest customers bring, and who they are."""
    money = awaited(reading, f"{KEY}_money", customer_money, reading.view.period, reading.view.where)
    if money is None:
        return
    found, language = revenue_concentration(money), reading.look.language
    buyers = len(found.curve)
    cards = (
        (
            _("Customers that bring 80 %"),
            number(found.for_four_fifths, Unit.COUNT, language),
            _("Of {count} who bought in the period.").format(count=number(buyers, Unit.COUNT, language)),
        ),
        (_("Gini"), number(found.gini, Unit.NUMBER, language), _("0: all alike. 1: one customer brings all.")),
        (
            _("HHI"),
            number(found.hhi, Unit.NUMBER, language, decimals=4),
            _("Sum of the squared shares; as if {count} customers brought the same each.").format(
                count=number(round(1 / found.hhi), Unit.COUNT, language)
            ),
        ),
    )
    with st.container(horizontal=True, gap="medium"):
        for label, value, told in cards:
            st.metric(label, value, help=told)
    left, right = st.columns((1, 1), gap="medium")
    largest = _largest(money)
    with left:
        _share_curve(found.for_four_fifths / buyers, largest, money, reading)
    with right:
        show_table(TOPS, found.tops, reading.look, f"{KEY}_tops", looks=WHOLE)
    _largest_list(largest, money, reading)
    show_method_card(money.card, language)


def _largest(money: CustomerMoney) -> pl.DataFrame:
    """Who bought, the largest first, as `LARGEST`."""
    rows = money.rows.filter(pl.col("revenue") != 0).sort("revenue", "customer", descending=(True, False))
    part = pl.col("revenue") / pl.col("revenue").sum()
    return rows.with_columns(part.alias("own"), part.cum_sum().alias("value_share"))


def _share_curve(four_fifths: float, largest: pl.DataFrame, money: CustomerMoney, reading: Reading) -> None:
    rows = largest.select(
        pl.col("label").alias("name"),
        "own",
        ((pl.int_range(pl.len()) + 1) / pl.len()).alias("share"),
        pl.col("value_share").alias("sum"),
    )
    text = _("80 % of the revenue")
    columns = (replace(LARGEST[4], name="sum"), LARGEST[3])
    shown = number(four_fifths, Unit.RATE, reading.look.language)
    told = _("{share} of the customers bring 80 % of the revenue.").format(share=shown)
    st.markdown(f"**{plain(told)}**")
    marks = {text: (four_fifths, 0.8)}
    show_curve(cumulated_rows(rows, marks), columns, money.base.query, reading, f"{KEY}_shares", told, told)


def _largest_list(largest: pl.DataFrame, money: CustomerMoney, reading: Reading) -> None:
    title = _("Largest customers of the period")
    sheet = replace(money.base, columns=LARGEST, rows=largest, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_proof(money.base, reading, f"{KEY}_largest")
        show_export(f"{KEY}_largest", title, reading, lambda: answer_sheet(title, sheet, reading))
    key = f"{KEY}_largest_table"
    show_table(LARGEST, largest, reading.look, key, lambda: None, looks=WHOLE)
    show_customer_of(key, largest["customer"], largest["label"])
