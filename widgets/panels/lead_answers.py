"""How fast leads are answered and what goes with it: conversion by time of the first answer, and each owner's."""

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.question import Filter, Op, Query
from datasource.reports.lead_answers import LeadAnswers, LeadOwners, lead_answers, lead_owners
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.intervals import show_intervals
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.format import number, percent
from widgets.state.session import Slot

KEY = Slot.LEAD_ANSWERS.value
BAND_COLUMNS = (
    Column("band", N_("First answer"), Kind.TEXT),
    Column("leads", N_("Leads"), Kind.NUMBER, Unit.COUNT),
    Column("converted", N_("Converted"), Kind.NUMBER, Unit.COUNT),
    Column("rate", N_("Share that converted"), Kind.NUMBER, Unit.RATE),
    Column("difference", N_("More than the slowest"), Kind.NUMBER, Unit.RATE),
    Column("difference_low", N_("From"), Kind.NUMBER, Unit.RATE),
    Column("difference_high", N_("To"), Kind.NUMBER, Unit.RATE),
    Column("sure", N_("Beyond chance"), Kind.TEXT),
)
OWNER_COLUMNS = (
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("leads", N_("Leads"), Kind.NUMBER, Unit.COUNT),
    Column("waiting", N_("Waiting"), Kind.NUMBER, Unit.COUNT),
    Column("oldest", N_("Longest wait"), Kind.NUMBER, Unit.DAYS),
    Column("median_hours", N_("Median answer"), Kind.NUMBER, Unit.HOURS),
    Column("fast", N_("Within an hour"), Kind.NUMBER, Unit.RATE),
    Column("decided", N_("Leads with an outcome"), Kind.NUMBER, Unit.COUNT),
    Column("converted", N_("Converted"), Kind.NUMBER, Unit.COUNT),
    Column("rate", N_("Conversion, shrunk"), Kind.NUMBER, Unit.RATE),
)


def show_lead_answers(reading: Reading) -> None:
    """Conversion by the time of the first answer, within the same source; below it how each owner answers."""
    view = reading.view
    try:
        made = reading.report(lead_answers, view.period, view.where)
    except MingjingError as error:
        st.info(str(error))
    else:
        _bands(made, reading)
        show_method_card(made.card, reading.look.language)
    _owners(reading.report(lead_owners, view.period, view.where), reading)


def _bands(made: LeadAnswers, reading: Reading) -> None:
    found, language = made.found, reading.look.language
    bands = found.bands.with_columns(
        pl.Series("band", _band_names(found.bands["hours"].to_list(), found.bands["answered"].to_list())),
        pl.when("found").then(pl.lit(_("yes"))).otherwise(pl.lit(_("no"))).alias("sure"),
    ).with_columns(pl.when(pl.col("found").is_not_null()).then("sure").alias("sure"))
    best = bands.filter(pl.col("found") & (pl.col("difference") > 0)).sort("difference", descending=True).head(1)
    if best.is_empty():
        st.markdown(_("**No answer time goes with more conversion beyond chance**, within the same source."))
    else:
        row = best.row(0, named=True)
        told = _(
            "**Answered {band}: {gain} points more convert** than of those answered last, within the same source"
            " ({low} to {high}). Associated, not proven to cause."
        )
        shown = {"gain": row["difference"], "low": row["difference_low"], "high": row["difference_high"]}
        points = {name: number(round(100 * value, 1), Unit.NUMBER, language) for name, value in shown.items()}
        st.markdown(told.format(band=row["band"], **points))
    rows = bands.select(
        pl.col("band").alias("name"), pl.col("rate").alias("value"), "low", "high", pl.lit("").alias("of")
    )
    measure = Column("value", _("Share that converted"), Kind.NUMBER, Unit.RATE)
    left, right = st.columns((2, 3), gap="medium")
    with left:
        show_intervals(f"{KEY}_bars", _("First answer"), measure, rows, reading)
    with right:
        listed = bands.select(column.name for column in BAND_COLUMNS)
        show_table(BAND_COLUMNS, listed, reading.look, f"{KEY}_bands")


def _band_names(hours: list[int | None], answered: list[bool]) -> list[str]:
    """What each band is called, by its upper bound; the last answered one has none, then come those not answered."""
    names = []
    before = 0
    for bound, is_answered in zip(hours, answered, strict=True):
        if not is_answered:
            names.append(_("not at all"))
        elif bound is None:
            names.append(_("later than {hours} h").format(hours=before))
        else:
            names.append(_("within {hours} h").format(hours=bound))
            before = bound
    return names


def _owners(made: LeadOwners, reading: Reading) -> None:
    language = reading.look.language
    st.markdown(f"**{_('By owner')}**")
    key = f"{KEY}_owners"
    listed = made.owners.select(column.name for column in OWNER_COLUMNS)
    show_table(OWNER_COLUMNS, listed, reading.look, key, lambda: _ask(key, listed, reading), sight=15)
    if made.people.person_problem:
        told = _("The owners' conversion differs beyond chance: {share} of the spread is between people.")
        st.caption(told.format(share=percent(made.people.share, language)))
    else:
        st.caption(_("The owners' conversion does not differ beyond chance."))


def _ask(key: str, listed: pl.DataFrame, reading: Reading) -> None:
    """The leads of the owner that was clicked."""
    cell = clicked(key)
    if cell is None or cell.row >= listed.height:
        return
    query = Query(metrics=("new_leads",), period=reading.view.period, where=reading.view.where)
    owner = listed["owner"][cell.row]
    only = Filter(field="owner", op=Op.IS_NULL) if owner is None else Filter(field="owner", op=Op.EQ, value=owner)
    drill.ask_behind(query, (only,))
