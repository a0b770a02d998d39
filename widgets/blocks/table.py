"""A table: sorted by clicking a head, numbers written in the reader's language, its total the last row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from datasource.result import Column, Kind, Unit
from datasource.texts import _
from widgets.blocks.cell_texts import with_texts
from widgets.blocks.reading import worded, worded_rows
from widgets.blocks.total import label_column, total_row
from widgets.charts.look import Look
from widgets.charts.theme import colours
from widgets.format import DASH, cell, precision_of, signs_of
from widgets.state.session import widget_value

Select = Callable[[], None]
IN_SIGHT = 10  # rows that a table shows without scrolling
YEAR = 13  # those of a year by month with its total, for a table that has its tile for itself
LINE = 35  # pixels of one row
WRITTEN = (
    200  # rows whose cells `widgets.format` writes where the browser would not alike; longer ones the browser does
)


@dataclass(frozen=True)
class Cell:
    """The cell or row of a table that was clicked: the row's place among the data, the column's name or none."""

    row: int
    column: str = ""


def show_table(  # noqa: PLR0913, PLR0917  (what is shown, how, and what a click does)
    columns: tuple[Column, ...],
    rows: pl.DataFrame,
    look: Look,
    key: str,
    on_select: Select | None = None,
    totals: Mapping[str, Any] | None = None,
    sight: int = IN_SIGHT,
) -> None:
    """Draw `rows`, the total as their last row; with `on_select`, a click on a row or cell calls it (see `clicked`).

    A first column that names the rows stays in sight when the table is moved sideways. The total also stands in a line
    below a table that is too long to show its last row at once: one of more than `sight` rows.
    """
    named = worded(columns)
    shown = worded_rows(rows.select(column.name for column in columns), columns)
    last = total_row(columns, totals) if shown.height <= WRITTEN else None
    below_zero = _below_zero(named, shown)
    by_us = last is not None or (shown.height <= WRITTEN and (below_zero or not browser_writes_alike(named, look)))
    data = written(named, shown, look, last) if by_us else _in_hundredths(named, shown, look)
    heads = {
        column.name: _plain(column) if by_us else browser_column(column, look, column.name in below_zero)
        for column in named
    }
    if label_column(columns) == columns[0].name:
        heads[columns[0].name]["pinned"] = True
    height = _height(shown.height + (last is not None), sight)
    if on_select is None:
        st.dataframe(data, hide_index=True, key=key, column_config=heads, placeholder=DASH, height=height)
    else:
        st.dataframe(
            data,
            hide_index=True,
            key=key,
            column_config=heads,
            on_select=on_select,
            selection_mode=["single-row", "single-cell"],
            placeholder=DASH,
            height=height,
        )
    if totals is not None and (last is None or shown.height + 1 > sight):
        show_total(columns, dict(totals), look)


def clicked(key: str) -> Cell | None:
    """What is chosen in the table with this key."""
    event = widget_value(key)
    if event is None:
        return None
    if event.selection.cells:
        row, column = event.selection.cells[0]
        return Cell(int(row), str(column))
    return Cell(int(event.selection.rows[0])) if event.selection.rows else None


def show_total(columns: tuple[Column, ...], totals: dict[str, Any], look: Look) -> None:
    """The total of every metric, recomputed over all rows, in one line."""
    parts = [
        f"{column.label} **{cell(column, look.language, look.currency)(totals.get(column.name))}**"
        for column in worded(columns)
        if column.metric and column.part == "value"
    ]
    st.markdown(f":small[{_('Total')}: {' · '.join(parts)}]")


def written(columns: tuple[Column, ...], rows: pl.DataFrame, look: Look, last: Mapping[str, Any] | None = None) -> Any:
    """The rows with the text of each cell beside its value, so that heads sort by value; `last` is a row of totals."""
    whole = rows if last is None else pl.concat([rows, _as_row(last, rows)], how="vertical_relaxed")
    texts = {place: _texts(column, rows[column.name], look, last) for place, column in enumerate(columns)}
    shades = colours(look)
    foot = {"font-weight": "600", "color": shades.ink, "background-color": shades.grid}
    return with_texts(whole.to_pandas(), texts, None if last is None else foot)


def _as_row(last: Mapping[str, Any], rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame([last], schema_overrides=rows.schema)


def _texts(column: Column, values: pl.Series, look: Look, last: Mapping[str, Any] | None) -> list[str]:
    """The cells of one column in words; the total row says nothing where a column has no total."""
    write = cell(column, look.language, look.currency)
    texts = [write(value) for value in values]
    if last is None:
        return texts
    total = last[column.name]
    return [*texts, write(total) if column.kind is Kind.NUMBER else "" if total is None else str(total)]


def browser_writes_alike(columns: tuple[Column, ...], look: Look) -> bool:
    """Whether the browser writes every column as we would, so that the costly text beside each cell can be spared."""
    plain = all(column.kind is Kind.TEXT or (column.kind is Kind.NUMBER and _is_alike(column)) for column in columns)
    return plain and _as_browser(look)


def _as_browser(look: Look) -> bool:
    """Whether the browser's formats have the point and the comma where the language has them."""
    signs = signs_of(look.language, look.currency)
    return (signs.point, signs.group) == (".", ",")


def _is_share(column: Column) -> bool:
    return column.kind is Kind.NUMBER and (column.part == "change" or column.unit is Unit.RATE)


def _in_hundredths(columns: tuple[Column, ...], rows: pl.DataFrame, look: Look) -> pl.DataFrame:
    """The rows as the browser's format of a share takes them: it writes a per cent sign, but does not multiply."""
    if not _as_browser(look):
        return rows
    return rows.with_columns(pl.col(column.name) * 100 for column in columns if _is_share(column))


def _height(lines: int, sight: int) -> int | Literal["auto"]:
    """Pixels for `lines` rows and the head where a longer table than usual is to be seen as a whole."""
    return (lines + 1) * LINE + 2 if IN_SIGHT < lines <= sight else "auto"


def _is_alike(column: Column) -> bool:
    return column.part != "change" and column.unit in {Unit.COUNT, Unit.MONEY}


def _below_zero(columns: tuple[Column, ...], rows: pl.DataFrame) -> frozenset[str]:
    """The columns with negative money, whose minus the browser would set behind the currency's sign."""
    money = (column.name for column in columns if column.kind is Kind.NUMBER and column.unit is Unit.MONEY)
    return frozenset(name for name in money if (rows[name] < 0).any())


def browser_column(column: Column, look: Look, below_zero: bool = False) -> Any:
    """How the browser writes a column of a long table."""
    if column.kind is not Kind.NUMBER:
        return _plain(column)
    return st.column_config.NumberColumn(column.label, format=browser_format(column, look, below_zero))


def browser_format(column: Column, look: Look, below_zero: bool = False) -> str:
    """The browser's format for a number: ours where it can write it so, else what the browser's language does.

    Money that may fall below zero has no currency sign: the browser would write `¥-5.00`.
    """
    if not _as_browser(look):
        return "percent" if _is_share(column) else "localized"
    if _is_share(column):
        return "%+.1f%%" if column.part == "change" else "%.1f%%"
    signs = signs_of(look.language, look.currency)
    decimals = precision_of(look.currency) if column.unit is Unit.MONEY else 0 if column.unit is Unit.COUNT else 1
    signed = column.unit is Unit.MONEY and not below_zero
    before, after = (signs.money_before, signs.money_after) if signed else ("", "")
    return f"{before}%,.{decimals}f{after}"


def _plain(column: Column) -> Any:
    return st.column_config.Column(column.label)
