"""Records of separated text by Polars, once counting proves that it must read each of them as Python's `csv` does.

Polars refuses a row that is too long, but fills up one that is too short. The proof, for text whose quotes are known to
open and close cells: it reads as many rows as line ends stand outside of quotes, so that it parts rows where they end.
None of them is longer than the header, and all together have the separators of full ones, so that none is shorter: no
blank line is among them either. A return without a line feed ends a row for `csv`, but not for Polars.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

_FEED = 10
_MUCH = 16
"""Where less than one in so many bytes is quoted, only these are looked at."""
_PACKED = (b"\x1f\x8b", b"x\x01", b"x^", b"x\x9c", b"x\xda", b"\x28\xb5\x2f\xfd")
"""Polars unpacks what begins with these bytes, and `x^` or `xڿ` may well begin a text."""


def read_counted(text: bytes, names: Sequence[str], separator: str, quotes: NDArray[np.int64]) -> pl.DataFrame | None:
    """The rows of `text` under `names` (two or more); None: they are not proven to be good ones all.

    `quotes`: the places of all quotes, which are known to open, close or be doubled inside of cells. Every return in
    `text` stands before a line feed.
    """
    if text.startswith(_PACKED):
        return None
    feeds, separators = _outside(np.frombuffer(text, np.uint8), (_FEED, ord(separator)), quotes)
    records = feeds + (not text.endswith(b"\n"))
    if separators != records * (len(names) - 1):
        return None
    try:
        rows = pl.read_csv(
            text,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=separator,
            quote_char='"' if len(quotes) else None,
            empty_string_is_null=False,
        )
    except (pl.exceptions.PolarsError, OSError):
        return None
    return rows if rows.height == records and not any(rows.null_count().row(0)) else None


def _outside(letters: NDArray[np.uint8], wanted: Sequence[int], quotes: NDArray[np.int64]) -> list[int]:
    """How often each of the letters `wanted` stands outside of quoted cells."""
    opening, closing = quotes[0::2], quotes[1::2]
    sizes = closing - opening
    if sizes.sum() > len(letters) // _MUCH:
        return [_between(np.flatnonzero(letters == letter), opening, closing) for letter in wanted]
    starts = opening - np.cumsum(sizes) + sizes
    quoted = letters[np.repeat(starts, sizes) + np.arange(sizes.sum())]
    return [int(np.count_nonzero(letters == letter) - np.count_nonzero(quoted == letter)) for letter in wanted]


def _between(places: NDArray[np.int64], opening: NDArray[np.int64], closing: NDArray[np.int64]) -> int:
    """How many of `places` lie in none of the cells from `opening` to `closing`."""
    return len(places) - int((np.searchsorted(places, closing) - np.searchsorted(places, opening)).sum())
