"""Typed columns of a source (Parquet, databases) → the type of the column they fill, without going through text."""

from collections.abc import Callable, Mapping
from datetime import datetime

import polars as pl

from datasource.loaders.cleaning.batch import as_local
from datasource.loaders.cleaning.dates import MOMENT
from datasource.loaders.cleaning.recipe import Recipe
from datasource.loaders.cleaning.wide import quotient
from datasource.loaders.keys import LARGEST_KEY
from datasource.loaders.parsing.numbers import LARGEST

_EXACT = 10**15
"""Below it a decimal of the minor unit is what its nearest float stands for."""


def take(column: pl.Series, recipe: Recipe) -> tuple[pl.Series, pl.Series | None] | None:
    """The cells of `column` as a direct `recipe` wants them, and where a word for empty stood (None: nowhere).

    None where the text of the cells has to be read.
    """
    taker = _TAKERS.get((recipe.kind, _family(column.dtype)))
    if taker is None:
        return None
    words = _typed_words((*recipe.mapping.nulls, *recipe.cell.nulls), column)
    empty = None if words is None else column.is_in(words.implode()).fill_null(value=False)
    if empty is not None and empty.any():
        column = pl.select(pl.when(~empty).then(column)).to_series()
    taken = taker(column, recipe)
    return None if taken is None else (taken, empty)


def _typed_words(words: tuple[str, ...], column: pl.Series) -> pl.Series | None:
    """The words for empty that a value of this column could be, as such values."""
    texts = pl.Series(words, dtype=pl.String)
    match column.dtype:
        case pl.Datetime():
            times = [_time(word) for word in words]
            typed = pl.Series([time for time in times if time is not None], dtype=MOMENT).cast(column.dtype)
        case pl.Date():
            typed = texts.str.head(10).str.to_date("%Y-%m-%d", strict=False).drop_nulls()
        case pl.Boolean():
            return None
        case _:
            typed = texts.cast(column.dtype, strict=False).drop_nulls()
    return None if typed.is_empty() else typed


def _time(word: str) -> datetime | None:
    try:
        return datetime.fromisoformat(word).replace(tzinfo=None)
    except ValueError:
        return None


def _family(dtype: pl.DataType) -> str:
    if dtype.is_integer():
        return "integer"
    if dtype.is_float():
        return "float"
    return {pl.Date: "date", pl.Datetime: "time", pl.Boolean: "flag", pl.Decimal: "decimal"}.get(type(dtype), "")


def _whole(column: pl.Series, _: Recipe) -> pl.Series | None:
    whole = column.cast(pl.Int64, strict=False)
    return whole if whole.null_count() == column.null_count() else None


def _units_of_integers(column: pl.Series, recipe: Recipe) -> pl.Series | None:
    factor = 10**recipe.mapping.minor_digits
    whole = _whole(column, recipe)
    return None if whole is None or (whole.abs() > LARGEST // factor).any() else whole * factor


def _units_of_decimals(column: pl.Series, recipe: Recipe) -> pl.Series | None:
    digits = recipe.mapping.minor_digits
    held = column.cast(pl.Decimal(38, digits), strict=False)
    same = (
        (held.cast(column.dtype, strict=False) == column).all() if held.null_count() == column.null_count() else False
    )
    units = held.to_physical().cast(pl.Int64, strict=False)
    return units if same and units.null_count() == column.null_count() else None


def _units_of_floats(column: pl.Series, recipe: Recipe) -> pl.Series | None:
    """A float whose shortest decimal is a whole number of minor units is exactly that; any other is read as text.

    A decimal of at most 15 digits is the only one of its length that its nearest float stands for (IEEE 754, 5.12.2).
    """
    factor = 10.0**recipe.mapping.minor_digits
    wide = column.cast(pl.Float64)
    units = (wide * factor).round()
    sure = ((quotient(units, factor) == wide) & (units.abs() < _EXACT)).all() and column.dtype == pl.Float64
    return units.cast(pl.Int64) if sure else None


def _real(column: pl.Series, _: Recipe) -> pl.Series | None:
    real = column.cast(pl.Float64)
    return real if real.is_finite().all() else None


def _flag(column: pl.Series, _: Recipe) -> pl.Series | None:
    return column == 1 if column.is_in([0, 1]).all() else None


def _moment(column: pl.Series, recipe: Recipe) -> pl.Series:
    return as_local(column, recipe.mapping.timezone) if isinstance(column.dtype, pl.Datetime) else column.cast(MOMENT)


def _day(column: pl.Series, recipe: Recipe) -> pl.Series:
    return _moment(column, recipe).cast(pl.Date)


def _text(column: pl.Series, _: Recipe) -> pl.Series:
    return column.cast(pl.String)


def _reference(column: pl.Series, recipe: Recipe) -> pl.Series:
    """Numbers that can be keys stay numbers, and are named by their text elsewhere."""
    numbers = None if recipe.cell.by else _whole(column, recipe)
    return column.cast(pl.String) if numbers is None or not numbers.is_between(1, LARGEST_KEY).all() else numbers


_TAKERS: Mapping[tuple[str, str], Callable[[pl.Series, Recipe], pl.Series | None]] = {
    ("money", "integer"): _units_of_integers,
    ("money", "decimal"): _units_of_decimals,
    ("money", "float"): _units_of_floats,
    ("whole", "integer"): _whole,
    ("real", "integer"): _real,
    ("real", "float"): _real,
    ("flag", "flag"): lambda column, _: column,
    ("flag", "integer"): _flag,
    ("day", "date"): _day,
    ("day", "time"): _day,
    ("moment", "date"): _moment,
    ("moment", "time"): _moment,
    ("text", "integer"): _text,
    ("reference", "integer"): _reference,
}
"""How the text of a column is read, and what the source holds → how that is taken; None: cell by cell, as text."""
