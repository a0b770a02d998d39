"""The sales funnel of one pipeline, in three views: snapshot, cumulative, stage conversion."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.reports.funnel import Funnel, Step, funnel, pipelines
from datasource.result import Column, Kind, Result, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading, worded
from widgets.blocks.table import show_table, show_total
from widgets.charts.look import measure
from widgets.charts.marks import draw
from widgets.charts.theme import config
from widgets.controls import link
from widgets.state.session import Slot, hold_widget, widget_value

PARAMS = ("funnel", "of")
HEIGHT = 400
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
            N_("Opportunities entered in the period, by every stage they ever reached."),
            "funnel",
            ("reached_opportunities",),
            ("reached_opportunities", "reached_amount", "overall_rate"),
        ),
        "conversion": Face(
            N_("Stage conversion"),
            N_("Of the opportunities entered in the period: how many came from the step before, and from the first."),
            "bar",
            ("step_rate", "overall_rate"),
            ("reached_opportunities", "step_rate", "overall_rate"),
        ),
    }
)
RATES = (
    Column("step_rate", N_("From the stage before"), Kind.NUMBER, Unit.RATE, metric="step_rate"),
    Column("overall_rate", N_("From the first stage"), Kind.NUMBER, Unit.RATE, metric="overall_rate"),
)


def show_funnel(reading: Reading) -> None:
    """The funnel under the page's filters, one pipeline at a time, with chart, table, total, proof and records."""
    offered = _offered(reading)
    if not offered:
        st.info(_("This store has no sales pipeline yet; import opportunities with their stages first."))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        face = FACES[_choose(Slot.FUNNEL_VIEW, "funnel", {name: _(one.label) for name, one in FACES.items()})]
        name = _choose(Slot.FUNNEL_PIPELINE, "of", {name: name for name in offered}) if len(offered) > 1 else offered[0]
        found = reading.report(funnel, name, reading.view.period, reading.view.where)
        result = _result(face, found)
        show_proof(result, reading, "funnel")
    st.caption(_(face.sentence))
    if not any(step.open_count if face.lying else step.reached for step in found.steps):
        st.info(_("Nothing fits the period and filters chosen; choose a longer period or fewer filters."))
        return
    _face(face, found, result, reading)


def _face(face: Face, found: Funnel, result: Result, reading: Reading) -> None:
    rows = pl.DataFrame([_row(step) for step in found.steps if step.open_count or not face.lying])
    columns = _columns(found, face.tabled)
    chart, table = st.columns(2, gap="medium")
    with chart:
        _chart(face, found, rows, reading)
    with table:
        show_table((STAGE, *columns), rows, reading.look, TABLE, lambda: _row_clicked(result, found, rows))
        summed = tuple(column for column in columns if column.name != "step_rate")
        show_total(summed, _totals(found), reading.look)


def _chart(face: Face, found: Funnel, rows: pl.DataFrame, reading: Reading) -> None:
    columns = worded((STAGE, *_columns(found, face.drawn)))
    stage = (Dimension(field="stage"),)
    places = {"rows": stage} if face.lying else {"columns": stage}
    drawn = Chart(kind=face.kind, shelves=Shelves(values=face.drawn, **places), options=Options(labels=face.lying))
    marks = rows.select(column.name for column in columns)
    look = replace(reading.look, shape=measure(drawn, marks))
    key = f"{Slot.FUNNEL_CHART.value}_{face.drawn[0]}"
    st.vega_lite_chart(
        marks,
        {**draw(drawn, columns, look), "config": config(reading.look)},
        theme=None,
        height=HEIGHT,
        key=key,
        on_select=lambda: _mark_clicked(_result(face, found), found, key),
        selection_mode="pick",
    )


def _mark_clicked(result: Result, found: Funnel, key: str) -> None:
    for mark in widget_value(key).selection.get("pick", []):
        _ask(result, found, mark.get("stage"))


def _row_clicked(result: Result, found: Funnel, rows: pl.DataFrame) -> None:
    for place in widget_value(TABLE).selection.rows:
        _ask(result, found, rows["stage"][place])


def _ask(result: Result, found: Funnel, name: str) -> None:
    """Ask for the records behind the stage that is called `name` within its pipeline."""
    for step in found.steps:
        if step.name == name:
            drill.ask(result.query, {"stage": step.stage})


def _choose(slot: Slot, name: str, options: Mapping[str, str]) -> str:
    """A row of choices whose choice stands in the address as `name`; the first where the address says nothing known."""
    asked = link.own(name)
    chosen = asked if asked in options else next(iter(options))
    hold_widget(slot.value, chosen)
    st.segmented_control(
        _("View") if slot is Slot.FUNNEL_VIEW else _("Pipeline"),
        list(options),
        format_func=options.__getitem__,
        key=slot.value,
        required=True,
        on_change=lambda: link.put_own(name, widget_value(slot.value)),
        label_visibility="collapsed",
    )
    return chosen


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


def _offered(reading: Reading) -> list[str]:
    picked = {
        str(member)
        for part in reading.view.where
        if part.field == "pipeline" and isinstance(part.value, tuple)
        for member in part.value
    }
    return [name for name in pipelines(reading.shared.catalog) if not picked or name in picked]
