"""Rows laid out for a box plot: the quartiles of each category beside its members."""

import polars as pl

ALL, FIRST, JITTER = "_all", "_first", "_jitter"
LOW, LOWER, MEDIAN, UPPER, HIGH = "_low", "_lower", "_median", "_upper", "_high"
REACH = 1.5  # box lengths beyond the box within which whiskers end (Tukey, "Exploratory Data Analysis", 1977)
GOLDEN = 0.618034


def box_rows(category: str | None, value: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that have a number (a row a member) with the quartiles and whiskers of their category.

    Quartiles are linear between the two nearest numbers (Hyndman and Fan's type 7). `_first` marks one row a category,
    which draws the box; `_jitter` (-1 to 1) sets members apart that have the same number.
    """
    known = rows.filter(pl.col(value).is_not_null()).with_columns(pl.lit("").alias(ALL))
    group = category or ALL
    number = pl.col(value).cast(pl.Float64)
    lower, upper = (number.quantile(at, "linear").over(group) for at in (0.25, 0.75))
    known = known.with_columns(lower.alias(LOWER), number.median().over(group).alias(MEDIAN), upper.alias(UPPER))
    length = pl.col(UPPER) - pl.col(LOWER)
    inside = number.is_between(pl.col(LOWER) - REACH * length, pl.col(UPPER) + REACH * length)
    at = pl.int_range(pl.len()).over(group)
    return known.with_columns(
        number.filter(inside).min().over(group).alias(LOW),
        number.filter(inside).max().over(group).alias(HIGH),
        (at == 0).alias(FIRST),
        (((at + 1) * GOLDEN) % 1 * 2 - 1).alias(JITTER),
    )
