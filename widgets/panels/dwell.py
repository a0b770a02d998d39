"""How long deals stay in each stage, the bottleneck in a sentence, and the way down: stage → team → person → deals."""

from dataclasses import replace

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.question import Dimension, Filter, Op, Query, Sort
from datasource.reports.dwell import METRICS, Bottleneck, Dwell, dwell
from datasource.reports.exceptions import STAGE_BENCHMARK
from datasource.result import Result, Unit
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.beside import show_clickable, show_head
from widgets.blocks.chart import show_chart
from widgets.blocks.picks import member_filter
from widgets.blocks.reading import Reading
from widgets.blocks.table import Cell
from widgets.blocks.tile import why_empty
from widgets.controls import link
from widgets.controls.faces import choose
from widgets.format import number
from widgets.panels.pipeline_choice import offered_pipelines
from widgets.state.session import Slot

PARAMS = ("of", "at", "team")
KEY, WITHIN = Slot.DWELL_STAGES.value, Slot.DWELL_WITHIN.value
CHART = Chart(
    kind="bar",
    shelves=Shelves(columns=(Dimension(field="stage"),), values=("dwell_days", "dwell_days_median", "benchmark_days")),
)
HEIGHT = 320
TEAM, OWNER = "sales_team", "owner"


def show_dwell(reading: Reading) -> None:
    """The stages of one pipeline; a click on one opens its teams below, on a team its people, on a person the deals."""
    offered = offered_pipelines(reading)
    if not offered:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        pipeline = choose(_("Pipeline"), Slot.DWELL_PIPELINE.value, "of", {name: name for name in offered})
        found = reading.report(dwell, pipeline, reading.view.period, reading.view.where)
        told = replace(
            found.by_stage, rows=found.by_stage.rows.with_columns(pl.Series("stage", found.names, pl.String))
        )
        show_head(KEY, f"{_('Stage duration')}, {pipeline}", CHART, told, reading)
    if found.by_stage.rows.is_empty():
        st.info(why_empty(found.by_stage))
        return
    st.markdown(_sentence(found.bottleneck, reading))
    show_chart(CHART, told, reading, f"{KEY}_chart", HEIGHT, lambda mark: _open_stage(mark.get("stage")))
    show_clickable(f"{KEY}_table", told, reading, lambda cell: _stage_clicked(told, cell))
    explained = _(
        "Days from entering a stage to leaving it, by the day of leaving; stays that last are counted up to today and"
        " told apart as “Still there”. Click a stage to see its teams."
    )
    st.caption(f"{explained} {_(STAGE_BENCHMARK.sentence)}")
    _way_down(found, reading)


def _sentence(worst: Bottleneck | None, reading: Reading) -> str:
    if worst is None:
        return _("No stage is a bottleneck: no stay lasted longer than the benchmark of its stage.")
    told = _(
        "**Bottleneck: {stage}.** {slow} of {stays} stays lasted longer than the benchmark of {benchmark}, {over}"
        " beyond it in all: {share} of all such days in this pipeline. The median stay here is {median}."
    )
    language = reading.look.language
    return told.format(
        stage=worst.name,
        slow=number(worst.slow, Unit.COUNT, language),
        stays=number(worst.stays, Unit.COUNT, language),
        benchmark=number(worst.benchmark, Unit.DAYS, language),
        over=number(worst.days_over, Unit.DAYS, language),
        share=number(worst.share, Unit.RATE, language),
        median=number(worst.median, Unit.DAYS, language),
    )


def _stage_clicked(told: Result, cell: Cell) -> None:
    _open_stage(told.rows["stage"][cell.row] if cell.row < told.rows.height else None)


def _open_stage(stage: str | None) -> None:
    link.drop_own("team")
    if stage is None:
        link.drop_own("at")
    else:
        link.put_own("at", stage)


def _way_down(found: Dwell, reading: Reading) -> None:
    """The teams of the chosen stage, or the people of the chosen team; the bottleneck where none is chosen."""
    worst = found.bottleneck.name if found.bottleneck else found.names[0]
    stage = link.own("at") if link.own("at") in found.names else worst
    query = found.by_stage.query
    only = Filter(field="stage", op=Op.EQ, value=found.by_stage.rows["stage"][found.names.index(stage)])
    team = link.own("team")
    teams = _within(query, TEAM, (only,), reading)
    if team and team in teams.rows[TEAM].to_list():
        people = _within(query, OWNER, (only, member_filter(TEAM, team)), reading)
        _level(f"{stage} › {team}", people, reading, to_teams=True)
        return
    _level(stage, teams, reading, to_teams=False)


def _within(query: Query, field: str, narrow: tuple[Filter, ...], reading: Reading) -> Result:
    """The stays by `field`, the most days over the benchmark first."""
    order = (Sort(by="days_over_benchmark", desc=True), Sort(by="dwell_days", desc=True))
    changes = {"by": (Dimension(field=field),), "where": (*query.where, *narrow), "sort": order, "metrics": METRICS}
    return reading.answer(query.model_copy(update=changes))


def _level(title: str, told: Result, reading: Reading, *, to_teams: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="stretch")
        if to_teams:
            st.button(_("Back to the teams"), key=Slot.DWELL_BACK.value, on_click=link.drop_own, args=("team",))
        show_head(WITHIN, title, _drawn_by(told), told, reading)
    key = f"{WITHIN}_{OWNER if to_teams else TEAM}"
    show_clickable(key, told, reading, lambda cell: _level_clicked(told, cell, to_teams=to_teams))
    hint = _("Click a person to see the deals.") if to_teams else _("Click a team to see its people.")
    st.caption(hint)


def _drawn_by(told: Result) -> Chart:
    return Chart(kind="bar", shelves=Shelves(rows=told.query.by, values=("dwell_days", "dwell_days_median")))


def _level_clicked(told: Result, cell: Cell, *, to_teams: bool) -> None:
    field = OWNER if to_teams else TEAM
    if cell.row >= told.rows.height:
        drill.ask(told.query)
    elif to_teams:
        drill.ask(told.query, {field: told.rows[field][cell.row]})
    else:
        link.put_own("team", told.rows[field][cell.row])
