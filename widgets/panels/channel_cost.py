"""What a lead and a new customer of each channel cost, what came back for it, and in how many months."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Query
from datasource.reports.attribution import MODELS
from datasource.reports.channel_cost import NO_TOUCH, ChannelCost, channel_cost
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.beside import show_clickable, show_head
from widgets.blocks.chart import show_chart
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.waiting import awaited
from widgets.controls.plain import plain
from widgets.format import number
from widgets.panels.attribution import choose_rule, choose_window
from widgets.state.session import Slot

KEY = Slot.CHANNEL_COST.value
PARAMS = ("window", "rule")
COLUMNS = (
    Column("channel", N_("Marketing channel"), Kind.TEXT),
    Column("spend", N_("Spend"), Kind.NUMBER, Unit.MONEY, metric="spend"),
    Column("leads", N_("Leads"), Kind.NUMBER, Unit.COUNT, metric="leads"),
    Column("customers", N_("New customers"), Kind.NUMBER, Unit.NUMBER, metric="customers"),
    Column("revenue", N_("Their revenue"), Kind.NUMBER, Unit.MONEY, metric="revenue"),
    Column("cost_per_lead", N_("Cost per lead (CPL)"), Kind.NUMBER, Unit.MONEY, metric="cost_per_lead"),
    Column("cost_per_customer", N_("Cost per customer (CAC)"), Kind.NUMBER, Unit.MONEY, metric="cost_per_customer"),
    Column("return_on_spend", N_("ROI"), Kind.NUMBER, Unit.RATE, metric="return_on_spend"),
    Column("payback_months", N_("Months to pay back"), Kind.NUMBER, Unit.NUMBER, metric="payback_months"),
)
CHART = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="channel"),), values=("spend", "revenue")),
    options=Options(labels=True),
)
RULES = {name: label for name, label in MODELS.items() if name != "markov"}
HEIGHT = 380


def show_channel_cost(reading: Reading) -> None:
    """Costs of the channels in the period of the filter bar; it is the company's, whatever the other filters."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        window = choose_window()
    rule = choose_rule(RULES)
    made = awaited(reading, KEY, channel_cost, rule, window, reading.view.period)
    if made is None:
        return
    told = _told(made)
    paying = replace(told, rows=told.rows.filter(pl.col("spend") > 0), totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Spend, and what its new customers have signed so far')}**", width="stretch")
        show_head(KEY, _("Channel cost"), CHART, told, reading)
    _paid(made, reading)
    show_chart(CHART, paying, reading, f"{KEY}_chart", HEIGHT, lambda mark: _ask(made.new, mark.get("channel")))
    show_clickable(f"{KEY}_table", told, reading, lambda cell: _ask_row(made, told, cell.row))
    _reasons(made)
    show_method_card(made.card, reading.look.language)


def _told(made: ChannelCost) -> Result:
    names = [column.name for column in COLUMNS]
    totals = {name: value for name, value in made.found.blended.row(0, named=True).items() if name in names}
    return Result(made.new.query, COLUMNS, made.found.channels.select(names), totals, made.new.proof)


def _paid(made: ChannelCost, reading: Reading) -> None:
    """The same for the channels with spend alone: those without it flatter the whole."""
    language, currency = reading.look.language, reading.look.currency
    row = made.found.paid.row(0, named=True)
    told = _("Channels with spend alone: CPL {lead}, CAC {customer}, ROI {roi}, {months} months to pay back.")
    st.markdown(
        plain(
            told.format(
                lead=number(row["cost_per_lead"], Unit.MONEY, language, currency),
                customer=number(row["cost_per_customer"], Unit.MONEY, language, currency),
                roi=number(row["return_on_spend"], Unit.RATE, language),
                months=number(row["payback_months"], Unit.NUMBER, language),
            )
        )
    )


def _reasons(made: ChannelCost) -> None:
    """Why a ratio is a dash."""
    told = [_("The total is over all channels, with or without spend.")]
    if made.found.unspent:
        names = ", ".join(name for name in made.found.unspent if name != NO_TOUCH)
        told.append(
            _("— where nothing was spent ({names}): without cost there is no CPL, CAC or ROI.").format(names=names)
        )
    if made.found.idle:
        names = ", ".join(made.found.idle)
        told.append(_("No CAC and no payback where no customer was won: {names}.").format(names=names))
    if not made.margins:
        told.append(_("No payback, as no product's cost is known."))
    told.append(_("The channel “—” holds leads and customers without a known touch."))
    if made.undated:
        one, many = (
            "{count} campaign has a cost but no first day and is left out.",
            ("{count} campaigns have a cost but no first day and are left out."),
        )
        told.append(plural(one, many, made.undated))
    st.caption(plain(" ".join(told)))


def _ask_row(made: ChannelCost, told: Result, row: int) -> None:
    _ask(made.new, told.rows["channel"][row] if row < told.rows.height else None)


def _ask(new: Result, channel: str | None) -> None:
    """The leads of the channel's campaigns; all new leads and customers of the period for the rest."""
    if channel is None or channel == NO_TOUCH:
        drill.ask(new.query)
    else:
        drill.ask(Query(metrics=("new_leads",), period=new.query.period), {"campaign_channel": channel})
