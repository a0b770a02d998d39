"""Rows laid out for a histogram: the bins of a number in their order, or the members of Detail in bins of a metric."""

from math import ceil, floor, log2, log10

import polars as pl

from datasource.engines.keys import bin_labels
from datasource.question import Dimension

BIN, START, END = "_bin", "_start", "_end"
NICE = (1, 2, 2.5, 5, 10)


def all_bins(dimension: Dimension, rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the empty bins between the first and the last one, to show gaps; rows of no bin come last."""
    labels = bin_labels(dimension.bins)
    rows = rows.with_columns(pl.col(dimension.field).cast(pl.String))
    held = rows[dimension.field]
    known = [at for at, label in enumerate(labels) if label in set(held)]
    if not known:
        return rows
    order = pl.DataFrame({dimension.field: labels[known[0] : known[-1] + 1]})
    filled = order.join(rows, on=dimension.field, how="left", maintain_order="left")
    rest = rows.filter(~held.is_in(labels) | held.is_null())
    return pl.concat([filled, rest.select(filled.columns)])


def member_bins(value: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that have a number (a row a member), each with the bin of equal width that `value` falls into."""
    known = rows.filter(pl.col(value).is_not_null()).with_columns(pl.col(value).cast(pl.Float64))
    if known.is_empty():
        return known.with_columns(pl.lit(0).alias(BIN), pl.lit(0.0).alias(START), pl.lit(0.0).alias(END))
    low, high = (float(str(edge)) for edge in (known[value].min(), known[value].max()))
    width = bin_width(low, high, known.height)
    begin = floor(low / width)
    at = ((pl.col(value) / width).floor() - begin).cast(pl.Int64)
    return known.with_columns(at.alias(BIN)).with_columns(
        ((pl.col(BIN) + begin) * width).alias(START), ((pl.col(BIN) + begin + 1) * width).alias(END)
    )


def bin_width(low: float, high: float, count: int) -> float:
    """A round width that makes about as many bins as Sturges's rule asks for `count` numbers (at least 5)."""
    if high <= low:
        return 10.0 ** floor(log10(abs(low))) if low else 1.0
    rough = (high - low) / max(5, ceil(log2(count)) + 1)
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in NICE if step * power >= rough * 0.999)
