"""A key figure: short on the card, in full on hover, with its change and whether that is good."""

from typing import Literal

import streamlit as st

from datasource.metrics.registry import metric, refusal
from datasource.question import Dimension, Grain, Query
from datasource.result import Column, Result, Unit
from datasource.texts import _
from widgets.blocks.chart import summary
from widgets.blocks.reading import Reading, worded
from widgets.charts.sparkline import sparkline
from widgets.charts.theme import config
from widgets.format import LEVEL, arrow, compact, number, signed_rate

TREND = 48  # pixels of height of the line under a card


def show_kpi(result: Result, reading: Reading) -> None:
    """One card a metric."""
    row = result.rows.row(0, named=True) if result.rows.height else {}
    for column in result.columns:
        if column.part == "value" and column.metric:
            _card(column, row, reading)


def _card(column: Column, row: dict[str, float | None], reading: Reading) -> None:
    language, currency = reading.look.language, reading.look.currency
    value, base = row.get(column.name), row.get(f"{column.name}__base")
    change = _moved(column, row)
    told = [number(value, column.unit, language, currency), _(metric(column.metric).definition)]
    if f"{column.name}__base" in row:
        told.append(_("Before: {value}").format(value=number(base, column.unit, language, currency)))

    st.metric(
        _(column.label),
        compact(value, column.unit, language, currency),
        delta=_told(column, change, language),
        delta_color="off" if _level(change) else _colour(column),
        delta_arrow="off" if _level(change) else "auto",
        delta_description=_verdict(column, change),
        help="\n\n".join(told),
        height="stretch",
    )


def show_trend(result: Result, reading: Reading, key: str) -> None:
    """A word-sized line of the one metric of `result` under its card; nothing when the metric has no date."""
    name = result.query.metrics[0]
    if refusal(name, "date") is not None:
        return
    grain = reading.view.grain or Grain.MONTH
    query = Query(
        metrics=(name,),
        by=(Dimension(field="date", grain=grain),),
        where=result.query.where,
        period=result.query.period,
    )
    trend = reading.answer(query)
    bucket, measure = worded(trend.columns)
    spec = {**sparkline(bucket, measure, reading.look), "config": config(reading.look)}
    alt = summary(trend, reading.look)
    st.vega_lite_chart(trend.rows, spec, theme=None, width="stretch", height=TREND, key=key, alt=alt)


def _moved(column: Column, row: dict[str, float | None]) -> float | None:
    """By how much a number moved: a rate by its difference, anything else by a fraction of what it was."""
    change = row.get(f"{column.name}__change")
    value, base = row.get(column.name), row.get(f"{column.name}__base")
    if column.unit is Unit.RATE and value is not None and base is not None:
        return value - base
    return None if column.unit is Unit.RATE else change


def _told(column: Column, change: float | None, language: str) -> str | None:
    """The change in words: percentage points of a rate, for a percentage of a percentage reads as points."""
    if change is None:
        return None
    if column.unit is not Unit.RATE:
        return signed_rate(change, language)
    points = number(round(change * 100, 1), Unit.NUMBER, language)
    return _("{points} points").format(points=f"+{points}" if change > 0 and not _level(change) else points)


def _level(change: float | None) -> bool:
    return change is not None and arrow(change) == LEVEL


def _verdict(column: Column, change: float | None) -> str | None:
    """Good or bad in a word, for those who do not see it by the colour."""
    if column.higher_is_better is None or change is None or _level(change):
        return None
    return _("better") if (change > 0) == column.higher_is_better else _("worse")


def _colour(column: Column) -> Literal["normal", "inverse", "off"]:
    if column.higher_is_better is None:
        return "off"
    return "normal" if column.higher_is_better else "inverse"
