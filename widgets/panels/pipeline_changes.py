"""How the open pipeline changed between two days: a waterfall whose parts add up, and the deals behind each part."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Filter, Op
from datasource.reports.pipeline_changes import CAUSES, PipelineChanges, pipeline_changes
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks.beside import show_beside, show_head
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.tile import why_empty
from widgets.charts.rows import IS_TOTAL
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.format import day
from widgets.state.session import Slot

PARAMS = ("closing", "part")
KEY = Slot.CHANGES.value
STEPS = (
    Column("step", N_("Step"), Kind.TEXT),
    Column("amount", N_("Amount"), Kind.NUMBER, Unit.MONEY, metric="open_amount"),
    Column("deals", N_("Deals"), Kind.NUMBER, Unit.COUNT, metric="open_opportunities"),
)
DEALS = (
    Column("name", N_("Name"), Kind.TEXT),
    Column("customer", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("before", N_("Amount at the opening"), Kind.NUMBER, Unit.MONEY),
    Column("after", N_("Amount at the closing"), Kind.NUMBER, Unit.MONEY),
    Column("change", N_("Change"), Kind.NUMBER, Unit.MONEY),
)
CHART = Chart(
    kind="waterfall",
    shelves=Shelves(columns=(Dimension(field="step"),), values=("amount",)),
    options=Options(legend=False),
)
WINDOWS = {
    "any": N_("Any expected close"),
    "this_month": N_("Closes this month"),
    "this_quarter": N_("Closes this quarter"),
    "next quarter": N_("Closes next quarter"),
    "this_year": N_("Closes this year"),
}


def show_pipeline_changes(reading: Reading) -> None:
    """The changes in the period of the filter bar, under its filters and a window of expected close dates."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        labels = {name: _(label) for name, label in WINDOWS.items()}
        window = choose(_("Expected close"), Slot.CHANGES_CLOSE.value, "closing", labels)
        found = reading.report(pipeline_changes, reading.view.period, (*reading.view.where, *_closing(window)))
        told = _told(found)
        show_head(KEY, _("Pipeline changes"), CHART, told, reading)
    if not any(part.count for part in found.changes) and not found.opening.rows["open_opportunities"][0]:
        st.info(why_empty(found.opening))
        return
    spoken = reading.look.language
    ends = _("From the end of {start} to the end of {end}.")
    st.caption(ends.format(start=day(found.start, spoken), end=day(found.end, spoken)))
    show_beside(
        KEY,
        CHART,
        told,
        reading,
        lambda mark: _open_part(told, told.rows["step"].to_list().index(mark.get("step"))),
        lambda cell: _open_part(told, cell.row),
        widths=(3, 2),
    )
    st.caption(
        _(
            "Opening + all parts = closing, exactly. Moved in and out: from or to another owner, stage or close date"
            " than you see here. A deal that came and went in between is counted in and out. Increased and decreased:"
            " open on both days at another amount. Invalid deals stand apart from lost ones."
        )
    )
    _behind(found, reading)


def _closing(window: str) -> tuple[Filter, ...]:
    return () if window == "any" else (Filter(field="expected_close_date", op=Op.RELATIVE, value=window),)


def _told(found: PipelineChanges) -> Result:
    """The opening, every part and the closing, one row each; money in major units."""
    ends = {_("Opening"): found.opening.rows, _("Closing"): found.closing.rows}
    first, last = (
        {
            "cause": "",
            "step": text,
            "amount": rows["open_amount"][0] or 0.0,
            "deals": rows["open_opportunities"][0],
            IS_TOTAL: True,
        }
        for text, rows in ends.items()
    )
    parts = [
        {
            "cause": part.cause,
            "step": _(CAUSES[part.cause]),
            "amount": part.amount,
            "deals": part.count,
            IS_TOTAL: False,
        }
        for part in found.changes
    ]
    return replace(found.closing, columns=STEPS, rows=pl.DataFrame([first, *parts, last]), totals=None)


def _open_part(told: Result, row: int) -> None:
    cause = told.rows["cause"][row]
    if cause:
        link.put_own("part", cause)


def _behind(found: PipelineChanges, reading: Reading) -> None:
    """The deals of one part, the largest change first."""
    counts = {part.cause: part.count for part in found.changes if part.count}
    if not counts:
        st.caption(_("Nothing changed between the two days."))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        labels = {cause: f"{_(CAUSES[cause])} ({count})" for cause, count in counts.items()}
        chosen = choose(_("Part"), Slot.CHANGES_CAUSE.value, "part", labels)
    deals = found.deals.filter(pl.col("cause") == chosen).drop("cause")
    st.caption(
        plural("{count} deal, the largest change first", "{count} deals, the largest change first", deals.height)
    )
    show_table(DEALS, deals, reading.look, f"{KEY}_deals")
