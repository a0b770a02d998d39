"""The order of a table's rows, and whether all of their keys differ; both without comparing texts or pairs."""

import numpy as np
import polars as pl

_KEY_BITS = 40
_NO_DATE = 2**22 - 1
"""Stands behind every day that a date can hold."""


def in_order(rows: pl.DataFrame, dates: list[str], key: str) -> pl.DataFrame:
    """`rows` by the one date in `dates`, or none, then by `key`; rows without a date come last.

    Day and key make one number where the key is one of at most 40 bits: sorting by that takes a tenth of the time.
    Rows out of several chunks would be picked three times as slowly.
    """
    keys = rows[key]
    if keys.dtype != pl.Int64 or not rows.height or _beyond(keys):
        return rows.sort(*dates, key, nulls_last=True)
    day = pl.col(dates[0]).cast(pl.Int64).fill_null(_NO_DATE) if dates else pl.lit(0, pl.Int64)
    place = rows.select(place=day * 2**_KEY_BITS + pl.col(key))["place"]
    return rows if place.is_sorted() else rows.rechunk()[place.arg_sort()]


def all_differ(keys: pl.Series) -> bool:
    """Whether no key stands in two rows; whole numbers that lie close together are marked in a row of bits."""
    if keys.dtype != pl.Int64 or not keys.len():
        return keys.n_unique() == keys.len()
    low, high = _range(keys)
    if high - low > 8 * keys.len() + 1_000_000:
        return keys.n_unique() == keys.len()
    met = np.zeros(high - low + 1, dtype=np.bool_)
    met[keys.to_numpy() - low] = True
    return int(np.count_nonzero(met)) == keys.len()


def _beyond(keys: pl.Series) -> bool:
    if keys.null_count():
        return True
    low, high = _range(keys)
    return low < 0 or high >= 2**_KEY_BITS


def _range(keys: pl.Series) -> tuple[int, int]:
    low, high = keys.min(), keys.max()
    return (low, high) if isinstance(low, int) and isinstance(high, int) else (0, 0)
