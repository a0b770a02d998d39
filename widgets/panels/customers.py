"""Follow-up channels, conversion with young cohorts marked, and the customers in the public pool."""

import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Grain
from datasource.reports.channels import channels
from datasource.reports.conversion import LINE, RATE, Conversion, conversion
from datasource.reports.exceptions import POOL_IDENTITY
from datasource.reports.pool import POOL_COLUMNS, pool_customers
from datasource.result import Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.tile import show_answer
from widgets.format import number

CHANNELS = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="channel"),), values=("follow_ups",)),
    options=Options(labels=True),
)
RATES = Chart(
    kind="line",
    shelves=Shelves(columns=(Dimension(field="date"),), color=Dimension(field=LINE.name), values=(RATE.name,)),
)
TABLE = Chart(kind="table")


def show_channels(reading: Reading) -> None:
    """Follow-ups by channel as bars."""
    show_answer("channels", N_("Follow-ups by channel"), CHANNELS, _channels(reading), reading)


def show_channel_table(reading: Reading) -> None:
    """Every channel that the company uses, with its share."""
    show_answer("channel_table", N_("All channels"), TABLE, _channels(reading), reading)


def show_conversion(reading: Reading) -> None:
    """The rate of each cohort and of each period as lines, and in words which cohorts are marked."""
    found = _conversion(reading)
    show_answer("conversion", N_("Deal rate of cohorts and of periods"), RATES, found.drawn, reading)
    st.caption(_rule(found, reading))


def show_conversion_table(reading: Reading) -> None:
    """Both rates of every bucket with their parts, and whether the cohort is mature."""
    show_answer("conversion_table", N_("Conversion by period"), TABLE, _conversion(reading).tabled, reading)


def show_pool_customers(reading: Reading) -> None:
    """The customers in the public pool now: name and source, for whoever may see them."""
    st.markdown(f"**{_('In the public pool now')}**")
    rows = reading.report(pool_customers, reading.pool_visible)
    if rows is None:
        st.info(_("This installation shows the customers in the public pool only to people who see all data."))
    elif rows.is_empty():
        st.info(_("No customer lies in the public pool."))
    else:
        show_table(POOL_COLUMNS, rows, reading.look, "pool_customers_table")
        counted = plural("{count} customer", "{count} customers", rows.height)
        st.caption(f"{counted} · {_(POOL_IDENTITY.sentence)}" if reading.pool_visible else counted)


def _channels(reading: Reading) -> Result:
    return reading.report(channels, reading.view.period, reading.view.where)


def _conversion(reading: Reading) -> Conversion:
    view = reading.view
    return reading.report(conversion, view.period, view.where, view.grain or Grain.MONTH)


def _rule(found: Conversion, reading: Reading) -> str:
    if found.days is None:
        return _("Nobody has dealt yet, so that no cohort counts as mature.")
    told = _(
        "A cohort is the customers entered in one period. It is marked as young while its last day lies less than "
        "{days} back, the median deal cycle: more of its customers may still deal."
    )
    return told.format(days=number(found.days, Unit.DAYS, reading.look.language))
