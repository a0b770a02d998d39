"""From signing up for an event to a won deal: the steps as a funnel, by event as a table."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl
import streamlit as st

from datasource.analytics.event_funnel import STEPS
from datasource.reports.events import Events, events
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.intervals import show_intervals
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls import link
from widgets.format import percent
from widgets.state.session import Slot

KEY = Slot.EVENTS.value
PARAMS = ("event",)
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "registered": N_("Registered"),
        "attended": N_("Attended"),
        "lead": N_("Lead"),
        "deal": N_("Opportunity"),
        "won": N_("Won"),
    }
)
STEP_COLUMNS = (
    Column("step", N_("Step of the funnel"), Kind.TEXT),
    Column("people", N_("People"), Kind.NUMBER, Unit.COUNT),
    Column("rate", N_("Of the step before"), Kind.NUMBER, Unit.RATE),
    Column("low", N_("From"), Kind.NUMBER, Unit.RATE),
    Column("high", N_("To"), Kind.NUMBER, Unit.RATE),
)
EVENT_COLUMNS = (
    Column("event", N_("Event"), Kind.TEXT),
    *(Column(step, label, Kind.NUMBER, Unit.COUNT) for step, label in NAMES.items()),
    Column("amount", N_("Won amount"), Kind.NUMBER, Unit.MONEY),
)


def show_event_funnel(reading: Reading) -> None:
    """Everybody who joined an event in the period; a click on an event shows its own steps."""
    made = reading.report(events, reading.view.period)
    whole = made.found.steps
    known = whole["event"].drop_nulls().unique(maintain_order=True).to_list()
    asked = link.own("event")
    event = asked if asked in known else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{event or _('All events')}**", width="stretch")
        if event is not None:
            st.button(_("All events"), key=f"{KEY}_all", on_click=link.drop_own, args=("event",))
    mine = whole.filter(pl.col("event").eq_missing(pl.lit(event, dtype=pl.String)))
    left, right = st.columns((3, 2), gap="medium")
    with left:
        _bars(mine, reading)
    with right:
        named = mine.with_columns(pl.col("step").replace_strict({step: _(NAMES[step]) for step in STEPS}))
        show_table(STEP_COLUMNS, named.select(column.name for column in STEP_COLUMNS), reading.look, f"{KEY}_steps")
        _attending(made, reading)
    _by_event(whole, reading)
    show_method_card(made.card, reading.look.language)


def _bars(steps: pl.DataFrame, reading: Reading) -> None:
    """How many of the step before took each step, with its interval."""
    rows = steps.drop_nulls("rate").select(
        pl.col("step").replace_strict({step: _(NAMES[step]) for step in STEPS}).alias("name"),
        pl.col("rate").alias("value"),
        "low",
        "high",
        pl.lit("").alias("of"),
    )
    if rows.is_empty():
        st.info(_("Nobody's days are over yet, so no rate can be told."))
        return
    measure = Column("value", _("Of the step before"), Kind.NUMBER, Unit.RATE)
    show_intervals(f"{KEY}_bars", _("Step of the funnel"), measure, rows, reading)


def _attending(made: Events, reading: Reading) -> None:
    found, language = made.found, reading.look.language
    if found.attending is not None:
        one = found.attending
        told = _(
            "Opportunities came of {came} of those who attended and of {stayed} of those who stayed away: a difference"
            " of {low} to {high}, no proof that the event did it."
        )
        shown = {"came": one.first, "stayed": one.second, "low": one.low, "high": one.high}
        st.caption(told.format(**{name: percent(value, language) for name, value in shown.items()}))
    if found.unripe:
        one_text = "The 90 days of {count} person are not over; rates leave them out."
        st.caption(plural(one_text, "The 90 days of {count} people are not over; rates leave them out.", found.unripe))


def _by_event(whole: pl.DataFrame, reading: Reading) -> None:
    rows = whole.drop_nulls("event").pivot("step", index="event", values="people", aggregate_function="first")
    amounts = whole.drop_nulls("event").group_by("event").agg(pl.col("amount").max())
    listed = rows.join(amounts, on="event").sort("registered", "event", descending=[True, False])
    key = f"{KEY}_table"
    show_table(EVENT_COLUMNS, listed, reading.look, key, lambda: _open(key, listed), sight=15)


def _open(key: str, listed: pl.DataFrame) -> None:
    cell = clicked(key)
    if cell is not None and cell.row < listed.height:
        link.put_own("event", listed["event"][cell.row])
