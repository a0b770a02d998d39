"""Funnel depth: where money is lost, whether the stage or its people lose it, and how long deals really stay."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, NumberFormat
from datasource.analytics.dwell import StageDwell
from datasource.question import Dimension, Query
from datasource.reports.funnel_depth import FunnelDepth, funnel_depth
from datasource.result import Column, Kind, Unit
from datasource.texts import N_, _
from widgets.blocks import drill
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.method_card import show_method_card
from widgets.blocks.picks import member_filter
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.special_chart import show_drawing
from widgets.blocks.table import clicked, show_table
from widgets.blocks.waiting import awaited
from widgets.charts.lasting import lasting, lasting_rows
from widgets.controls.faces import choose, choose_listed
from widgets.controls.plain import plain
from widgets.format import compact, number
from widgets.panels.pipeline_choice import offered_pipelines
from widgets.state.session import Slot

PARAMS = ("of", "at")
KEY = Slot.FUNNEL_DEPTH.value
STAGES = (
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("entered", N_("Stays"), Kind.NUMBER, Unit.COUNT),
    Column("still_there", N_("Still there"), Kind.NUMBER, Unit.COUNT),
    Column("median", N_("Half have left after"), Kind.NUMBER, Unit.DAYS),
    Column("most", N_("Nine of ten after"), Kind.NUMBER, Unit.DAYS),
    Column("conversion", N_("Go on"), Kind.NUMBER, Unit.RATE),
    Column("low", N_("95 %, from"), Kind.NUMBER, Unit.RATE),
    Column("high", N_("95 %, to"), Kind.NUMBER, Unit.RATE),
    Column("leak", N_("Lost against the best quarter"), Kind.NUMBER, Unit.MONEY),
    Column("verdict", N_("Stage or people"), Kind.TEXT),
)
SLOW = (
    Column("stage", N_("Stage"), Kind.TEXT),
    Column("team", N_("Sales team"), Kind.TEXT),
    Column("stays", N_("Stays"), Kind.NUMBER, Unit.COUNT),
    Column("days", N_("Half have left after"), Kind.NUMBER, Unit.DAYS),
    Column("others", N_("In other teams after"), Kind.NUMBER, Unit.DAYS),
)
PEOPLE = (
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("decided", N_("Ended stays"), Kind.NUMBER, Unit.COUNT),
    Column("went_on", N_("Went on"), Kind.NUMBER, Unit.COUNT),
    Column("raw", N_("Share that went on"), Kind.NUMBER, Unit.RATE),
    Column("rate", N_("Drawn to the mean"), Kind.NUMBER, Unit.RATE),
)
CLEAR = 0.05
"""Chance of differences between people as large as those seen, from which on they are told in money."""
SHORT = (FieldLook(field="leak", number=NumberFormat(style="compact")),)


def show_funnel_depth(reading: Reading) -> None:
    """The bottleneck in a sentence, the stages as a table, and one stage: its curve and its people."""
    offered = offered_pipelines(reading)
    if not offered:
        return
    pipeline = choose(_("Pipeline"), Slot.FUNNEL_DEPTH_PIPELINE.value, "of", {name: name for name in offered})
    found = awaited(reading, KEY, funnel_depth, pipeline, reading.view.where)
    if found is None:
        return
    st.markdown(_sentence(found, reading))
    _stages(found, reading)
    _slow(found, reading)
    _one_stage(found, reading)
    show_method_card(found.card, reading.look.language)


def _sentence(found: FunnelDepth, reading: Reading) -> str:
    if found.worst is None:
        alike = _("No stage loses money by its people: they convert alike in each, as far as chance lets one tell.")
        return f"{alike} {_slowest(found, reading)}".strip()
    worst, language = found.stages[found.worst], reading.look.language
    told = _(
        "**Bottleneck: {stage}.** {leak} would have been won in addition if everybody converted like the best quarter"
        " of people. {conversion} of the deals go on. {verdict}"
    )
    return told.format(
        stage=plain(found.names[found.worst]),
        leak=compact(worst.leak, Unit.MONEY, language, reading.look.currency),
        conversion=number(worst.conversion, Unit.RATE, language),
        verdict=f"{_why(worst, reading)} {_slowest(found, reading)}".strip(),
    )


def _slowest(found: FunnelDepth, reading: Reading) -> str:
    """The team that is held up most, in a sentence; empty where none is."""
    if not found.slow:
        return ""
    one, language = found.slow[0], reading.look.language
    told = _(
        "**{stage}** holds up {team}: half of the deals have left after {days}, those of other teams after {others}."
    )
    return told.format(
        stage=_name(found, one.stage),
        team=plain(one.group),
        days=number(one.days, Unit.DAYS, language),
        others=number(one.others, Unit.DAYS, language),
    )


def _name(found: FunnelDepth, stage: str) -> str:
    return next(plain(name) for name, one in zip(found.names, found.stages, strict=True) if one.stage == stage)


def _why(one: StageDwell, reading: Reading) -> str:
    share = number(one.people.share, Unit.RATE, reading.look.language, decimals=0)
    if one.people.person_problem:
        return _("A matter of people: {share} of the differences between them are no chance.").format(share=share)
    return _("A matter of the stage: only {share} of the differences between people are no chance.").format(share=share)


def _stages(found: FunnelDepth, reading: Reading) -> None:
    query = _query(found, reading)
    rows = pl.DataFrame([_row(name, one) for name, one in zip(found.names, found.stages, strict=True)], schema=_SCHEMA)
    told = replace(reading.answer(query), columns=STAGES, rows=rows, totals=None)
    title, key = f"{_('Funnel depth')}, {found.pipeline}", f"{KEY}_stages"
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{_('Stages')}**", width="stretch")
        show_proof(told, reading, KEY)
        show_export(KEY, title, reading, lambda: answer_sheet(title, told, reading))
    show_table(STAGES, rows, reading.look, key, lambda: _open_stage(key, found, query), looks=SHORT)
    st.caption(
        _(
            "Deals still there count as long as they have been. A share goes on of those that were decided: stepping"
            " back decides nothing. Money is told only where people differ by more than chance. Click a stage to see"
            " its stays."
        )
    )


def _query(found: FunnelDepth, reading: Reading) -> Query:
    only = member_filter("pipeline", found.pipeline)
    return Query(metrics=("stays",), by=(Dimension(field="stage"),), where=(*reading.view.where, only))


_SCHEMA = {column.name: pl.String() if column.kind is Kind.TEXT else pl.Float64() for column in STAGES}


def _row(name: str, one: StageDwell) -> dict[str, str | float | None]:
    people = _("people") if one.people.person_problem else _("stage")
    decided = int(one.people.rates["decided"].sum()) if one.people.rates.height else 0
    return {
        "stage": name,
        "entered": one.entered,
        "still_there": one.still_there,
        "median": one.dwell.quantile() if one.dwell else None,
        "most": one.dwell.quantile(0.9) if one.dwell else None,
        "conversion": one.conversion if decided else None,
        "low": one.low if decided else None,
        "high": one.high if decided else None,
        "leak": one.leak if one.people.chance < CLEAR else None,
        "verdict": people if decided else "—",
    }


def _open_stage(key: str, found: FunnelDepth, query: Query) -> None:
    cell = clicked(key)
    if cell is not None and cell.row < len(found.stages):
        drill.ask(query, {"stage": found.stages[cell.row].stage})


def _slow(found: FunnelDepth, reading: Reading) -> None:
    """The teams that a stage holds up longer than the others; at most ten, the most costly first."""
    if not found.slow:
        st.caption(_("No team is held up longer than the others in any stage, as far as chance lets one tell."))
        return
    shown = found.slow[:10]
    names = {one.stage: name for one, name in zip(found.stages, found.names, strict=True)}
    rows = pl.DataFrame(
        [
            {"stage": names[one.stage], "team": one.group, "stays": one.stays, "days": one.days, "others": one.others}
            for one in shown
        ]
    )
    st.markdown(f"**{_('Slower than the other teams')}**")
    key = f"{KEY}_slow"
    show_table(SLOW, rows, reading.look, key, lambda: _open_slow(key, found, _query(found, reading)))
    st.caption(
        _("More than chance: one in ten named here is false on average. The most held up, in money, come first.")
    )


def _open_slow(key: str, found: FunnelDepth, query: Query) -> None:
    cell = clicked(key)
    if cell is not None and cell.row < len(found.slow):
        drill.ask(query, {"stage": found.slow[cell.row].stage, "sales_team": found.slow[cell.row].group})


def _one_stage(found: FunnelDepth, reading: Reading) -> None:
    """The curve of one stage and its people: of the bottleneck, or the one that was chosen."""
    places = {str(at): name for at, name in enumerate(found.names)}
    slowest = [at for at, one in enumerate(found.stages) if found.slow and one.stage == found.slow[0].stage]
    first = str(next(at for at in (found.worst, *slowest, 0) if at is not None))
    ordered = {first: places[first], **places}
    at = int(choose_listed(_("Stage"), Slot.FUNNEL_DEPTH_STAGE.value, "at", ordered))
    one = found.stages[at]
    left, right = st.columns(2, gap="medium")
    with left:
        title = _("Share still in the stage")
        st.markdown(f"**{title}**")
        if one.dwell is None:
            st.info(_("Too few deals have left this stage to tell how long they stay."))
        else:
            drawn = lasting(replace(reading.look, height=None))
            show_drawing(lasting_rows(one.dwell.curve), drawn, reading.look, f"{KEY}_curve", title, height=300)
    with right:
        st.markdown(f"**{_('People')}**")
        if one.people.rates.height:
            rates = one.people.rates.with_columns(raw=pl.col("went_on") / pl.col("decided"))
            rows = rates.sort("rate", "decided", descending=True).select(column.name for column in PEOPLE)
            key = f"{KEY}_people"
            show_table(PEOPLE, rows, reading.look, key, lambda: _open_person(key, rows, one, _query(found, reading)))
            st.caption(_why(one, reading))


def _open_person(key: str, rows: pl.DataFrame, one: StageDwell, query: Query) -> None:
    cell = clicked(key)
    if cell is not None and cell.row < rows.height:
        drill.ask(query, {"stage": one.stage, "owner": rows["owner"][cell.row]})
