"""The references of rows, as the source writes them, become keys; none is dropped, each that fails is counted."""

import polars as pl

from datasource.loaders.names import AMBIGUOUS
from datasource.loaders.report import Part
from datasource.loaders.sheet import ROW
from datasource.tables.schema import UNKNOWN_KEY


def resolve(rows: pl.DataFrame, column: str, found: pl.DataFrame, part: Part) -> pl.Series:
    """The references in `column` (text, or numbers that can be keys) as keys; what was not found is `UNKNOWN_KEY`.

    `found`: one row per row, its `key`, and perhaps `alike`: the name that was taken in place of the text.
    """
    given, key = pl.col("\0text").is_not_null(), pl.col("key")
    met = rows.select(ROW, pl.col(column).alias("\0text")).hstack(found)
    unsure = key.is_null() | (key == AMBIGUOUS)
    if met.select((given & unsure).any()).item():
        _note(part, "orphan", column, met.filter(given & key.is_null()))
        _note(part, "ambiguous", column, met.filter(given & (key == AMBIGUOUS)))
    if "alike" in found.columns:
        taken = met.filter(pl.col("alike").is_not_null() & (key != AMBIGUOUS))
        part.note("fuzzy", column, taken.select(row=ROW, value="\0text", became="alike"))
    return met.select(pl.when(given).then(pl.when(unsure).then(UNKNOWN_KEY).otherwise(key)).alias(column))[column]


def _note(part: Part, rule: str, column: str, struck: pl.DataFrame) -> None:
    part.note(rule, column, struck.select(row=ROW, value=pl.col("\0text").cast(pl.String), became=pl.lit("Unknown")))
