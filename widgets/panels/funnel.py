"""The sales funnel of one pipeline, in three views: snapshot, cumulative with its conversions, flow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.reports.funnel import Funnel, Step, funnel
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.chart import chart_picture, show_chart
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import clicked, show_table
from widgets.controls.faces import choose
from widgets.panels.flow import show_flow
from widgets.panels.pipeline_choice import offered_pipelines
from widgets.state.session import Slot

PARAMS = ("funnel", "of")
HEIGHT = 400
VIEW, PIPELINE = Slot.FUNNEL_VIEW.value, Slot.FUNNEL_PIPELINE.value
TABLE = Slot.FUNNEL_TABLE.value
STAGE = Column("stage", N_("Stage"), Kind.TEXT)


@dataclass(frozen=True)
class Face:
    """One view: its label, what it says, its chart's kind, and the measures that chart and table show.

    A snapshot's bars lie, one a stage, without conversions: what is open in one stage did not come from what is open in
    the stage before.
    """

    label: str
    sentence: str
    kind: str
    drawn: tuple[str, ...]
    tabled: tuple[str, ...]
    lying: bool = False


FACES: Mapping[str, Face] = MappingProxyType(
    {
        "snapshot": Face(
            N_("Snapshot"),
            N_("Opportunities open at the end of the period, by the stage they are in."),
            "bar",
            ("open_opportunities",),
            ("open_opportunities", "open_amount", "weighted_amount"),
            lying=True,
        ),
        "cumulative": Face(
            N_("Cumulative"),
            N_(
                "Opportunities entered in the period, by every stage they ever reached, with how many came from the"
                " stage before and from the first."
            ),
            "funnel",
            ("reached_opportunities",),
            ("reached_opportunities", "reached_amount", "step_rate", "overall_rate"),
        ),
    }
)
RATES = (
    Column("step_rate", N_("From the stage before"), Kind.NUMBER, Unit.RATE, metric="step_rate"),
    Column("overall_rate", N_("From the first stage"), Kind.NUMBER, Unit.RATE, metric="overall_rate"),
)


def show_funnel(reading: Reading) -> None:
    """The funnel under the page's filters, one pipeline at a time, with chart, table, total, proof and records."""
    offered = offered_pipelines(reading)
    if not offered:
        return
    head = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with head:
        labels = {name: _(one.label) for name, one in FACES.items()}
        view = choose(_("View"), VIEW, "funnel", {**labels, "flow": _("Flow")})
        name = choose(_("Pipeline"), PIPELINE, "of", {name: name for name in offered})
    if view in FACES:
        _show_face(FACES[view], name, reading, head)
    else:
        show_flow(reading, name, head)


def _show_face(face: Face, name: str, reading: Reading, head: Any) -> None:
    found = reading.report(funnel, name, reading.view.period, reading.view.where)
    with head:
        show_proof(_result(face, found), reading, "funnel")
        holds = any(step.open_count if face.lying else step.reached for step in found.steps)
        if holds:
            _export(face, found, reading)
    st.caption(_(face.sentence))
    if not holds:
        st.info(_("Nothing fits the period and filters chosen; choose a longer period or fewer filters."))
        return
    _face(face, found, reading)


def _face(face: Face, found: Funnel, reading: Reading) -> None:
    table, drawing = _shown(face, found, face.tabled), _shown(face, found, face.drawn)
    left, right = st.columns(2, gap="medium")
    with left:
        key = f"{Slot.FUNNEL_CHART.value}_{face.drawn[0]}"
        show_chart(_chart(face), drawing, reading, key, HEIGHT, lambda mark: _ask(table, found, str(mark.get("stage"))))
    with right:
        totals = table.totals
        show_table(table.columns, table.rows, reading.look, TABLE, lambda: _cell_clicked(table, found), totals)


def _export(face: Face, found: Funnel, reading: Reading) -> None:
    table, drawing = _shown(face, found, face.tabled), _shown(face, found, face.drawn)
    name = f"{_('Sales funnel')}, {found.pipeline}, {_(face.label)}"
    picture = partial(chart_picture, name, _chart(face), drawing, reading)
    show_export("funnel", name, reading, lambda: answer_sheet(name, table, reading), picture)


def _chart(face: Face) -> Chart:
    stage = (Dimension(field="stage"),)
    places = {"rows": stage} if face.lying else {"columns": stage}
    return Chart(kind=face.kind, shelves=Shelves(values=face.drawn, **places), options=Options(labels=face.lying))


def _shown(face: Face, found: Funnel, names: tuple[str, ...]) -> Result:
    """The answer behind a view with the stages in pipeline order, under their own names, and the named measures."""
    columns = (STAGE, *_columns(found, names))
    rows = pl.DataFrame([_row(step) for step in found.steps if step.open_count or not face.lying])
    totals = {name: value for name, value in _totals(found).items() if name != "step_rate"}
    told = replace(_result(face, found), columns=columns, rows=rows.select(column.name for column in columns))
    return replace(told, totals=totals)


def _cell_clicked(result: Result, found: Funnel) -> None:
    chosen = clicked(TABLE)
    if chosen is None:
        return
    if chosen.row < result.rows.height:
        _ask(result, found, result.rows["stage"][chosen.row])
    else:
        drill.ask(result.query)


def _ask(result: Result, found: Funnel, name: str) -> None:
    """Ask for the records behind the stage that is called `name` within its pipeline."""
    for step in found.steps:
        if step.name == name:
            drill.ask(result.query, {"stage": step.stage})


def _result(face: Face, found: Funnel) -> Result:
    return found.snapshot if face.drawn[0] in found.snapshot.query.metrics else found.cumulative


def _columns(found: Funnel, names: tuple[str, ...]) -> tuple[Column, ...]:
    known = {column.name: column for column in (*found.snapshot.columns, *found.cumulative.columns, *RATES)}
    return tuple(known[name] for name in names)


def _row(step: Step) -> dict[str, Any]:
    return {
        "stage": step.name,
        "open_opportunities": step.open_count,
        "open_amount": step.open_amount,
        "weighted_amount": step.weighted_amount,
        "reached_opportunities": step.reached,
        "reached_amount": step.reached_amount,
        "step_rate": step.step_rate,
        "overall_rate": step.overall_rate,
    }


def _totals(found: Funnel) -> dict[str, Any]:
    """Totals of both answers: all that was entered reached the first stage, the last tells how much is left."""
    whole = {"reached_amount": found.steps[0].reached_amount, "overall_rate": found.steps[-1].overall_rate}
    return {**(found.snapshot.totals or {}), **(found.cumulative.totals or {}), **whole}
