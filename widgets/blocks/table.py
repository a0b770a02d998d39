"""A table: sorted by clicking a head, numbers written in the reader's language, its total the last row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from dashboards.options import FieldLook, Highlight, NumberFormat
from datasource.result import Column, Kind, Unit
from datasource.texts import _
from widgets.blocks.cell_texts import Css, with_texts
from widgets.blocks.column_room import FIRST, room_for
from widgets.blocks.looks import form_of, looks_by_name
from widgets.blocks.reading import worded, worded_rows
from widgets.blocks.total import label_column, total_row
from widgets.charts.highlight import rule_of
from widgets.charts.look import Look, look_name
from widgets.charts.theme import colours, tinted
from widgets.controls.plain import plain
from widgets.format import DASH, HABIT, cell, precision_of, signs_of
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
    looks: tuple[FieldLook, ...] = (),
    *,
    chosen: int | None = None,
    stretched: bool = False,
) -> None:
    """Draw `rows`, the total as their last row; with `on_select`, a click on a row or cell calls it (see `clicked`).

    `looks` say how columns are called, written, coloured by value and drawn as bars; beside bars no total row stands.
    The row at place `chosen` is selected when the table appears. `stretched` makes it as high as its tile.

    A first column that names the rows stays in sight when the table is moved sideways. The total also stands in a line
    below a table that is too long to show its last row at once: one of more than `sight` rows.
    """
    named = worded(columns, looks)
    shown = worded_rows(rows.select(column.name for column in columns), columns)
    bars = frozenset(name for name, one in looks_by_name(looks).items() if one.bars)
    last = total_row(columns, totals) if shown.height <= WRITTEN and not bars else None
    below_zero = _below_zero(named, shown)
    alike = browser_writes_alike(named, look) and all(one.number == HABIT for one in looks)
    by_us = last is not None or (shown.height <= WRITTEN and (below_zero or not alike))
    if by_us:
        data = written(named, shown, look, last, looks)
    else:
        data = coloured(named, _in_hundredths(named, shown, look, looks), shown, look, looks)
    heads = {
        column.name: _plain(column) if by_us else browser_column(column, look, column.name in below_zero, looks)
        for column in named
    }
    heads |= {
        column.name: bar_column(column, shown[column.name], look, looks, in_hundredths=not by_us)
        for column in named
        if look_name(column) in bars and column.part == "value"
    }
    for column in named:
        room = _room(column, shown[column.name], look, last, looks)
        if room is not None:
            heads[column.name]["width"] = room
    if label_column(columns) == columns[0].name:
        heads[columns[0].name]["pinned"] = True
    height = "stretch" if stretched else _height(shown.height + (last is not None), sight)
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
            selection_default=None if chosen is None else {"selection": {"rows": [chosen]}},
            placeholder=DASH,
            height=height,
        )
    if totals is not None and (last is None or shown.height + 1 > sight):
        show_total(columns, dict(totals), look, looks)


def clicked(key: str) -> Cell | None:
    """What is chosen in the table with this key."""
    event = widget_value(key)
    if event is None:
        return None
    if event.selection.cells:
        row, column = event.selection.cells[0]
        return Cell(int(row), str(column))
    return Cell(int(event.selection.rows[0])) if event.selection.rows else None


def show_total(
    columns: tuple[Column, ...], totals: dict[str, Any], look: Look, looks: tuple[FieldLook, ...] = ()
) -> None:
    """The total of every metric, recomputed over all rows, in one line."""
    parts = [
        f"{plain(column.label)} **{plain(_writer(column, look, looks)(totals.get(column.name)))}**"
        for column in worded(columns, looks)
        if column.metric and column.part == "value"
    ]
    st.markdown(f":small[{_('Total')}: {' · '.join(parts)}]")


def written(
    columns: tuple[Column, ...],
    rows: pl.DataFrame,
    look: Look,
    last: Mapping[str, Any] | None = None,
    looks: tuple[FieldLook, ...] = (),
) -> Any:
    """The rows with the text of each cell beside its value, so that heads sort by value; `last` is a row of totals."""
    whole = rows if last is None else pl.concat([rows, _as_row(last, rows)], how="vertical_relaxed")
    texts = {place: _texts(column, rows[column.name], look, last, looks) for place, column in enumerate(columns)}
    shades = colours(look)
    foot = {"font-weight": "600", "color": shades.ink, "background-color": shades.grid}
    return with_texts(whole.to_pandas(), texts, None if last is None else foot, rule_styles(columns, rows, look, looks))


def coloured(
    columns: tuple[Column, ...], table: pl.DataFrame, rows: pl.DataFrame, look: Look, looks: tuple[FieldLook, ...]
) -> Any:
    """`table`, which the browser writes, with the cells of `rows` coloured by the rules of `looks`; else as it is."""
    styles = rule_styles(columns, rows, look, looks)
    return with_texts(table.to_pandas(), {}, None, styles) if styles else table


def rule_styles(
    columns: tuple[Column, ...], rows: pl.DataFrame, look: Look, looks: tuple[FieldLook, ...]
) -> dict[tuple[int, int], Css]:
    """The CSS of the cells whose numbers meet a rule, by row and column."""
    by_field = {name: one for name, one in looks_by_name(looks).items() if one.highlights}
    return {
        (row, place): rule_css(rule, look)
        for place, column in enumerate(columns)
        if look_name(column) in by_field and column.part == "value"
        for row, value in enumerate(rows[column.name])
        if (rule := rule_of(by_field[look_name(column)], value)) is not None
    }


def rule_css(rule: Highlight, look: Look) -> Css:
    """The paper and ink of a cell that meets a rule."""
    paper, ink = tinted(look, rule.color)
    return (("background-color", paper), ("color", ink), ("font-weight", "600"))


def _writer(column: Column, look: Look, looks: tuple[FieldLook, ...]) -> Callable[[object], str]:
    return cell(column, look.language, look.currency, form_of(column, looks))


def _as_row(last: Mapping[str, Any], rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame([last], schema_overrides=rows.schema)


def _texts(
    column: Column, values: pl.Series, look: Look, last: Mapping[str, Any] | None, looks: tuple[FieldLook, ...]
) -> list[str]:
    """The cells of one column in words; the total row says nothing where a column has no total."""
    write = _writer(column, look, looks)
    texts = [write(value) for value in values]
    if last is None:
        return texts
    total = last[column.name]
    return [*texts, write(total) if column.kind is Kind.NUMBER else "" if total is None else str(total)]


def _room(
    column: Column, values: pl.Series, look: Look, last: Mapping[str, Any] | None, looks: tuple[FieldLook, ...]
) -> int | None:
    """The width of a column of words or days that would be cut; None where it finds its own."""
    if column.kind is Kind.NUMBER or (len(values) > WRITTEN and column.kind is not Kind.TEXT):
        return None
    if len(values) > WRITTEN:
        longest = values.str.len_chars().arg_sort(descending=True, nulls_last=True)[:WRITTEN]
        values = pl.concat([values[:FIRST], values.gather(longest), values[-1:]])
    return room_for(_texts(column, values, look, last, looks), column.label)


def browser_writes_alike(columns: tuple[Column, ...], look: Look) -> bool:
    """Whether the browser writes every column as we would, so that the costly text beside each cell can be spared."""
    plain = all(column.kind is Kind.TEXT or (column.kind is Kind.NUMBER and _is_alike(column)) for column in columns)
    return plain and _as_browser(look)


def _as_browser(look: Look) -> bool:
    """Whether the browser's formats have the point and the comma where the language has them."""
    signs = signs_of(look.language, look.currency)
    return (signs.point, signs.group) == (".", ",")


def _is_share(column: Column, looks: tuple[FieldLook, ...] = ()) -> bool:
    if column.kind is not Kind.NUMBER:
        return False
    return column.part == "change" or column.unit is Unit.RATE or form_of(column, looks).style == "percent"


def _in_hundredths(
    columns: tuple[Column, ...], rows: pl.DataFrame, look: Look, looks: tuple[FieldLook, ...]
) -> pl.DataFrame:
    """The rows as the browser's format of a share takes them: it writes a per cent sign, but does not multiply."""
    if not _as_browser(look):
        return rows
    return rows.with_columns(pl.col(column.name) * 100 for column in columns if _is_share(column, looks))


def _height(lines: int, sight: int) -> int | Literal["auto", "stretch"]:
    """Pixels for `lines` rows and the head where a longer table than usual is to be seen as a whole."""
    return (lines + 1) * LINE + 2 if IN_SIGHT < lines <= sight else "auto"


def _is_alike(column: Column) -> bool:
    return column.part != "change" and column.unit in {Unit.COUNT, Unit.MONEY}


def _below_zero(columns: tuple[Column, ...], rows: pl.DataFrame) -> frozenset[str]:
    """The columns with negative money, whose minus the browser would set behind the currency's sign."""
    money = (column.name for column in columns if column.kind is Kind.NUMBER and column.unit is Unit.MONEY)
    return frozenset(name for name in money if (rows[name] < 0).any())


def browser_column(column: Column, look: Look, below_zero: bool = False, looks: tuple[FieldLook, ...] = ()) -> Any:
    """How the browser writes a column of a long table."""
    if column.kind is not Kind.NUMBER:
        return _plain(column)
    told = browser_format(column, look, below_zero, form_of(column, looks))
    return st.column_config.NumberColumn(column.label, format=told)


def bar_column(column: Column, values: pl.Series, look: Look, looks: tuple[FieldLook, ...], in_hundredths: bool) -> Any:
    """A column whose numbers are bars too, from the lowest (or zero) to the highest; the browser writes the numbers."""
    known, shares = values.drop_nulls().cast(pl.Float64), _is_share(column, looks)
    times = 100 if shares and in_hundredths and _as_browser(look) else 1
    low, high = (min(0.0, *known) * times, max(0.0, *known) * times) if len(known) else (0.0, 1.0)
    told = "percent" if shares and times == 1 else browser_format(column, look, low < 0, form_of(column, looks))
    return st.column_config.ProgressColumn(
        column.label,
        format=told,
        min_value=low,
        max_value=high if high > low else low + 1,
        color=colours(look).series[0],
    )


def browser_format(column: Column, look: Look, below_zero: bool = False, form: NumberFormat = HABIT) -> str:
    """The browser's format for a number: ours where it can write it so, else what the browser's language does.

    Money that may fall below zero has no currency sign: the browser would write `¥-5.00`.
    """
    share = column.part == "change" or column.unit is Unit.RATE or form.style == "percent"
    if form.style == "compact" and not (share or form.prefix or form.suffix):
        return "compact"
    if not _as_browser(look):
        return "percent" if share else "localized"
    before, after = form.prefix.replace("%", "%%"), form.suffix.replace("%", "%%")
    if share:
        sign, decimals = "+" if column.part == "change" else "", 1 if form.decimals is None else form.decimals
        return f"{before}%{sign}.{decimals}f%%{after}"
    signs = signs_of(look.language, look.currency)
    decimals = precision_of(look.currency) if column.unit is Unit.MONEY else 0 if column.unit is Unit.COUNT else 1
    decimals = decimals if form.decimals is None else form.decimals
    if column.unit is Unit.MONEY and not below_zero:
        before, after = before + signs.money_before, signs.money_after + after
    return f"{before}%,.{decimals}f{after}"


def _plain(column: Column) -> Any:
    return st.column_config.Column(column.label)
