"""Bring a frame into the canonical shape of its table, or say why it does not fit."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from datasource.errors import MingjingError
from datasource.store.order import in_order
from datasource.tables.custom import NOTHING, Custom, columns_of, own_key, schema_of
from datasource.tables.schema import TABLES, ColumnInfo, table_class


def conform(table: str, frame: pl.DataFrame, custom: Custom = NOTHING) -> pl.DataFrame:
    """`frame` with exactly the canonical columns of `table` and their types, sorted by its first date and its key.

    `custom` are the columns and tables of the company's own that are allowed besides. A missing column takes the
    default of the table class or stays empty; so do the empty cells of a flag that has a default. Raises
    `MingjingError` for an unknown column, a type that does not fit, an empty cell in a required column and a value
    outside an enumeration.
    """
    schema = schema_of(table, custom)
    stray = next((name for name in frame.columns if name not in schema), None)
    if stray is not None:
        raise MingjingError(f"Table '{table}' has no column '{stray}'; its columns are {', '.join(schema)}.")
    try:
        ready = frame.select(_cell(table, column, column.name in frame.columns) for column in columns_of(table, custom))
    except pl.exceptions.PolarsError as error:
        raise MingjingError(f"A column of table '{table}' does not fit its canonical type: {error}.") from error
    _check(table, columns_of(table, custom), ready)
    return in_order(ready, main_date(table, custom), own_key(table))


def main_date(table: str, custom: Custom = NOTHING) -> list[str]:
    """The date by which the rows of `table` are sorted: its first one, as a list of one name, or no name."""
    own = custom.table(table)
    if own is not None:
        return [own.date] if own.date else []
    dates = [name for name, kind in schema_of(table, NOTHING).items() if kind == pl.Date]
    return [name for name in dates if name != own_key(table)][:1]


def _cell(table: str, column: ColumnInfo, present: bool) -> pl.Expr:
    default = _default(table, column.name)
    if not present:
        return pl.lit(default, dtype=column.dtype).alias(column.name)
    cell = pl.col(column.name).cast(column.dtype)
    return cell.fill_null(default) if column.dtype == pl.Boolean and default is not None else cell


def _default(table: str, name: str) -> Any:
    field = table_class(table).model_fields.get(name) if table in TABLES else None
    default = field.get_default() if field is not None else None
    return default if isinstance(default, bool | int | float | str) else None


def _check(table: str, columns: Sequence[ColumnInfo], rows: pl.DataFrame) -> None:
    """Refuse empty cells of required columns and values that are no choice; all columns are looked at in one go."""
    for column in columns:
        empty = rows[column.name].null_count() if column.required or column.is_key else 0
        if empty:
            raise MingjingError(f"Column '{column.name}' of table '{table}' is empty in {empty} rows.")
    limited = {column.name: column.choices for column in columns if column.choices}
    if not limited:
        return
    strange = {name: ~pl.col(name).is_in(choices) for name, choices in limited.items()}
    for name, met in rows.select(one.any().alias(name) for name, one in strange.items()).row(0, named=True).items():
        if met:
            odd, known = rows.filter(strange[name])[name].item(0), ", ".join(limited[name])
            raise MingjingError(f"Column '{name}' of table '{table}' holds '{odd}'; it may hold: {known}.")
