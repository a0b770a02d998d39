"""What stands below or instead of the number of a card: progress to a target, the number before, a gauge."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboards.model import Chart, Shelves
from datasource.result import Column
from datasource.texts import _
from widgets.blocks.looks import form_of
from widgets.blocks.reading import Reading
from widgets.blocks.spoken import speak
from widgets.charts.look import Look
from widgets.charts.marks import draw
from widgets.charts.theme import config
from widgets.controls.plain import plain
from widgets.format import DASH, percent, written

GOAL = "_goal"


@dataclass(frozen=True)
class Goal:
    """What a card measures its number against."""

    value: float | None


def goal_of(chart: Chart, row: dict[str, float | None]) -> Goal | None:
    """The target of the options: a number, or what the answer says of a metric; None when there is none."""
    target = chart.options.target
    if target is None:
        return None
    return Goal(row.get(target) if isinstance(target, str) else float(target))


def attained(value: float | None, goal: Goal | None) -> float | None:
    """The share of the target that is reached; undefined without a target above zero."""
    if goal is None or goal.value is None or value is None or goal.value <= 0:
        return None
    return value / goal.value


def show_target(
    column: Column, goal: Goal | None, row: dict[str, float | None], reading: Reading, chart: Chart
) -> None:
    """A bar that fills up to the target, with the share in words."""
    text = target_text(column, goal, row, reading, chart)
    if goal is None or goal.value is None:
        st.caption(text)
        return
    st.progress(min(1.0, max(0.0, attained(row.get(column.name), goal) or 0.0)), text=text)


def target_text(column: Column, goal: Goal | None, row: dict[str, float | None], reading: Reading, chart: Chart) -> str:
    """How much of the target is reached, in words."""
    if goal is None or goal.value is None:
        return _("No target")
    share, language, currency = attained(row.get(column.name), goal), reading.look.language, reading.look.currency
    told = written(goal.value, column.unit, form_of(column, chart.looks), language, currency, short=True)
    reached = DASH if share is None else percent(share, language)
    return _("{share} of {target}").format(share=reached, target=told)


def show_before(column: Column, row: dict[str, float | None], reading: Reading, chart: Chart) -> None:
    """The number of the period before."""
    st.caption(before_text(column, row, reading, chart))


def before_text(column: Column, row: dict[str, float | None], reading: Reading, chart: Chart) -> str:
    """The number of the period before, in words."""
    base = row.get(f"{column.name}__base")
    language, currency = reading.look.language, reading.look.currency
    told = written(base, column.unit, form_of(column, chart.looks), language, currency, short=True)
    return _("Before: {value}").format(value=told)


def show_gauge(  # noqa: PLR0913, PLR0917  (a number, its goal, and where it stands)
    column: Column,
    goal: Goal | None,
    row: dict[str, float | None],
    reading: Reading,
    chart: Chart,
    key: str,
    height: int,
) -> None:
    """The number on an arc from 0 to 150 % of its target; a rate without a target stands on its own arc."""
    rows, drawing = gauge_drawing(column, goal, row, reading.look, chart)
    st.caption(f"**{plain(column.label)}**")
    spec = {**drawing, "config": config(reading.look)}
    told = written(row.get(column.name), column.unit, form_of(column, chart.looks), reading.look.language)
    st.vega_lite_chart(rows, spec, theme=None, width="stretch", height=height, key=f"gauge_{key}", alt=column.label)
    speak(f"{column.label} {told}")


def gauge_drawing(
    column: Column, goal: Goal | None, row: dict[str, float | None], look: Look, chart: Chart
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The one row of a gauge, and its drawing."""
    end = Column(GOAL, _("Target"), column.kind, column.unit, metric=GOAL)
    names = (column.name, *((GOAL,) if goal is not None else ()))
    asked = Chart(kind="gauge", shelves=Shelves(values=names), looks=chart.looks)
    values = {column.name: row.get(column.name), GOAL: None if goal is None else goal.value}
    rows = pl.DataFrame([values], schema=dict.fromkeys(values, pl.Float64()))
    return rows, draw(asked, (column, end), look)
