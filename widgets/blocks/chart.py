"""A chart: the kept drawing with the few rows of its answer; a click asks for the records behind the mark."""

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboards.model import Chart
from datasource.result import Result
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.picks import OTHERS, picked_filters, told_apart
from widgets.blocks.reading import Reading, worded, worded_rows
from widgets.charts.look import Look, measure
from widgets.charts.marks import draw
from widgets.charts.theme import config
from widgets.format import cell
from widgets.state.session import widget_value


def show_chart(
    chart: Chart, result: Result, reading: Reading, key: str, height: Literal["stretch"] | int = "stretch"
) -> None:
    """Draw `result` as `chart` says."""
    rows = worded_rows(told_apart(result), result.columns)
    look = Look(reading.look.dark, reading.look.language, reading.look.currency, None, measure(chart, rows))
    spec = draw(chart, worded(result.columns), look)
    st.vega_lite_chart(
        _light(rows),
        {**spec, "config": config(look)},
        theme=None,
        width="stretch",
        alt=summary(result, reading.look),
        height=height,
        key=key,
        on_select=lambda: _clicked(result, key),
        selection_mode="pick",
    )


def summary(result: Result, look: Look) -> str:
    """One sentence for those who cannot see the drawing: what it shows, of how many, and the largest."""
    columns = worded(result.columns)
    measures = [column for column in columns if column.metric and column.part == "value"]
    names, first = ", ".join(column.label for column in measures), measures[0]
    rows = worded_rows(told_apart(result), result.columns)
    real = rows.filter(~pl.col(OTHERS)) if OTHERS in rows.columns else rows
    if real.is_empty():
        return _("{metrics} for {count} groups.").format(metrics=names, count=rows.height)
    best = real.sort(first.name, descending=True, nulls_last=True).row(0, named=True)
    told = {column.name: cell(column, look.language, look.currency)(best[column.name]) for column in columns}
    member = " ".join(told[part.field] for part in result.query.by)
    text = _("{metrics} for {count} groups; the most {metric}: {member}, {value}.")
    return text.format(metrics=names, count=rows.height, metric=first.label, member=member, value=told[first.name])


def _light(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as the browser takes them: no marker columns."""
    return rows.drop(OTHERS, strict=False)


def _clicked(result: Result, key: str) -> None:
    picked = _picked(widget_value(key))
    if picked:
        drill.ask_behind(result.query, picked_filters(result, picked))


def _picked(event: Any) -> dict[str, Any]:
    marks = event.selection.get("pick", []) if event is not None else []
    return dict(marks[0]) if marks and isinstance(marks[0], Mapping) else {}
