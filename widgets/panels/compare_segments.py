"""Two segments of customers side by side on one metric: the difference, and what chance alone would make of it."""

import polars as pl
import streamlit as st

from datasource.metrics.registry import DIMENSIONS, metric
from datasource.question import Query
from datasource.reports.segment_compare import (
    FIELDS,
    TOUCHED,
    Compared,
    Condition,
    Segment,
    comparable,
    compare_segments,
    offered,
)
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.intervals import show_intervals
from widgets.blocks.method_card import show_method_card
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls.faces import choose
from widgets.controls.plain import plain
from widgets.format import cell, number
from widgets.state.session import Slot

KEY = Slot.COMPARE.value
PARAMS = ("against",)
ROWS = 2
FIRST_METRIC = "cycle_days"
COLUMNS = (
    Column("segment", N_("Segment"), Kind.TEXT),
    Column("customers", N_("Customers"), Kind.NUMBER, Unit.COUNT),
    Column("rows", N_("Values"), Kind.NUMBER, Unit.COUNT),
    Column("missing", N_("Without a value"), Kind.NUMBER, Unit.COUNT),
)


def show_compare_segments(reading: Reading) -> None:
    """Choose a metric and two segments; the second may be everybody else."""
    names = comparable()
    name = st.selectbox(
        _("Metric"),
        names,
        index=names.index(FIRST_METRIC),
        format_func=lambda one: _(metric(one).label),
        key=f"{KEY}_metric",
    )
    against = {"rest": _("Against all others"), "other": _("Against a second segment")}
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{_('First segment')}**")
        first = _segment("first", reading)
    with right:
        st.markdown(f"**{_('Second segment')}**")
        asked = choose(_("Second segment"), f"{KEY}_against", "against", against)
        second = _segment("second", reading) if asked == "other" else None
    if not first or (asked == "other" and not second):
        st.info(_("Choose at least one condition for each segment, such as an industry or what touched the customer."))
        return
    made = reading.report(compare_segments, name, first, second, reading.view.period)
    _shown(made, name, reading)
    show_method_card(made.card, reading.look.language)


def _segment(side: str, reading: Reading) -> Segment:
    """The conditions that are chosen for one side; all of them hold."""
    labels = {name: _(DIMENSIONS[name].label) for name in FIELDS} | {name: _(row[1]) for name, row in TOUCHED.items()}
    found = []
    for place in range(ROWS):
        what, which = st.columns((2, 3), gap="small")
        with what:
            field = st.selectbox(
                _("Field"),
                list(labels),
                index=None,
                format_func=labels.__getitem__,
                placeholder=_("Field") if place == 0 else _("And also …"),
                key=f"{KEY}_{side}_{place}_field",
                label_visibility="collapsed",
            )
        with which:
            members = st.multiselect(
                _("Chosen members"),
                reading.report(offered, field) if field else (),
                placeholder=_("Chosen members"),
                disabled=field is None,
                key=f"{KEY}_{side}_{place}_members_{field or ''}",
                label_visibility="collapsed",
            )
        if field and members:
            found.append(Condition(field, tuple(sorted(members))))
    return tuple(found)


def _shown(made: Compared, name: str, reading: Reading) -> None:
    item, found, look = metric(name), made.found, reading.look
    label = _(item.label) if not made.per_customer else _("{metric} per customer").format(metric=_(item.label))
    unit = Unit.NUMBER if made.per_customer and item.unit is Unit.COUNT else item.unit
    measure = Column("value", label, Kind.NUMBER, unit)
    write = cell(measure, look.language, look.currency)
    shown = {
        "first": write(found.first),
        "second": write(found.second),
        "difference": write(found.difference),
        "low": write(found.low),
        "high": write(found.high),
        "metric": label,
    }
    if found.certain:
        told = _(
            "**{metric}: {first} against {second}.** The difference of {difference} ({low} to {high}) is beyond chance."
        )
    else:
        told = _(
            "**{metric}: {first} against {second}.** The difference of {difference} ({low} to {high}) may be chance."
        )
    st.markdown(told.format(**{key: plain(text) for key, text in shown.items()}))
    st.caption(
        _("Chance of so large a difference between alike segments: {p}").format(
            p=number(found.chance, Unit.RATE, look.language)
        )
    )
    left, right = st.columns(2, gap="medium")
    rows = pl.DataFrame(
        {"name": [_("Difference")], "value": [found.difference], "low": [found.low], "high": [found.high], "of": [""]}
    )
    with left:
        show_intervals(f"{KEY}_difference", label, measure, rows, reading)
    with right:
        _table(made, measure, name, reading)


def _table(made: Compared, measure: Column, name: str, reading: Reading) -> None:
    found = made.found
    listed = pl.DataFrame(
        {
            "segment": [_("First"), _("Second")],
            "customers": made.customers,
            "rows": found.rows,
            "missing": found.missing,
            "value": [found.first, found.second],
        }
    )
    key = f"{KEY}_table"
    show_table((*COLUMNS, measure), listed, reading.look, key, lambda: _ask(key, made, name, reading))
    if None in made.behind:
        st.caption(_("The records of a segment of more than 500 customers are not listed here."))


def _ask(key: str, made: Compared, name: str, reading: Reading) -> None:
    """The records of the segment that was clicked, where its customers can be named."""
    chosen = clicked(key)
    where = made.behind[chosen.row] if chosen is not None and chosen.row < len(made.behind) else None
    if where is not None:
        drill.ask_behind(Query(metrics=(name,), period=reading.view.period), where)
