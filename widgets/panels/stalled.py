"""Open deals that stand still, with the reasons: how many for each, and the list."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Query
from datasource.reports.exceptions import STAGE_BENCHMARK
from datasource.reports.stalled import REASONS, Stalled, stalled
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _, plural
from widgets.blocks import drill
from widgets.blocks.beside import show_beside, show_head
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.reading import Reading
from widgets.blocks.table import show_table
from widgets.blocks.tile import why_empty
from widgets.controls.faces import choose
from widgets.format import number
from widgets.state.session import Slot

PARAMS = ("idle", "reason")
KEY = Slot.STALLED.value
DAYS = (7, 14, 30, 60, 90)
FIRST = "30"
SUMMARY = (
    Column("reason", N_("Reason"), Kind.TEXT),
    Column("open_opportunities", N_("Deals"), Kind.NUMBER, Unit.COUNT, metric="open_opportunities"),
    Column("open_amount", N_("Amount"), Kind.NUMBER, Unit.MONEY, metric="open_amount"),
)
WHY = Column("why", N_("Why it stands here"), Kind.TEXT)
CHART = Chart(
    kind="bar",
    shelves=Shelves(rows=(Dimension(field="reason"),), values=("open_opportunities",)),
    options=Options(labels=True),
)


def show_stalled(reading: Reading) -> None:
    """Today's stalled deals under the page's filters, whatever its period."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        days = {str(days): plural("No activity for {count} day", "No activity for {count} days", days) for days in DAYS}
        idle = int(choose(_("No activity for"), Slot.STALLED_DAYS.value, "idle", days, FIRST))
        found = reading.report(stalled, idle, reading.view.where)
        told = _summary(found)
        show_head(KEY, _("Stalled deals"), CHART, told, reading)
    if not found.open.rows["open_opportunities"][0]:
        st.info(why_empty(found.open))
        return
    if found.deals.is_empty():
        st.info(_("No open deal stands still by these rules."))
        return
    ask = [result.query for _reason, result in found.by_reason]
    show_beside(
        KEY,
        CHART,
        told,
        reading,
        lambda mark: _ask(ask, told.rows["reason"].to_list().index(mark.get("reason"))),
        lambda cell: _ask(ask, cell.row),
    )
    _list(found, reading)


def _ask(queries: Sequence[Query], place: int) -> None:
    """Ask for the deals behind a reason; those of the total are the list below."""
    if place < len(queries):
        drill.ask(queries[place])


def _summary(found: Stalled) -> Result:
    """How many deals, and worth how much, stand under each reason; a deal may stand under several."""
    rows = [
        {"reason": _(REASONS[reason]), **{name: result.rows[name][0] for name in result.query.metrics}}
        for reason, result in found.by_reason
    ]
    totals = {"open_opportunities": found.deals.height, "open_amount": found.deals["amount"].sum()}
    return replace(found.open, columns=SUMMARY, rows=pl.DataFrame(rows), totals=totals)


def _list(found: Stalled, reading: Reading) -> None:
    labels = {"all": _("All reasons"), **{reason: _(label) for reason, label in REASONS.items()}}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        reason = choose(_("Reason"), Slot.STALLED_REASON.value, "reason", labels)
        deals = found.deals if reason == "all" else found.deals.filter(pl.col(reason))
        shown = _with_reasons(deals)
        columns = (*found.columns[:3], WHY, *found.columns[3:])
        told = replace(found.open, columns=columns, rows=shown, totals=None)
        show_export(f"{KEY}_list", _("Stalled deals"), reading, lambda: answer_sheet(_("Stalled deals"), told, reading))
    counted = number(deals.height, Unit.COUNT, reading.look.language)
    whole = number(found.open.rows["open_opportunities"][0], Unit.COUNT, reading.look.language)
    st.caption(
        _("{count} of {whole} open deals stand still today, those with the most reasons first.").format(
            count=counted, whole=whole
        )
    )
    show_table(columns, shown, reading.look, f"{KEY}_list")
    explained = _("Slow in its stage: there for over twice the stage's benchmark.")
    st.caption(f"{explained} {_(STAGE_BENCHMARK.sentence)}")


def _with_reasons(deals: pl.DataFrame) -> pl.DataFrame:
    """`deals` with their reasons in words instead of flags."""
    words = [pl.when(reason).then(pl.lit(_(label))) for reason, label in REASONS.items()]
    return deals.with_columns(pl.concat_str(words, separator=" · ", ignore_nulls=True).alias(WHY.name)).drop(*REASONS)
