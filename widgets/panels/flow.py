"""What went through each stage in the period: entered, and what became of it by the end."""

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.question import Dimension, Filter, Op
from datasource.reports.flow import PARTS, Flow, flow, part_filters
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.beside import show_beside, show_head
from widgets.blocks.reading import Reading
from widgets.blocks.table import Cell
from widgets.blocks.tile import why_empty
from widgets.format import day
from widgets.state.session import Slot

KEY = Slot.FUNNEL_FLOW.value
LABELS = {
    "advanced": N_("Advanced"),
    "moved_back": N_("Moved back"),
    "lost": N_("Lost"),
    "invalid": N_("Invalid"),
    "still_there": N_("Still there"),
}
COLUMNS = (
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("entered", N_("Entered"), Kind.NUMBER, Unit.COUNT, metric="stays"),
    *(Column(part, LABELS[part], Kind.NUMBER, Unit.COUNT, metric="stays") for part in PARTS),
)
CHART = Chart(kind="stacked_bar", shelves=Shelves(rows=(Dimension(field="stage"),), values=PARTS))


def show_flow(reading: Reading, pipeline: str, head: Any) -> None:
    """The flow of `pipeline` as chart and table; proof and files go into the container `head`."""
    found = reading.report(flow, pipeline, reading.view.period, reading.view.where)
    told = _told(found)
    with head:
        name = f"{_('Sales funnel')}, {pipeline}, {_('Flow')}"
        show_head(KEY, name, CHART, told, reading)
    sentence = _(
        "Stays that began in the period, and what had become of them by {day}: entered = advanced + moved back + lost"
        " + invalid + still there. A deal that enters a stage twice counts twice; being won is advancing."
    )
    st.caption(sentence.format(day=day(found.end, reading.look.language)))
    if not any(stage.entered for stage in found.stages):
        st.info(why_empty(found.entered))
        return
    show_beside(
        KEY,
        CHART,
        told,
        reading,
        lambda mark: _ask(found, mark.get("stage"), "entered"),
        lambda cell: _cell_clicked(found, told, cell),
    )


def _told(found: Flow) -> Result:
    rows: list[dict[str, Any]] = [{"stage": one.name, "entered": one.entered, **one.parts} for one in found.stages]
    totals = {name: sum(row[name] for row in rows) for name in ("entered", *PARTS)}
    shown = pl.DataFrame(
        rows, schema={column.name: pl.String if column.name == "stage" else pl.Int64 for column in COLUMNS}
    )
    return replace(found.entered, columns=COLUMNS, rows=shown, totals=totals)


def _cell_clicked(found: Flow, told: Result, cell: Cell) -> None:
    stage = told.rows["stage"][cell.row] if cell.row < told.rows.height else None
    _ask(found, stage, cell.column)


def _ask(found: Flow, name: str | None, part: str) -> None:
    """Ask for the stays in the stage called `name` (in all stages without one) that are in `part`."""
    stages = [one.stage for one in found.stages if one.name == name]
    narrow = [Filter(field="stage", op=Op.EQ, value=stage) for stage in stages]
    became = part_filters(part, found.end, found.today) if part in PARTS else ()
    drill.ask_behind(found.entered.query, (*narrow, *became))
