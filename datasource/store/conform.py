"""Bring a frame into the canonical shape of its table, or say why it does not fit."""

from typing import Any

import polars as pl

from datasource.errors import MingjingError
from datasource.tables.schema import ColumnInfo, columns, key_column, polars_schema, table_class


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with exactly the canonical columns of `table` and their types, sorted by its first date and its key.

    A missing column takes the default of the table class or stays empty; so do the empty cells of a flag that has a
    default. Raises `MingjingError` for an unknown column, a type that does not fit, an empty cell in a required column
    and a value outside an enumeration.
    """
    schema = polars_schema(table)
    stray = next((name for name in frame.columns if name not in schema), None)
    if stray is not None:
        raise MingjingError(f"Table '{table}' has no column '{stray}'; its columns are {', '.join(schema)}.")
    try:
        ready = frame.select(_cell(table, column, column.name in frame.columns) for column in columns(table))
    except pl.exceptions.PolarsError as error:
        raise MingjingError(f"A column of table '{table}' does not fit its canonical type: {error}.") from error
    for column in columns(table):
        _check(table, column, ready[column.name])
    return ready.sort(*main_date(table), key_column(table), nulls_last=True)


def main_date(table: str) -> list[str]:
    """The date by which the rows of `table` are sorted: its first one, as a list of one name, or no name."""
    return [name for name, kind in polars_schema(table).items() if kind == pl.Date and name != key_column(table)][:1]


def _cell(table: str, column: ColumnInfo, present: bool) -> pl.Expr:
    default = _default(table, column.name)
    if not present:
        return pl.lit(default, dtype=column.dtype).alias(column.name)
    cell = pl.col(column.name).cast(column.dtype)
    return cell.fill_null(default) if column.dtype == pl.Boolean and default is not None else cell


def _default(table: str, name: str) -> Any:
    default = table_class(table).model_fields[name].get_default()
    return default if isinstance(default, bool | int | float | str) else None


def _check(table: str, column: ColumnInfo, cells: pl.Series) -> None:
    if (column.required or column.is_key) and cells.null_count():
        raise MingjingError(f"Column '{column.name}' of table '{table}' is empty in {cells.null_count()} rows.")
    if column.choices:
        odd = cells.filter(cells.is_not_null() & ~cells.is_in(column.choices))
        if odd.len():
            known = ", ".join(column.choices)
            raise MingjingError(f"Column '{column.name}' of table '{table}' holds '{odd[0]}'; it may hold: {known}.")
