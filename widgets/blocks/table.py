"""A table: sorted by clicking a head, numbers written in the reader's language, its total in one line below."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from datasource.result import Column, Kind, Unit
from datasource.texts import _
from widgets.blocks.reading import worded, worded_rows
from widgets.charts.look import Look
from widgets.format import DASH, cell, precision_of, signs_of

Select = Callable[[], None]
WRITTEN = (
    200  # rows whose cells `widgets.format` writes where the browser would not alike; longer ones the browser does
)


def show_table(
    columns: tuple[Column, ...],
    rows: pl.DataFrame,
    look: Look,
    key: str,
    on_select: Select | None = None,
) -> None:
    """Draw `rows`; with `on_select`, a click on a row calls it."""
    named = worded(columns)
    shown = worded_rows(rows.select(column.name for column in columns), columns)
    by_us = shown.height <= WRITTEN and not browser_writes_alike(named, look)
    data = written(named, shown, look) if by_us else shown
    heads = {column.name: _plain(column) if by_us else browser_column(column, look) for column in named}
    if on_select is None:
        st.dataframe(data, hide_index=True, key=key, column_config=heads, placeholder=DASH)
        return
    st.dataframe(
        data,
        hide_index=True,
        key=key,
        column_config=heads,
        on_select=on_select,
        selection_mode="single-row",
        placeholder=DASH,
    )


def show_total(columns: tuple[Column, ...], totals: dict[str, Any], look: Look) -> None:
    """The total of every metric, recomputed over all rows, in one line."""
    parts = [
        f"{column.label} **{cell(column, look.language, look.currency)(totals.get(column.name))}**"
        for column in worded(columns)
        if column.metric and column.part == "value"
    ]
    st.markdown(f":small[{_('Total')}: {' · '.join(parts)}]")


def written(columns: tuple[Column, ...], rows: pl.DataFrame, look: Look) -> Any:
    """The rows with the text of each cell beside its value, so that heads sort by value."""
    writers = {
        column.name: cell(column, look.language, look.currency) for column in columns if column.kind is not Kind.TEXT
    }
    return rows.to_pandas().style.format(writers, na_rep=DASH)


def browser_writes_alike(columns: tuple[Column, ...], look: Look) -> bool:
    """Whether the browser writes every column as we would, so that the costly text beside each cell can be spared."""
    signs = signs_of(look.language, look.currency)
    plain = all(column.kind is Kind.TEXT or (column.kind is Kind.NUMBER and _is_alike(column)) for column in columns)
    return plain and (signs.point, signs.group) == (".", ",")


def _is_alike(column: Column) -> bool:
    return column.part != "change" and column.unit in {Unit.COUNT, Unit.MONEY, Unit.RATE}


def browser_column(column: Column, look: Look) -> Any:
    """How the browser writes a column of a long table."""
    if column.kind is not Kind.NUMBER:
        return _plain(column)
    return st.column_config.NumberColumn(column.label, format=browser_format(column, look))


def browser_format(column: Column, look: Look) -> str:
    """The browser's format for a number: ours where it can write it so, else what the browser's language does."""
    signs = signs_of(look.language, look.currency)
    if column.part == "change" or column.unit is Unit.RATE:
        return "percent"
    if (signs.point, signs.group) != (".", ","):
        return "localized"
    decimals = precision_of(look.currency) if column.unit is Unit.MONEY else 0 if column.unit is Unit.COUNT else 1
    before, after = (signs.money_before, signs.money_after) if column.unit is Unit.MONEY else ("", "")
    return f"{before}%,.{decimals}f{after}"


def _plain(column: Column) -> Any:
    return st.column_config.Column(column.label)
