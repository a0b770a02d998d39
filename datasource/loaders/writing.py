"""The finished rows of one table → its files in the draft, in the order of its main date."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.loaders.ahead import ahead
from datasource.loaders.numbering import Chunk, Numbered
from datasource.loaders.spool import Kept, Spool
from datasource.store import Draft
from datasource.store.conform import main_date
from datasource.tables.custom import Custom, own_key

AT_ONCE = 50_000
"""Rows of a table that are sorted and written together; a larger table becomes several files."""


@dataclass
class Writing:
    """One table of a load on its way into `draft`; `finished` gives the rows of a batch as the store takes them.

    `empty` are columns to leave out, `at_once` the rows of one file.
    """

    draft: Draft
    spool: Spool
    finished: Callable[[Chunk], pl.DataFrame]
    empty: Sequence[str] = ()
    at_once: int = AT_ONCE

    def write(self, numbered: Numbered, filled: dict[str, pl.Series]) -> None:
        """Write all rows of `numbered`, with the columns in `filled` in place of its own; the rows are let go."""
        if numbered.height <= self.at_once:
            none = pl.DataFrame(schema={own_key(numbered.table): pl.Int64()})
            self.draft.write(numbered.table, pl.concat([none, *self._finished(numbered, filled)], how="diagonal"))
            return
        places = _places(numbered, filled, self.draft.custom)
        rows = self._finished(numbered, filled)
        in_order = self._in_turn(rows) if places.is_sorted() else self._sorted_out(rows, places)
        with closing(ahead(in_order)) as parts:
            for part in parts:
                self.draft.append(numbered.table, part)

    def _in_turn(self, batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Rows that come in the order of their date, in parts of `at_once`."""
        waiting: list[pl.DataFrame] = []
        for rows in batches:
            waiting.append(rows)
            while sum(one.height for one in waiting) >= self.at_once:
                together = pl.concat(waiting, how="diagonal")
                waiting = [together.slice(self.at_once)]
                yield together.head(self.at_once)
        yield from (part for part in [pl.concat(waiting, how="diagonal")] if part.height)

    def _sorted_out(self, batches: Iterator[pl.DataFrame], places: pl.Series) -> Iterator[pl.DataFrame]:
        """Rows in parts of `at_once`, an earlier part with earlier dates; `places` are theirs in that order."""
        parts: dict[int, list[Kept]] = {}
        start = 0
        for rows in batches:
            for number, mine in _parted(rows, places.slice(start, rows.height) // self.at_once):
                parts.setdefault(number, []).append(self.spool.keep(mine))
            start += rows.height
        for _, waiting in sorted(parts.items()):
            yield pl.concat([kept.rows() for kept in waiting], how="diagonal")
            for kept in waiting:
                kept.let_go()

    def _finished(self, numbered: Numbered, filled: dict[str, pl.Series]) -> Iterator[pl.DataFrame]:
        start = 0
        for chunk in numbered.chunks:
            cells = [series.slice(start, chunk.kept.height) for series in filled.values()]
            start += chunk.kept.height
            yield self.finished(chunk).drop(self.empty, strict=False).with_columns(cells)
            chunk.kept.let_go()


def _parted(rows: pl.DataFrame, parts: pl.Series) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of each part with its number; nothing is copied of rows that come part after part, as most do."""
    if not parts.is_sorted():
        order = parts.arg_sort()
        rows, parts = rows[order], parts.gather(order)
    numbers, starts = np.unique(parts.to_numpy(), return_index=True)
    ends = [*starts[1:].tolist(), rows.height]
    for number, start, end in zip(numbers.tolist(), starts.tolist(), ends, strict=True):
        yield number, rows.slice(start, end - start)


def _places(numbered: Numbered, filled: dict[str, pl.Series], custom: Custom) -> pl.Series:
    """For each row its place among all rows by the table's main date; rows without one come last."""
    dates = [column for column in main_date(numbered.table, custom) if column in filled or numbered.has(column)]
    if not dates:
        return pl.int_range(numbered.height, dtype=pl.UInt32, eager=True)
    [column] = dates
    days = filled[column] if column in filled else numbered.cells(column, pl.Date())
    if days.is_sorted(nulls_last=True):
        return pl.int_range(numbered.height, dtype=pl.UInt32, eager=True)
    places = np.empty(numbered.height, dtype=np.uint32)
    places[days.arg_sort(nulls_last=True).to_numpy()] = np.arange(numbered.height, dtype=np.uint32)
    return pl.Series(places)
