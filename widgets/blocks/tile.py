"""One tile: its title, its body by kind, its proof; an empty answer says why it is empty."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import streamlit as st

from dashboards.compile import canonical_chart, compile_chart
from dashboards.model import Chart, Tile
from datasource.errors import MingjingError
from datasource.metrics.registry import SUBJECTS, metric, subjects
from datasource.question import Query
from datasource.result import Result
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.acts import Acts, Show
from widgets.blocks.chart import Marked, chart_picture, show_chart
from widgets.blocks.crossed import Crossed, crossed
from widgets.blocks.detail import show_detail
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.kpi import ROW, ROWS, TREND, drawn_height, show_kpi, show_trend
from widgets.blocks.links import marked_key
from widgets.blocks.picks import marked_row, picked_filters, told_apart
from widgets.blocks.pivot import pivot_sheet, show_pivot
from widgets.blocks.proof import note_text, show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import IN_SIGHT, YEAR, clicked, show_table
from widgets.charts.marks import MARKS
from widgets.controls.plain import plain, without_pictures

Pick = Callable[[dict[str, Any]], None]
Height = Literal["stretch"] | int
WIDE = 3  # columns of a card that has room for its export beside its name
COLUMN, EDGES = 95, 40  # pixels of a column of the grid on a wide screen, and of a tile's edges


def show_tile(tile: Tile, reading: Reading) -> None:
    """Draw a chart or text tile; what cannot be answered is told in its place, and the others stand."""
    if tile.text is not None:
        st.markdown(without_pictures(tile.text))
        return
    if tile.chart is None:
        _still(tile)
        return
    palette = tile.style.palette or reading.look.palette
    reading = replace(reading, look=replace(reading.look, palette=palette, width=tile.w * COLUMN - EDGES))
    try:
        show_body(tile, canonical_chart(tile.chart), compile_chart(tile.chart, reading.view), reading)
    except MingjingError as error:
        if tile.title:
            st.markdown(f"**{plain(_(tile.title))}**")
        st.warning(str(error))


def show_body(tile: Tile, chart: Chart, query: Query, reading: Reading) -> None:
    """Draw what `chart` makes of the answer to `query`; raises `MingjingError` when there is none."""
    match chart.kind:
        case "kpi":
            show_cards(tile, chart, reading.answer(query), reading)
        case "pivot":
            show_crossed(tile, chart, crossed(chart, query, reading.answer), reading)
        case "detail":
            show_detail(tile.id, tile.title, chart, query, reading)
        case _:
            show_answer(tile.id, tile.title, chart, reading.answer(query), reading)


def show_crossed(tile: Tile, chart: Chart, pivot: Crossed, reading: Reading, acts: Acts | None = None) -> None:
    """A pivot under its title, with its proof; a click on a cell asks for its records, or does what `acts` say."""
    key, name = tile.id, _(tile.title) or _(metric(pivot.result.query.metrics[0]).label)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(f"**{plain(_(tile.title))}**" if tile.title else "", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
            show_proof(pivot.result, reading, key)
            if not _is_empty(pivot.result):
                show_export(key, name, reading, lambda: pivot_sheet(name, pivot, reading, chart.looks))
            if acts is not None:
                acts.tools()
    if acts is not None:
        acts.below()
    if _is_empty(pivot.result):
        st.info(plain(why_empty(pivot.result)))
    else:
        show_pivot(pivot, chart, reading, f"tile_{key}_pivot", tile.h * ROW, acts)


def _still(tile: Tile) -> None:
    """A tile that asks nothing of the data."""
    if tile.divider is not None:
        st.divider()
    elif tile.title:
        st.markdown(f"**{plain(_(tile.title))}**")


def show_answer(  # noqa: PLR0913, PLR0917  (what is shown, where; a panel's own click comes last)
    key: str,
    title: str,
    chart: Chart,
    result: Result,
    reading: Reading,
    on_pick: Pick | None = None,
    height: Height = "stretch",
    acts: Acts | None = None,
) -> None:
    """An answer under its title (a msgid), with its proof, as drawing or table: the same for tiles and for panels.

    `key` is unique on the page. A click on a mark or row asks for its records, or does what `on_pick` says of the
    clicked cells by column; those of the total row are none. A drawing that shares its tile needs a `height` in pixels,
    or a narrow screen leaves it none.
    """
    face = _head(key, title, chart, result, reading, acts)
    sight = YEAR if chart.kind == "table" else IN_SIGHT
    place, marked = f"tile_{key}_{face}", None
    if acts is not None:
        acts.below()
        on_pick, marked, place = _taking(acts, result), acts.marked, marked_key(place, acts.marked)
    drawn = chart.model_copy(update={"kind": face})
    show_result(drawn, result, reading, place, on_pick, height, sight, marked)


def _taking(acts: Acts, result: Result) -> Pick:
    return lambda picked: acts.take(picked_filters(result, picked))


def show_result(  # noqa: PLR0913, PLR0917  (what is shown, where; a panel's own click and height come last)
    chart: Chart,
    result: Result,
    reading: Reading,
    key: str,
    on_pick: Pick | None = None,
    height: Height = "stretch",
    sight: int = IN_SIGHT,
    marked: Marked = None,
) -> None:
    """The body of a chart tile: card, table or drawing, or why there is nothing to draw; see `show_chart`."""
    match chart.kind:
        case "kpi":
            show_kpi(result, reading, chart, key)
        case _ if _is_empty(result):
            st.info(plain(why_empty(result)))
        case "table":
            _table(chart, result, reading, key, on_pick, sight, marked)
        case _:
            show_chart(chart, result, reading, key, height, on_pick, marked)


def why_empty(result: Result) -> str:
    """Why an answer has nothing to show: no date, no data of that kind, no rights, the period, or the filters."""
    proof = result.proof
    if proof.notes:
        return " ".join(map(note_text, proof.notes))
    if not_loaded(result):
        named = dict.fromkeys(subject for name in result.query.metrics for subject in subjects(name))
        told = _("There are no such data in this store yet: {tables}. Load them, and they show here.")
        return told.format(tables=", ".join(_(SUBJECTS[subject].label) for subject in named))
    if _nothing_readable(result):
        return _("There are data, but none that you may see.")
    if result.query.period is not None and not result.query.where:
        return _("Nothing falls into the period chosen; choose a longer or another one.")
    return _("Nothing fits the period and filters chosen; choose a longer period or fewer filters.")


def not_loaded(result: Result) -> bool:
    """Whether the store holds not one row of what the answer counts."""
    return bool(result.proof.metrics) and all(item.rows_read == 0 for item in result.proof.metrics)


def _nothing_readable(result: Result) -> bool:
    """Whether there is not one row that the reader may see, so that a row of zeros would say too much."""
    counted = result.proof.metrics
    return bool(counted) and all(item.rows_read == item.rows_out_of_scope for item in counted)


def _head(  # noqa: PLR0913, PLR0917  (what is shown under which name; what a board adds comes last)
    key: str, title: str, chart: Chart, result: Result, reading: Reading, acts: Acts | None
) -> str:
    """The title, the proof, and for a drawing the switch to its table; the kind that is to be shown."""
    kind = chart.kind
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key=f"title_{key}"):
        st.markdown(f"**{plain(_(title))}**" if title else "", width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
            if kind in MARKS and not _is_empty(result):
                kind = _face(key, kind)
            show_proof(result, reading, key)
            if not _is_empty(result):
                _export(key, title, chart, result, reading)
            if acts is not None:
                acts.tools()
    return kind


def _face(key: str, kind: str) -> str:
    """The switch between the drawing and its table; the kind that is chosen."""
    return st.segmented_control(
        _("Shown as"),
        [kind, "table"],
        format_func=lambda face: _("Table") if face == "table" else _("Chart"),
        default=kind,
        required=True,
        key=f"face_{key}",
        label_visibility="collapsed",
    )


def _export(key: str, title: str, chart: Chart, result: Result, reading: Reading) -> None:
    """The same answer as files; a picture of what can be drawn."""
    name = _(title) or _(metric(result.query.metrics[0]).label)
    picture = (lambda: chart_picture(name, chart, result, reading)) if chart.kind in MARKS else None
    show_export(key, name, reading, lambda: answer_sheet(name, result, reading, chart.looks), picture)


def show_cards(tile: Tile, chart: Chart, result: Result, reading: Reading, tools: Show | None = None) -> None:
    """Key figures name themselves: the proof, and `tools`, stand beside them, not above."""
    with st.container(horizontal=True, vertical_alignment="top", gap="xxsmall", height="stretch"):
        with st.container(width="stretch", gap="small" if chart.options.card == "plain" else "xxsmall"):
            _card(tile, chart, result, reading)
        if tools is None:
            show_proof(result, reading, tile.id)
            return
        with st.container(horizontal=True, width="content", gap="xxsmall", key=f"corner_{tile.id}"):
            show_proof(result, reading, tile.id)
            if tile.w >= WIDE:
                _export(tile.id, tile.title, chart, result, reading)
            tools()


def _card(tile: Tile, chart: Chart, result: Result, reading: Reading) -> None:
    if not_loaded(result):
        st.caption(f"**{plain(_(tile.title or metric(result.query.metrics[0]).label))}**")
        st.caption(plain(why_empty(result)))
        return
    several = len(result.query.metrics) > 1
    show_kpi(result, reading, chart, tile.id, min(tile.h, ROWS) if several else tile.h)
    if tile.h >= ROWS and not several and chart.options.card == "plain":
        show_trend(result, reading, f"trend_{tile.id}", height=drawn_height(tile.h, TREND, TREND))


def _table(  # noqa: PLR0913, PLR0917  (what is shown, where, and what a click does)
    chart: Chart, result: Result, reading: Reading, key: str, on_pick: Pick | None, sight: int, marked: Marked
) -> None:
    rows, columns, look = told_apart(result), result.columns, reading.look
    chosen, back = marked_row(result, marked or ()), marked is not None
    filled = back and rows.height + (result.totals is not None) >= IN_SIGHT
    take = partial(_cell_clicked, result, key, on_pick, taken_back=back)
    with st.container(height="stretch", key=f"filling_{key}") if filled else nullcontext():
        show_table(columns, rows, look, key, take, result.totals, sight, chart.looks, chosen=chosen, stretched=filled)


def _cell_clicked(result: Result, key: str, on_pick: Pick | None, *, taken_back: bool = False) -> None:
    """Ask for the records behind a row; those of the column's own metric first. The total row is all of them."""
    chosen = clicked(key)
    if chosen is None:
        if on_pick is not None and taken_back:
            on_pick({})
        return
    rows = told_apart(result)
    picked = rows.row(chosen.row, named=True) if chosen.row < rows.height else {}
    if on_pick is not None:
        on_pick(picked)
        return
    drill.ask_behind(_led_by(result, chosen.column), picked_filters(result, picked))


def _led_by(result: Result, name: str) -> Query:
    """The query of `result` with the metric of column `name` first, if it is one of a metric."""
    own = next((column.metric for column in result.columns if column.name == name), "")
    metrics = result.query.metrics
    if own not in metrics:
        return result.query
    return result.query.model_copy(update={"metrics": (own, *(other for other in metrics if other != own))})


def _is_empty(result: Result) -> bool:
    names = [column.name for column in result.columns if column.metric and column.part == "value"]
    unknown = all(result.rows[name].null_count() == result.rows.height for name in names)
    return result.rows.height == 0 or unknown or _nothing_readable(result)
