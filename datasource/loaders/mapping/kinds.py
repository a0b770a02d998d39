"""Which canonical columns a mapping may fill, and how the text of each is read."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from datasource.errors import unknown
from datasource.tables.schema import TABLES, ColumnInfo, columns

NOT_LOADED = frozenset({"calendar"})
SOURCE_KEY = ColumnInfo("source_key", pl.String(), "The row's id in the source system.")

_KINDS: dict[Any, str] = {
    pl.String(): "text",
    pl.Int64(): "whole",
    pl.Float64(): "real",
    pl.Boolean(): "flag",
    pl.Date(): "day",
    pl.Datetime("us"): "moment",
}

Known = Mapping[str, Mapping[str, ColumnInfo]]
"""Table → its columns that a mapping may fill."""


def kind_of(column: ColumnInfo) -> str:
    """How the text of `column` is read: text, reference, choice, money, whole, real, flag, day or moment."""
    if column.refers_to:
        return "reference"
    if column.choices:
        return "choice"
    return "money" if is_money(column) else _KINDS[column.dtype]


def is_money(column: ColumnInfo) -> bool:
    """Whether the column holds minor units of the company's currency."""
    return column.unit == "money_minor"


def targets(table: str) -> dict[str, ColumnInfo]:
    """The columns of canonical `table` that a mapping may fill: all but its key and source key."""
    return {column.name: column for column in columns(table) if not column.is_key and column.name != "source_key"}


def canonical() -> dict[str, dict[str, ColumnInfo]]:
    """Every canonical table that can be loaded, with the columns that a mapping may fill."""
    return {table: targets(table) for table in TABLES if table not in NOT_LOADED}


def column_at(place: str, known: Known | None = None) -> ColumnInfo:
    """The column `table.column` of `known` (the canonical tables); raises `ValueError` when there is none."""
    tables = canonical() if known is None else known
    table, _, name = place.partition(".")
    if table not in tables:
        raise ValueError(unknown("table", table, tables))
    if name not in tables[table]:
        raise ValueError(unknown(f"column of {table}", name, tables[table]))
    return tables[table][name]
