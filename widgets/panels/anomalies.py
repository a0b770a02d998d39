"""Values out of the ordinary that no rule was written for: a list, each with its course and the ways on."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.periods.buckets import bucket_label
from datasource.question import Grain
from datasource.reports.anomalies import Anomalies, Odd, anomalies
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.alarms import FIRED
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.format import bucket, change, number
from widgets.panels.alert_course import Watched, ask_records, show_course, show_explain_link
from widgets.panels.alert_draft import DRAFT, Draft
from widgets.panels.alert_words import amount_text, entity_text, field_text, metric_text
from widgets.state.session import Slot

KEY = Slot.ALERTS_ANOMALIES.value
GRAINS = {Grain.MONTH: N_("Months"), Grain.WEEK: N_("Weeks")}
MOST = 100
COLUMNS = (
    Column("bucket", N_("Bucket"), Kind.TEXT),
    Column("metric", N_("Metric"), Kind.TEXT),
    Column("member", N_("Of whom"), Kind.TEXT),
    Column("value", N_("Value"), Kind.TEXT),
    Column("expected", N_("Expected"), Kind.TEXT),
    Column("difference", N_("Difference"), Kind.TEXT),
    Column("chance", N_("p, adjusted"), Kind.NUMBER, Unit.RATE),
)


def show_anomalies(reading: Reading) -> None:
    """The newest values that stand out; a sentence says so where there are none."""
    offered = {grain.value: _(label) for grain, label in GRAINS.items()}
    grain = Grain(choose(_("Buckets"), Slot.ALERTS_EVERY.value, "every", offered))
    try:
        found = awaited(reading, f"{KEY}_{grain}", anomalies, grain)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    st.caption(_about(found, reading))
    if found.found:
        _listed(found, reading)
    else:
        st.success(_("Nothing stands out: every value is about what its past lets expect."))
    show_method_card(found.card, reading.look.language)


def _about(found: Anomalies, reading: Reading) -> str:
    """What was looked at."""
    labels = [bucket_label(day, found.grain) for day in (found.buckets[0], found.buckets[-1])]
    first, last = (bucket(label, found.grain, reading.look.language) for label in labels)
    told = _("{series} series of the company and its parts, {first} to {last}: the newest first, the most money first.")
    return told.format(series=number(found.judged, Unit.COUNT, reading.look.language), first=first, last=last)


def _listed(found: Anomalies, reading: Reading) -> None:
    shown = found.found[:MOST]
    key = f"{KEY}_{found.grain}_table"
    rows = pl.DataFrame([_row(one, found.grain, reading) for one in shown])
    title = _("Values that stand out")
    told = replace(found.told, columns=COLUMNS, rows=rows, totals=None)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{title}**", width="stretch")
        show_export(key, title, reading, lambda: answer_sheet(title, told, reading))
    show_table(COLUMNS, rows, reading.look, key, lambda: None, chosen=0)
    if len(found.found) > MOST:
        st.caption(plural("{count} more is not shown.", "{count} more are not shown.", len(found.found) - MOST))
    cell = clicked(key)
    _opened(shown[cell.row if cell is not None and cell.row < len(shown) else 0], found.grain, reading)


def _row(odd: Odd, grain: Grain, reading: Reading) -> dict[str, object]:
    language = reading.look.language
    return {
        "bucket": bucket(bucket_label(odd.bucket, grain), grain, language),
        "metric": metric_text(odd.metric),
        "member": _where(odd),
        "value": amount_text(odd.metric, odd.value, reading),
        "expected": amount_text(odd.metric, odd.expected, reading),
        "difference": change(odd.difference / abs(odd.expected), language) if abs(odd.expected) > 0 else "—",
        "chance": odd.chance,
    }


def _where(odd: Odd) -> str:
    whole = entity_text("", "")
    return f"{field_text(odd.field)}: {entity_text(odd.field, odd.member)}" if odd.field else whole


def _opened(odd: Odd, grain: Grain, reading: Reading) -> None:
    """The course of the chosen value, with what was expected, and the ways on."""
    watched = Watched(odd.metric, grain, odd.field, odd.member)
    label = bucket_label(odd.bucket, grain)
    show_course(watched, reading, f"{KEY}_course", {label: FIRED}, expects=True)
    st.caption(_("Dashed: what its past lets expect; the triangle is the value that stands out."))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Show the records"), key=f"{KEY}_records", icon=":material/table_rows:",
            on_click=ask_records, args=(watched, odd.bucket),
        )  # fmt: skip
        show_explain_link(watched, odd.bucket, reading)
        st.button(
            _("Watch this number"), key=f"{KEY}_watch", icon=":material/add_alert:", on_click=_watch, args=(watched,)
        )


def _watch(watched: Watched) -> None:
    """Begin an alert on the number: unlike its past, in the same buckets."""
    members = {watched.by: [watched.member]} if watched.by else {}
    DRAFT.set(Draft(metric=watched.metric, grain=watched.grain, filters=list(members), members=members))
    link.put_own("part", "rules")
    link.put_own("rule", "new")
