"""Arrays into canonical frames: keys given, day and second numbers into dates and times, empty cells into null."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from datasource.sample.days import DAY, FIRST
from datasource.sample.draw import NONE, Flags, Ints
from datasource.tables.schema import key_column, polars_schema

Frames = dict[str, pl.DataFrame]
_FIRST_DAY = FIRST.toordinal() - 719_163
_FIRST_SECOND = _FIRST_DAY * DAY


class Keys:
    """The next free key of each table; a block reserves what it needs."""

    def __init__(self) -> None:
        self._last: dict[str, int] = defaultdict(int)

    def take(self, table: str, size: int) -> Ints:
        """`size` keys of `table` that nobody has."""
        first = self._last[table] + 1
        self._last[table] += size
        return np.arange(first, first + size)


def frame(table: str, cells: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of `table` from one array, list or series a column, the key among them.

    Integer cells that equal `NONE` and real ones that are NaN become null; days and seconds become dates and times;
    `source_key` is the key with its table's initials; what is not given stays empty.
    """
    schema, key = polars_schema(table), key_column(table)
    prefix = "".join(part[0] for part in table.split("_")).upper()
    series = [_column(name, cells[name], schema[name]) for name in schema if name in cells]
    rows = pl.DataFrame(series)
    return rows.with_columns(source_key=pl.format("{}{}", pl.lit(prefix), pl.col(key))).select(
        pl.col(name) if name in rows.columns or name == "source_key" else pl.lit(None, dtype=kind).alias(name)
        for name, kind in schema.items()
    )


def words(choices: Sequence[str | None], place: Ints) -> pl.Series:
    """The word at each place; null where the place is `NONE` or the word is."""
    return pl.Series(list(choices), dtype=pl.String).gather(pl.Series(place).replace(NONE, None))


def numbered(pattern: str, *numbers: Ints) -> pl.Series:
    """`pattern` with each `{}` filled by the numbers, row by row."""
    return pl.select(pl.format(pattern, *(pl.lit(pl.Series(one)) for one in numbers))).to_series()


def kept(flags: Flags, cells: pl.Series) -> pl.Series:
    """`cells` where flagged, else null."""
    return pl.select(pl.when(pl.Series(flags)).then(cells)).to_series()


def _column(name: str, cells: Any, kind: Any) -> pl.Series:
    if isinstance(cells, pl.Series):
        return cells.cast(kind).alias(name)
    if isinstance(cells, list):
        return pl.Series(name, cells, dtype=kind)
    column = pl.Series(name, cells)
    if column.dtype.is_integer():
        column = column.replace(NONE, None)
    if kind == pl.Date:
        return (column + _FIRST_DAY).cast(pl.Int32).cast(pl.Date)
    if kind == pl.Datetime:
        return ((column + _FIRST_SECOND) * 1_000_000).cast(kind)
    return column.cast(kind).fill_nan(None) if kind == pl.Float64 else column.cast(kind)
