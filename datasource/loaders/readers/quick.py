"""Records of separated text, quickly: a block is read as a whole, once it is proven to read as Python's `csv` does.

Polars reads blocks of good rows alone (`counted.py`), Arrow those with odd ones, which it sets apart. Both take quotes
where they should not stand. The proof that none do: number the quotes of a block, which starts outside of a quoted
cell, from 0. If each even one stands behind a separator, a line end or a quote, and each odd one before one of these,
then the even ones open a cell or are the second of a doubled quote, the odd ones close it or are the first; no quote
stands anywhere else, and a line end behind an even number of quotes ends a row. All else is read exactly.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow

from datasource.loaders.readers.counted import read_counted

_INNER = 1 << 20
_QUOTE, _FEED, _RETURN = 34, 10, 13
_MARK = "﻿".encode()
_BLANK = (b"\n\n", b"\n\r", b"\r\r")


@dataclass(frozen=True)
class Quick:
    """`rows`: the good rows as text columns; `odd`: place (0 the first) and text of the others among all `records`.

    `used`: the bytes that were read.
    """

    rows: pl.DataFrame
    records: int
    odd: list[tuple[int, str]]
    used: int


@dataclass(frozen=True)
class Reader:
    """Reads blocks of rows with these column names (two or more) and this separator (one ASCII character)."""

    names: tuple[str, ...]
    separator: str
    quotes: bool
    returns: bool
    _convert: Any = field(init=False)

    def __post_init__(self) -> None:
        """Have Arrow keep every cell as the text that it is."""
        types = dict.fromkeys(self.names, pa.string())
        object.__setattr__(self, "_convert", arrow.ConvertOptions(column_types=types, strings_can_be_null=False))

    def read(self, data: bytearray, end: int, whole: bool) -> Quick | None:
        """The complete rows in `data[:end]`, all when it is the `whole` rest, up to a quote that is out of place.

        None: nothing is proven of the first row, or blank lines make it uncertain.
        """
        if data.startswith(_MARK):
            return None
        quotes = self._quotes(data, end)
        wrong = self._first_wrong(data, end, quotes)
        used = end if whole and wrong == end else self._last_end(data, wrong, quotes)
        quotes = quotes[: np.searchsorted(quotes, used)]
        if not used or len(quotes) % 2:
            return None
        text = bytes(memoryview(data)[:used])
        lone = self.returns and text.count(b"\r") != text.count(b"\r\n")
        rows = None if lone else read_counted(text, self.names, self.separator, quotes)
        return self._with_odd(data, used, len(quotes) > 0) if rows is None else Quick(rows, rows.height, [], used)

    def _with_odd(self, data: bytearray, used: int, quoted: bool) -> Quick | None:
        text = pa.py_buffer(data).slice(0, used)
        try:
            found = self._parsed(text, used, quoted, threads=True)
            if found.odd:
                found = self._parsed(text, used, quoted, threads=False)
        except pa.ArrowInvalid:
            return None
        return None if _may_hold_blank_lines(found.rows, data, used) else found

    def complete(self, data: bytearray, end: int, whole: bool) -> int:
        """The bytes of the complete rows at the start of `data[:end]`."""
        return end if whole else self._last_end(data, end, self._quotes(data, end))

    def _quotes(self, data: bytearray, end: int) -> NDArray[np.int64]:
        if not self.quotes or data.find(b'"', 0, end) < 0:
            return np.empty(0, np.int64)
        return np.flatnonzero(np.frombuffer(data, np.uint8, end) == _QUOTE)

    def _last_end(self, data: bytearray, end: int, quotes: NDArray[np.int64]) -> int:
        """Where the last row that is surely complete ends; 0: nowhere."""
        while end > 0:
            end = self._end_before(data, end)
            before = int(np.searchsorted(quotes, end))
            if before % 2 == 0:
                return end
            end = int(quotes[before - 1])
        return 0

    def _end_before(self, data: bytearray, end: int) -> int:
        place = data.rfind(b"\n", 0, end)
        if self.returns:
            place = max(place, data.rfind(b"\r", 0, end - 1))
            place += data[place : place + 2] == b"\r\n"
        return place + 1

    def _parsed(self, text: pa.Buffer, used: int, quoted: bool, *, threads: bool) -> Quick:
        odd: list[tuple[int, str]] = []

        def skip(row: Any) -> str:
            odd.append(((row.number or 0) - 1, row.text))
            return "skip"

        table = arrow.read_csv(
            pa.BufferReader(text),
            read_options=arrow.ReadOptions(
                column_names=list(self.names), use_threads=threads, block_size=_INNER if threads else text.size + 1
            ),
            parse_options=arrow.ParseOptions(
                delimiter=self.separator,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            convert_options=self._convert,
        )
        rows = pl.from_arrow(table)
        assert isinstance(rows, pl.DataFrame)
        return Quick(rows, rows.height + len(odd), odd, used)

    def _first_wrong(self, data: bytearray, end: int, quotes: NDArray[np.int64]) -> int:
        """The place of the first quote that stands where none should; `end` when none does."""
        text = np.frombuffer(data, np.uint8, end)
        opening, closing = quotes[0::2], quotes[1::2]
        before = text[opening - 1]
        after = text[np.minimum(closing + 1, end - 1)]
        opens, closes = self._are_beside(before) | (opening == 0), self._are_beside(after) | (closing == end - 1)
        wrong = [int(places[~fine][0]) for places, fine in ((opening, opens), (closing, closes)) if not fine.all()]
        return min(wrong, default=end)

    def _are_beside(self, letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Which are a separator, a line end or a quote."""
        known: NDArray[np.bool_] = letters == ord(self.separator)
        for letter in (_FEED, _RETURN, _QUOTE):
            known |= letters == letter
        return known


def _may_hold_blank_lines(rows: pl.DataFrame, data: bytearray, end: int) -> bool:
    """Whether a row of empty cells may be a blank line, which Arrow does not tell apart."""
    if not (rows.to_series(0) == "").any():
        return False
    if not rows.select(pl.all_horizontal(pl.all() == "").any()).item():
        return False
    return data.startswith((b"\n", b"\r")) or any(data.find(two, 0, end) >= 0 for two in _BLANK)
