"""A sum that grows customer by customer, whose clicks lead to the contracts of the customer there."""

from dataclasses import replace

import polars as pl
import streamlit as st

from datasource.question import Query
from datasource.result import Column
from datasource.texts import _
from widgets.blocks import drill
from widgets.blocks.reading import Reading, worded
from widgets.blocks.special_chart import show_drawing
from widgets.charts.cumulated import cumulated


def show_curve(  # noqa: PLR0913, PLR0917  (what is drawn, and what it is called)
    rows: pl.DataFrame,
    columns: tuple[Column, Column],
    query: Query,
    reading: Reading,
    key: str,
    name: str,
    told: str,
) -> None:
    """Draw `rows` (see `widgets.charts.cumulated`); `columns` are the sum and what one customer adds to it."""
    total, own = worded(columns)
    spec = cumulated(total, own, replace(reading.look, height=None))
    show_drawing(rows, spec, reading.look, key, name, told, on_pick=lambda mark: _open(query, mark))
    st.caption(_("Click the curve for the contracts of the customer there."))


def _open(query: Query, mark: dict[str, object]) -> None:
    name = mark.get("name")
    if isinstance(name, str):
        drill.ask(query, {"customer": name})
