"""A key figure: short on the card, in full on hover, with its change and whether that is good."""

from typing import Any, Literal

import streamlit as st

from dashboards.model import Chart
from dashboards.options import NumberFormat
from datasource.metrics.registry import metric, refusal
from datasource.query import days_before
from datasource.question import Dimension, Grain, Query
from datasource.result import Column, Result, Unit
from datasource.texts import _
from widgets.blocks.chart import summary
from widgets.blocks.kpi_styles import goal_of, show_before, show_gauge, show_target
from widgets.blocks.looks import form_of, looks_by_name
from widgets.blocks.reading import Reading, worded
from widgets.blocks.spoken import drawing_name, speak
from widgets.charts.highlight import rule_of
from widgets.charts.look import Look, look_name
from widgets.charts.sparkline import sparkline
from widgets.charts.theme import config, shade
from widgets.controls.plain import plain
from widgets.format import LEVEL, arrow, days, number, signed_rate, written

PLAIN = Chart(kind="kpi")
ROWS = 3  # rows of the grid of a usual card
ROW = 68  # pixels of a row of the grid
SHORT, LOW, HIGH = 30, 96, 132  # pixels of a line in a low card, of a gauge in a low one and in a usual one
TREND = 48  # pixels of height of the line under a usual card


def show_kpi(result: Result, reading: Reading, chart: Chart = PLAIN, key: str = "", rows: int = ROWS) -> None:
    """One card a metric, in the style that the options of `chart` ask for; `key` is unique on the page.

    `rows` of the grid are what the tile has: what is drawn below or instead of a number takes what is left of them.
    """
    options = chart.options
    result = compared(result, reading, chart)
    row = result.rows.row(0, named=True) if result.rows.height else {}
    columns = [column for column in worded(result.columns, chart.looks) if column.part == "value" and column.metric]
    goal = goal_of(chart, row)
    for column in columns:
        if column.name == options.target and len(columns) > 1:
            continue
        place = f"{key}_{column.name}"
        if options.card == "gauge" and key:
            show_gauge(column, goal, row, reading, chart, place, drawn_height(rows, LOW, HIGH))
            continue
        _card(column, row, result.query, reading, chart, place)
        match options.card if key else "plain":
            case "sparkline":
                show_trend(result, reading, f"trend_{place}", column.name, drawn_height(rows, SHORT, TREND))
            case "target":
                show_target(column, goal, row, reading, chart)
            case "previous":
                show_before(column, row, reading, chart)


def compared(result: Result, reading: Reading, chart: Chart) -> Result:
    """The answer with the period before beside it, where the card shows that."""
    if chart.options.card == "previous" and result.query.compare is None and result.query.period is not None:
        return reading.answer(result.query.model_copy(update={"compare": "previous"}))
    return result


def drawn_height(rows: int, low: int, usual: int) -> int:
    """Pixels of a card's drawing: `low` in fewer rows than a usual card has, and all that further ones give."""
    return low if rows < ROWS else usual + (rows - ROWS) * ROW


def _card(  # noqa: PLR0913, PLR0917  (a number, what it answers and where it stands)
    column: Column, row: dict[str, float | None], query: Query, reading: Reading, chart: Chart, key: str
) -> None:
    language, currency = reading.look.language, reading.look.currency
    value, base = row.get(column.name), row.get(f"{column.name}__base")
    change, form = moved(column, row), form_of(column, chart.looks)
    told = [written(value, column.unit, form, language, currency), plain(_(metric(column.metric).definition))]
    if f"{column.name}__base" in row:
        told.append(_told_before(written(base, column.unit, form, language, currency), query, reading))
    rule = rule_of(looks_by_name(chart.looks).get(look_name(column)), value)
    if rule is not None and key:
        st.html(value_style(f"card_{key}", shade(reading.look, rule.color)))

    with st.container(key=f"card_{key}" if rule is not None and key else None, height=_height(chart)):
        _figure(column, value, change, told, reading, form, chart)


def _told_before(value: str, query: Query, reading: Reading) -> str:
    """What the number was, and on which days."""
    before = days_before(reading.shared.catalog, query)
    assert before is not None
    return _("Before: {value} ({days})").format(value=value, days=days(before.start, before.end, reading.look.language))


def _height(chart: Chart) -> Literal["stretch", "content"]:
    """A plain card fills its tile; the others share it with what stands below the number."""
    return "stretch" if chart.options.card == "plain" else "content"


def value_style(key: str, colour: str) -> str:
    """The style block that gives the number of the card `key` a colour (`#rrggbb` of the theme or checked by it)."""
    return f"<style>.st-key-{key} [data-testid=stMetricValue]{{color:{colour}}}</style>"


def _figure(  # noqa: PLR0913, PLR0917  (a number and all that is told of it)
    column: Column,
    value: float | None,
    change: float | None,
    told: list[str],
    reading: Reading,
    form: NumberFormat,
    chart: Chart,
) -> None:
    language, currency = reading.look.language, reading.look.currency
    st.metric(
        plain(column.label),
        written(value, column.unit, form, language, currency, short=True),
        delta=change_text(column, change, language),
        delta_color="off" if _level(change) else _colour(column),
        delta_arrow="off" if _level(change) else "auto",
        delta_description=_verdict(column, change),
        help="\n\n".join(told),
        height=_height(chart),
    )


def show_trend(result: Result, reading: Reading, key: str, name: str = "", height: int = TREND) -> None:
    """A word-sized line of the metric `name` (or the first) of `result` under its card; none without a date."""
    trend = trend_of(result, reading, name)
    if trend is None:
        return
    spec = {**trend_drawing(trend, reading.look), "config": config(reading.look)}
    alt = drawing_name(trend)
    st.vega_lite_chart(trend.rows, spec, theme=None, width="stretch", height=height, key=key, alt=alt)
    speak(summary(trend, reading.look))


def trend_of(result: Result, reading: Reading, name: str = "") -> Result | None:
    """The metric `name` (or the first) of `result` over time; None without a date."""
    name = name or result.query.metrics[0]
    if refusal(name, "date") is not None:
        return None
    query = Query(
        metrics=(name,),
        by=(Dimension(field="date", grain=reading.view.grain or Grain.MONTH),),
        where=result.query.where,
        period=result.query.period,
        define=result.query.define,
    )
    return reading.answer(query)


def trend_drawing(trend: Result, look: Look) -> dict[str, Any]:
    """The line of an answer of `trend_of`."""
    bucket, measure = worded(trend.columns)
    return sparkline(bucket, measure, look)


def moved(column: Column, row: dict[str, float | None]) -> float | None:
    """By how much a number moved: a rate by its difference, anything else by a fraction of what it was."""
    change = row.get(f"{column.name}__change")
    value, base = row.get(column.name), row.get(f"{column.name}__base")
    if column.unit is Unit.RATE and value is not None and base is not None:
        return value - base
    return None if column.unit is Unit.RATE else change


def change_text(column: Column, change: float | None, language: str) -> str | None:
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
