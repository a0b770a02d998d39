"""A chart: the kept drawing with the few rows of its answer; a click asks for the records behind the mark."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboards.model import Chart
from dashboards.options import FieldLook
from datasource.question import Filter
from datasource.reports.places import place_codes
from datasource.result import Column, Result
from datasource.texts import _, plural
from widgets.blocks import drill
from widgets.blocks.export.drawing import HEIGHT, Picture
from widgets.blocks.facts import period_text
from widgets.blocks.looks import form_of
from widgets.blocks.members import member_text
from widgets.blocks.picks import OTHERS, binned_filters, picked_filters, shown_row, told_apart
from widgets.blocks.reading import Reading, worded, worded_rows
from widgets.blocks.spoken import drawing_name, speak
from widgets.charts.bins import BIN
from widgets.charts.look import Look, measure
from widgets.charts.marks import draw
from widgets.charts.rows import NO_CODES, drawn_rows
from widgets.charts.scales import in_panes, on_a_scale, with_zeros_below
from widgets.charts.theme import config
from widgets.charts.verdicts import VERDICTS, judged
from widgets.format import cell, day
from widgets.state.session import widget_value

Pick = Callable[[dict[str, Any]], None]
Marked = tuple[Filter, ...] | None
LYING = frozenset({"bar", "stacked_bar", "grouped_bar", "full_bar"})
ALWAYS_LYING = frozenset({"horizontal_bar", "bullet"})
BAR = 22  # pixels of height of one lying bar on paper


def show_chart(  # noqa: PLR0913, PLR0917  (what is drawn, and where; a panel's own click comes last)
    chart: Chart,
    result: Result,
    reading: Reading,
    key: str,
    height: Literal["stretch"] | int = "stretch",
    on_pick: Pick | None = None,
    marked: Marked = None,
) -> None:
    """Draw `result` as `chart` says; a click asks for the records behind the mark, or does what `on_pick` says.

    On boards, the marks that meet `marked` stand out from the start, and taking a click back calls `on_pick` with none.
    """
    rows, spec, look = drawn(chart, result, reading)
    if marked:
        spec = with_picked(spec, shown_row(result, marked))
    for notice in notices(chart, result):
        st.caption(notice)
    small = bool(chart.shelves.facet) and height == "stretch"
    take = partial(_take, result, rows, on_pick)
    with st.container(height="stretch", key=f"moving_{key}") if small else nullcontext():
        st.vega_lite_chart(
            rows,
            {**spec, "config": config(look)},
            theme=None,
            width="stretch",
            alt=drawing_name(result, chart.looks),
            height="content" if chart.shelves.facet else height,
            key=key,
            on_select=lambda: _clicked(key, take, taken_back=marked is not None),
            selection_mode="pick",
        )
    speak(summary(result, reading.look, chart.looks))


def chart_picture(title: str, chart: Chart, result: Result, reading: Reading) -> Picture:
    """The drawing of `result` on paper: light whatever the page's theme, high enough for its bars."""
    rows, spec, look = drawn(chart, result, replace(reading, look=replace(reading.look, dark=False, paper="")))
    crowded = chart.kind in LYING and (chart.shelves.rows or look.shape.crowded)
    lying = crowded or chart.kind in ALWAYS_LYING
    facts = [period_text(result.query.period, reading), reading.shared.catalog.company]
    facts.append(_("Data as of {day}").format(day=day(result.proof.as_of, look.language)))
    return Picture(
        title=title,
        subtitle=" · ".join(fact for fact in facts if fact),
        spec=spec,
        rows=rows,
        look=look,
        height=max(HEIGHT, BAR * look.shape.members) if lying else HEIGHT,
    )


def drawn(chart: Chart, result: Result, reading: Reading) -> tuple[pl.DataFrame, dict[str, Any], Look]:
    """The rows of `result` as they are drawn, in the reader's words; the kept drawing; the look that fits them."""
    rows, _left_out = in_panes(chart, worded_rows(told_apart(result), result.columns))
    shown = _noted(on_a_scale(chart, rows))
    palette = chart.options.palette or reading.look.palette
    width = reading.look.width if chart.shelves.facet else Look.width
    fitting = replace(reading.look, height=None, shape=measure(shown, rows), palette=palette, width=width)
    spec = with_zeros_below(draw(shown, worded(result.columns, chart.looks), fitting), rows)
    spec = _judged(spec, shown, rows, fitting)
    return drawn_rows(shown, rows, _codes(chart, reading)), spec, fitting


def _judged(spec: dict[str, Any], chart: Chart, rows: pl.DataFrame, look: Look) -> dict[str, Any]:
    """The drawing with members that are good or bad in such colours."""
    field = chart.shelves.color.field if chart.shelves.color is not None else ""
    if field not in VERDICTS or field not in rows.columns:
        return spec
    verdicts = {member_text(field, member): verdict for member, verdict in VERDICTS[field].items()}
    return judged(spec, field, verdicts, rows[field].unique().to_list(), look)


def notices(chart: Chart, result: Result) -> list[str]:
    """What the drawing does not show as it was asked to, and why."""
    told = []
    _rows, left_out = in_panes(chart, result.rows)
    if left_out:
        told.append(plural("{count} small chart is left out.", "{count} small charts are left out.", left_out))
    if on_a_scale(chart, result.rows) != chart:
        told.append(_("A log scale has no place for 0 and less, so the axis of these numbers is a plain one."))
    return told


def _noted(chart: Chart) -> Chart:
    """The chart with its annotations at the members as they are shown."""
    axes = (*chart.shelves.columns, *chart.shelves.rows)
    if not chart.options.notes or not axes:
        return chart
    notes = tuple(note.model_copy(update={"at": member_text(axes[0].field, note.at)}) for note in chart.options.notes)
    return chart.model_copy(update={"options": chart.options.model_copy(update={"notes": notes})})


def _take(result: Result, rows: pl.DataFrame, on_pick: Pick | None, picked: dict[str, Any]) -> None:
    """Do what the tile does with a click; the bar of a histogram of members has no member to do it with."""
    if on_pick is None or BIN in picked:
        drill.ask_behind(result.query, _behind(result, rows, picked))
    else:
        on_pick(picked)


def _behind(result: Result, rows: pl.DataFrame, picked: Mapping[str, Any]) -> tuple[Filter, ...]:
    """The filters for what was clicked: a mark, or a bar of a histogram with all members that stand in it."""
    return (
        binned_filters(result, rows.filter(pl.col(BIN) == picked[BIN]))
        if BIN in picked
        else picked_filters(result, picked)
    )


def _codes(chart: Chart, reading: Reading) -> Mapping[str, str]:
    """The codes of the places of a map, by name."""
    if chart.kind != "map":
        return NO_CODES
    return reading.shared.kept(place_codes).get(chart.shelves.dimensions()[0].field, NO_CODES)


def summary(result: Result, look: Look, looks: tuple[FieldLook, ...] = ()) -> str:
    """One sentence for those who cannot see the drawing: what it shows, of how many, and the largest."""
    columns = worded(result.columns, looks)
    measures = [column for column in columns if column.metric and column.part == "value"]
    names, first = ", ".join(column.label for column in measures), measures[0]
    rows = worded_rows(told_apart(result), result.columns)
    real = rows.filter(~pl.col(OTHERS)) if OTHERS in rows.columns else rows

    def write(column: Column) -> Callable[[object], str]:
        return cell(column, look.language, look.currency, form_of(column, looks))

    if real.is_empty():
        return _("{metrics} for {count} groups.").format(metrics=names, count=rows.height)
    if not result.query.by:
        told = [f"{one.label} {write(one)(real[one.name][0])}" for one in measures]
        return ", ".join(told)
    best = real.sort(first.name, descending=True, nulls_last=True).row(0, named=True)
    texts = {column.name: write(column)(best[column.name]) for column in columns}
    member = " ".join(texts[part.field] for part in result.query.by)
    text = _("{metrics} for {count} groups; the most {metric}: {member}, {value}.")
    return text.format(metrics=names, count=rows.height, metric=first.label, member=member, value=texts[first.name])


def with_picked(spec: dict[str, Any], picked: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with its click `pick` already made, on the marks that have these values; `spec` stays."""
    params = [
        {**param, "value": [{name: picked.get(name) for name in param["select"]["fields"]}]}
        if param.get("name") == "pick" and isinstance(param.get("select"), dict) and param["select"].get("fields")
        else param
        for param in spec.get("params", ())
    ]
    made = {**spec, "params": params} if params else dict(spec)
    for parts in ("layer", "hconcat", "vconcat", "concat"):
        if parts in spec:
            made[parts] = [with_picked(part, picked) for part in spec[parts]]
    if isinstance(spec.get("spec"), dict):
        made["spec"] = with_picked(spec["spec"], picked)
    return made


def _clicked(key: str, take: Callable[[dict[str, Any]], None], *, taken_back: bool) -> None:
    picked = _picked(widget_value(key))
    if picked or taken_back:
        take(picked)


def _picked(event: Any) -> dict[str, Any]:
    marks = event.selection.get("pick", []) if event is not None else []
    return dict(marks[0]) if marks and isinstance(marks[0], Mapping) else {}
