"""What customers leave after goods and service: the whale curve, at rates that the reader sets."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.analytics.value import Whale
from datasource.reports.customer_profit import (
    PROFITS,
    SERVED,
    CustomerMoney,
    Rates,
    customer_money,
    profit,
)
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.customer_link import show_customer_of
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import show_table
from widgets.blocks.waiting import awaited
from widgets.charts.cumulated import cumulated_rows
from widgets.controls import link
from widgets.controls.plain import plain
from widgets.controls.told import tell
from widgets.controls.view_url import unread_note
from widgets.format import compact, number
from widgets.panels.customer_curve import show_curve
from widgets.state.session import Slot, hold_widget, widget_value

KEY = Slot.VALUE.value
RATE_PARAMS = ("follow_up_cost", "visit_cost", "ticket_cost")
FIRST_RATES = (100.0, 500.0, 300.0)
"""What is supposed of a follow-up, a return visit and a ticket until somebody says better."""
MOST_RATE = 1e9
WHOLE = tuple(
    FieldLook(field=column.name, number=NumberFormat(decimals=0)) for column in PROFITS if column.unit is Unit.MONEY
)


def show_profit(reading: Reading) -> None:
    """The whale curve of the period at the rates of the address, and every customer on it."""
    money = awaited(reading, f"{KEY}_money", customer_money, reading.view.period, reading.view.where)
    if money is None:
        return
    rates = _rates(reading)
    found = profit(money, rates)
    _profit_figures(found, reading)
    st.caption(plain(_missing(money, rates, reading)))
    title = _("Profit by customer")
    sheet = replace(money.base, columns=PROFITS, rows=found.customers, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Profit added up, customer by customer')}**", width="stretch")
        show_proof(money.base, reading, f"{KEY}_profit")
        show_export(f"{KEY}_profit", title, reading, lambda: answer_sheet(title, sheet, reading))
    _whale(found, money, reading)
    key = f"{KEY}_profits"
    show_table(PROFITS, found.customers, reading.look, key, lambda: None, looks=WHOLE)
    show_customer_of(key, found.customers["customer"], found.customers["label"])
    show_method_card(money.card, reading.look.language)


def _rates(reading: Reading) -> Rates:
    """What the address says that serving costs; numbers that are none are told and left out."""
    labels = (_("Cost of a follow-up"), _("Cost of a return visit"), _("Cost of a ticket"))
    values = []
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for place, (param, label) in enumerate(zip(RATE_PARAMS, labels, strict=True)):
            slot, value = f"{Slot.VALUE_RATE.value}_{SERVED[place]}", _asked(param, FIRST_RATES[place])
            hold_widget(slot, value)
            st.number_input(
                f"{label} ({reading.look.currency})",
                min_value=0.0, max_value=MOST_RATE, step=50.0, format="%.0f", key=slot, width=210,
                on_change=_put_rate, args=(param, slot),
            )  # fmt: skip
            values.append(value)
    return Rates(*values)


def _asked(param: str, first: float) -> float:
    asked = link.own_values(param)
    try:
        value = float(asked[0]) if len(asked) == 1 else first if not asked else -1.0
    except ValueError:
        value = -1.0
    if 0 <= value <= MOST_RATE:
        return value
    tell(unread_note({param: asked}))
    return first


def _put_rate(param: str, slot: str) -> None:
    link.put_own(param, f"{widget_value(slot) or 0.0:g}")


def _profit_figures(found: Whale, reading: Reading) -> None:
    language, currency = reading.look.language, reading.look.currency
    served = float(found.customers["served"].sum())
    share = found.lost / found.peak if found.peak > 0 else None
    below = int((found.customers["profit"] < 0).sum())
    cards = (
        (_("Profit"), compact(found.total, Unit.MONEY, language, currency), _("Of all customers together.")),
        (
            _("Cost to serve"),
            compact(served, Unit.MONEY, language, currency),
            _("Follow-ups, return visits and tickets at the rates above."),
        ),
        (
            _("Peak of the curve"),
            compact(found.peak, Unit.MONEY, language, currency),
            plural("Reached with {count} customer.", "Reached with {count} customers.", found.peak_customers),
        ),
        (
            _("Lost after the peak"),
            number(share, Unit.RATE, language),
            _("{amount} that the customers after the peak take away again.").format(
                amount=compact(found.lost, Unit.MONEY, language, currency)
            ),
        ),
        (_("Customers at a loss"), number(below, Unit.COUNT, language), _("They cost more than they bring.")),
    )
    with st.container(horizontal=True, gap="medium"):
        for label, value, told in cards:
            st.metric(label, value, help=told)


def _missing(money: CustomerMoney, rates: Rates, reading: Reading) -> str:
    """What the numbers lack."""
    language = reading.look.language
    told = []
    known = number(money.costed, Unit.RATE, language)
    if money.costed is None:
        told.append(_("Nothing was sold in the period."))
    elif not money.has_goods:
        text = _("The cost of goods is known for {share} of the revenue only, so profit is before the cost of goods.")
        told.append(text.format(share=known))
    elif money.costed < 1:
        text = _("The cost of goods is known for {share} of the revenue; the rest is taken to cost as much.")
        told.append(text.format(share=known))
    else:
        told.append(_("The cost of goods is known for all of the revenue."))
    if any(link.own(param) for param in RATE_PARAMS):
        told.append(_("The rates of serving are yours; the link of this page keeps them."))
    elif any(vars(rates).values()):
        told.append(_("The rates of serving are suppositions until you set them; the link of this page keeps yours."))
    if not any(vars(rates).values()):
        told.append(_("Serving costs nothing at these rates."))
    told.append(_("Travel, wages and other overheads are in no CRM and are left out."))
    return " ".join(told)


def _whale(found: Whale, money: CustomerMoney, reading: Reading) -> None:
    rows = found.customers.select(
        pl.col("label").alias("name"),
        pl.col("profit").alias("own"),
        pl.col("customer_share").alias("share"),
        pl.col("profit_sum").alias("sum"),
    )
    language, currency = reading.look.language, reading.look.currency
    peak = found.peak_customers / max(1, len(rows))
    marks = {}
    if found.lost > 0 and found.peak > 0:
        text = _("Peak {amount}").format(amount=compact(found.peak, Unit.MONEY, language, currency))
        marks[text] = (peak, found.peak)
    total, own = worded((
        Column("sum", N_("Profit up to here"), Kind.NUMBER, Unit.MONEY),
        Column("own", N_("Profit of the customer"), Kind.NUMBER, Unit.MONEY),
    ))  # fmt: skip
    name = _("Profit added up, customer by customer")
    figures = (compact(value, Unit.MONEY, language, currency) for value in (found.peak, found.total))
    told = _("Highest at {peak}, {total} in the end.").format(**dict(zip(("peak", "total"), figures, strict=True)))
    show_curve(cumulated_rows(rows, marks), (total, own), money.base.query, reading, f"{KEY}_whale", name, told)
