"""How long customers wait for the first answer and for the solution, those still waiting counted as far as they are."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.errors import MingjingError
from datasource.reports.service_times import BY, ENDS, ServiceTimes, service_times
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.lasting import lasting, lasting_rows
from widgets.controls.faces import choose
from widgets.format import number
from widgets.state.session import Slot

TIMES_PARAMS = ("until", "of")
KEY = f"{Slot.SERVICE.value}_times"
MOST_STEPS = 240
SHOWN = 0.01
"""Share still waiting below which the curve is cut off, so that one forgotten ticket does not flatten it."""
HEIGHT = 300
STILL = {"first_response": N_("Not answered yet"), "resolution": N_("Not resolved yet")}
TOLD = {
    "first_response": N_("**Half are answered within {median}, nine of ten within {most}.**"),
    "resolution": N_("**Half are resolved within {median}, nine of ten within {most}.**"),
}
GROUPS = {
    "ticket_priority": N_("Priority"),
    "ticket_category": N_("Category"),
    "product": N_("Product"),
    "owner": N_("Handler"),
}
COLUMNS = (
    Column("tickets", N_("Tickets"), Kind.NUMBER, Unit.COUNT),
    Column("waiting", N_("Still waiting"), Kind.NUMBER, Unit.COUNT),
    Column("median", N_("Half after"), Kind.NUMBER, Unit.HOURS),
    Column("most", N_("Nine of ten after"), Kind.NUMBER, Unit.HOURS),
    Column("apart", N_("p, unlike others"), Kind.NUMBER, Unit.RATE),
)


def show_service_times(reading: Reading) -> None:
    """The curve of all tickets, and the groups as a table; a sentence says why where there are too few."""
    st.markdown(f"**{_('How long customers wait')}**")
    ends = {name: _(label) for name, (label, _column, _metric) in ENDS.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        end = choose(_("Waiting for"), Slot.SERVICE_END.value, "until", ends)
        by = choose(_("Grouped by"), Slot.SERVICE_TIMES_BY.value, "of", {name: _(text) for name, text in BY.items()})
    try:
        found = awaited(reading, KEY, service_times, end, by, reading.view.period, reading.view.where)
    except MingjingError as refusal:
        st.info(str(refusal))
        return
    if found is None:
        return
    _told(found, end, reading)
    left, right = st.columns((1, 1), gap="medium")
    with left:
        _curve(found, end, reading)
    with right:
        _groups(found, end, by, reading)
    st.caption(
        _(
            "Tickets that still wait count as far as they have waited (Kaplan-Meier), so that a backlog does not make"
            " service look fast. The band holds the true share in 95 of 100 cases."
        )
    )


def _told(found: ServiceTimes, end: str, reading: Reading) -> None:
    times = {"median": found.curve.quantile(), "most": found.curve.quantile(0.9)}
    hours = {name: number(value, Unit.HOURS, reading.look.language, decimals=1) for name, value in times.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(_(TOLD[end]).format(**hours), width="stretch")
        show_proof(found.base, reading, KEY)


def _curve(found: ServiceTimes, end: str, reading: Reading) -> None:
    curve = found.curve.curve.filter(pl.col("lasting") >= SHOWN)
    step = max(curve.height // MOST_STEPS, 1)
    rows = lasting_rows(curve.gather_every(step) if curve.height else found.curve.curve.head(1))
    look = replace(reading.look, height=None)
    spec = lasting(look, _("Hours since it was opened"), _(STILL[end]), _("Tickets observed so long"))
    show_drawing(rows, spec, reading.look, f"{KEY}_{end}", _(STILL[end]), height=HEIGHT)


def _groups(found: ServiceTimes, end: str, by: str, reading: Reading) -> None:
    columns = (Column("group", _(GROUPS[by]), Kind.TEXT), *COLUMNS)
    key = f"{KEY}_{end}_{by}"
    show_table(columns, found.groups, reading.look, key, lambda: _clicked(key, found, by))


def _clicked(key: str, found: ServiceTimes, by: str) -> None:
    picked = clicked(key)
    if picked is not None and picked.row < found.groups.height:
        drill.ask_behind(found.base.query, (member_filter(by, found.groups["group"][picked.row]),))
