"""A drawing and its table side by side, for panels whose clicks mean something of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from dashboards.model import Chart
from datasource.result import Result
from widgets.blocks.chart import chart_picture, show_chart
from widgets.blocks.export.menu import show_export
from widgets.blocks.export.sheet import answer_sheet
from widgets.blocks.proof import show_proof
from widgets.blocks.reading import Reading
from widgets.blocks.table import Cell, clicked, show_table

HEIGHT = 400


def show_head(key: str, name: str, chart: Chart, told: Result, reading: Reading) -> None:
    """The buttons of the proof of `told` and of its files called `name`."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
        show_proof(told, reading, key)
        if told.rows.height:
            picture = partial(chart_picture, name, chart, told, reading)
            show_export(key, name, reading, lambda: answer_sheet(name, told, reading), picture)


def show_beside(  # noqa: PLR0913, PLR0917  (what is shown, and what the two kinds of click do)
    key: str,
    chart: Chart,
    told: Result,
    reading: Reading,
    on_mark: Callable[[dict[str, Any]], None],
    on_cell: Callable[[Cell], None],
    widths: tuple[int, int] = (1, 1),
) -> None:
    """`told` drawn as `chart` says and as a table with its totals; the total row is a `Cell` below the last row.

    `key` is unique on the page, `widths` are those of drawing and table to each other.
    """
    left, right = st.columns(widths, gap="medium")
    with left:
        show_chart(chart, told, reading, f"{key}_chart", HEIGHT, on_mark)
    with right:
        show_clickable(f"{key}_table", told, reading, on_cell)


def show_clickable(key: str, told: Result, reading: Reading, on_cell: Callable[[Cell], None]) -> None:
    """`told` as a table alone."""
    show_table(told.columns, told.rows, reading.look, key, partial(_take, key, on_cell), told.totals)


def _take(key: str, on_cell: Callable[[Cell], None]) -> None:
    chosen = clicked(key)
    if chosen is not None:
        on_cell(chosen)
