"""The finished rows of one table → its files in the draft, in the order of its main date."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from datasource.loaders.ahead import ahead
from datasource.loaders.numbering import Chunk, Numbered
from datasource.store import Draft
from datasource.store.conform import main_date
from datasource.tables.custom import Custom, own_key

AT_ONCE = 50_000
"""Rows of a table that are sorted and written together; a larger table becomes several files."""
MOST_FILES = 32
"""So many files at most; those of a table of many millions of rows are larger."""
Finish = Callable[[Chunk, pl.DataFrame], pl.DataFrame]
"""A chunk, and rows of it or of one like it with their keys → these rows as the store takes them."""


@dataclass(frozen=True)
class _Share:
    """The rows of `chunk` at `places`, which belong to one part; the first row of the chunk is row `start` of all."""

    chunk: Chunk
    start: int
    places: range | NDArray[np.int64]

    def rows(self) -> pl.DataFrame:
        """These rows with their keys; nothing is copied of rows that stand one after the other."""
        rows = self.chunk.keyed()
        return rows[self.places.start : self.places.stop] if isinstance(self.places, range) else rows[self.places]

    @property
    def like(self) -> tuple[object, ...]:
        """Equal for chunks whose rows can be finished together."""
        return id(self.chunk.fed), self.chunk.linked, *self.chunk.kept.schema.items()


@dataclass
class Writing:
    """One table of a load on its way into `draft`; `finish` makes its rows as the store takes them.

    `empty` are columns to leave out, `at_once` the rows of one file.
    """

    draft: Draft
    finish: Finish
    empty: Sequence[str] = ()
    at_once: int = AT_ONCE

    def write(self, numbered: Numbered, filled: dict[str, pl.Series]) -> None:
        """Write all rows of `numbered`, with the columns in `filled` in place of its own; the rows are let go."""
        if numbered.height <= self.at_once:
            none = pl.DataFrame(schema={own_key(numbered.table): pl.Int64()})
            self.draft.write(numbered.table, pl.concat([none, *self._finished(numbered, filled)], how="diagonal"))
            return
        size = max(self.at_once, -(-numbered.height // MOST_FILES))
        places = _places(numbered, filled, self.draft.custom)
        if places is None:
            in_order = _in_parts(self._finished(numbered, filled), size)
        else:
            in_order = self._sorted_out(numbered, filled, places // size)
        with closing(ahead(self.draft.conformed(numbered.table, part) for part in in_order)) as parts:
            for part in parts:
                self.draft.add(part)

    def _finished(self, numbered: Numbered, filled: dict[str, pl.Series]) -> Iterator[pl.DataFrame]:
        start = 0
        for chunk in numbered.chunks:
            cells = [series.slice(start, chunk.kept.height) for series in filled.values()]
            start += chunk.kept.height
            yield self._without_empty(chunk, chunk.keyed()).with_columns(cells)
            chunk.kept.let_go()

    def _without_empty(self, chunk: Chunk, rows: pl.DataFrame) -> pl.DataFrame:
        return self.finish(chunk, rows).drop(self.empty, strict=False)

    def _sorted_out(
        self, numbered: Numbered, filled: dict[str, pl.Series], part_of: NDArray[np.uint32]
    ) -> Iterator[pl.DataFrame]:
        """The rows part by part, an earlier part with earlier dates; `part_of` is the part of each row.

        A part picks its rows out of the chunks, which lie in files; each is let go when no further part has rows of it.
        """
        parts: list[list[_Share]] = [[] for _ in range(int(part_of.max()) + 1)]
        last: dict[int, list[Chunk]] = {}
        start = 0
        for chunk in numbered.chunks:
            end = start + chunk.kept.height
            latest = 0
            for number, places in _shared(part_of[start:end]):
                parts[number].append(_Share(chunk, start, places))
                latest = number
            last.setdefault(latest, []).append(chunk)
            start = end
        for number, shares in enumerate(parts):
            yield self._part(shares, filled)
            for chunk in last.get(number, ()):
                chunk.kept.let_go()

    def _part(self, shares: Sequence[_Share], filled: dict[str, pl.Series]) -> pl.DataFrame:
        """The rows of `shares`, those of like chunks finished together."""
        like: dict[tuple[object, ...], list[_Share]] = {}
        for share in shares:
            like.setdefault(share.like, []).append(share)
        groups = [(group[0].chunk, pl.concat([share.rows() for share in group])) for group in like.values()]
        rows = pl.concat([self._without_empty(chunk, together) for chunk, together in groups], how="diagonal")
        if not filled:
            return rows
        places = np.concatenate([np.asarray(one.places) + one.start for group in like.values() for one in group])
        return rows.with_columns(series.gather(places) for series in filled.values())


def _in_parts(batches: Iterator[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """The rows of `batches` as they come, in parts of `size`."""
    waiting: list[pl.DataFrame] = []
    for rows in batches:
        waiting.append(rows)
        while sum(one.height for one in waiting) >= size:
            together = pl.concat(waiting, how="diagonal")
            waiting = [together.slice(size)]
            yield together.head(size)
    yield from (part for part in [pl.concat(waiting, how="diagonal")] if part.height)


def _shared(parts: NDArray[np.uint32]) -> Iterator[tuple[int, range | NDArray[np.int64]]]:
    """Each of `parts` with its places; most rows come part after part."""
    order = None if bool(np.all(parts[:-1] <= parts[1:])) else np.argsort(parts, kind="stable")
    numbers, starts = np.unique(parts if order is None else parts[order], return_index=True)
    ends = [*starts[1:].tolist(), len(parts)]
    for number, start, end in zip(numbers.tolist(), starts.tolist(), ends, strict=True):
        yield number, range(start, end) if order is None else order[start:end]


def _places(numbered: Numbered, filled: dict[str, pl.Series], custom: Custom) -> NDArray[np.uint32] | None:
    """For each row its place among all rows by the table's main date, rows without one last; None: as they come."""
    dates = [column for column in main_date(numbered.table, custom) if column in filled or numbered.has(column)]
    if not dates:
        return None
    [column] = dates
    days = filled[column] if column in filled else numbered.cells(column, pl.Date())
    if days.is_sorted(nulls_last=True):
        return None
    places = np.empty(numbered.height, dtype=np.uint32)
    places[days.arg_sort(nulls_last=True).to_numpy()] = np.arange(numbered.height, dtype=np.uint32)
    return places
