"""The rows of one table, from all its feeds: an id is taken once, and every row gets its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from datasource.loaders.feeding import Fed, Feeding
from datasource.loaders.keys import KNOWN, Given, Keys, number, repeated
from datasource.loaders.names import folded
from datasource.loaders.spool import Kept, Spool
from datasource.tables.custom import own_key


@dataclass
class Chunk:
    """Rows that one feed made of one batch; `keys` are theirs, in order; `linked`: references are keys already.

    `keys` have the name of the table's own key.
    """

    fed: Fed
    kept: Kept
    keys: pl.Series
    linked: bool = False

    def rows(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows, all columns or those named, without their key."""
        return self.kept.rows(columns)

    def keyed(self) -> pl.DataFrame:
        """The rows with their key."""
        return self.rows().with_columns(self.keys)


@dataclass
class Numbered:
    """One table: its chunks in the order of feeds and batches; every row has its key.

    `counted` is the highest key that a row got by counting on, 0 for none.
    """

    table: str
    chunks: list[Chunk]
    counted: int = 0

    @property
    def height(self) -> int:
        """Its rows."""
        return sum(chunk.kept.height for chunk in self.chunks)

    def column(self, name: str) -> pl.DataFrame:
        """The rows that have column `name`: their `key` and the column."""
        parts = [chunk.rows([name]).with_columns(key=chunk.keys) for chunk in self.chunks if name in chunk.kept.columns]
        return (
            pl.concat(parts, how="vertical_relaxed")
            if parts
            else pl.DataFrame(schema={name: pl.String(), "key": pl.Int64()})
        )

    def cells(self, name: str, dtype: Any) -> pl.Series:
        """Column `name` of every row; empty where its feed does not give it."""
        parts = [
            chunk.rows([name])[name].cast(dtype)
            if name in chunk.kept.columns
            else pl.Series(name, [None], dtype=dtype).new_from_index(0, chunk.kept.height)
            for chunk in self.chunks
        ]
        return pl.concat(parts) if parts else pl.Series(name, dtype=dtype)

    def has(self, name: str) -> bool:
        """Whether any feed gives column `name`."""
        return any(name in chunk.kept.columns for chunk in self.chunks)

    @cached_property
    def keys(self) -> Keys:
        """The keys by source key."""
        return Keys.of(self.column("source_key").select(KNOWN.names()))


def number_rows(table: str, fed: list[Fed], feeding: Feeding, spool: Spool, before: Given) -> Numbered:
    """The rows that `fed` gave to `table`; a row with the id of an earlier one is rejected.

    `before`: the keys that earlier loads gave.
    """
    batches: list[tuple[Fed, Kept]] = []
    for one in fed:
        given = _distinct(one, feeding, spool, batches) if one.feed.distinct else one.batches
        batches += [(one, kept) for kept in given]
    batches = _once(batches, feeding, spool)
    feeding.report.table(table).kept = sum(kept.height for _, kept in batches)
    keys, counted = number(_source_keys(batches), before)
    chunks, start = [], 0
    for one, kept in batches:
        chunks.append(Chunk(one, kept, keys.alias(own_key(table)).slice(start, kept.height)))
        start += kept.height
    return Numbered(table, chunks, counted)


def _source_keys(batches: list[tuple[Fed, Kept]]) -> pl.Series:
    parts = [kept.rows(["source_key"])["source_key"] for _, kept in batches]
    return pl.concat(parts) if parts else pl.Series(dtype=pl.String)


def _distinct(one: Fed, feeding: Feeding, spool: Spool, before: list[tuple[Fed, Kept]]) -> list[Kept]:
    """The rows of a distinct feed: the first source row of each key that no row of `before` has or is called."""
    rows = pl.concat([kept.rows() for kept in one.batches], how="diagonal") if one.batches else None
    for kept in one.batches:
        kept.let_go()
    if rows is None:
        return []
    keys = feeding.key_of(rows, one.feed)
    fresh = ~repeated(keys) & ~keys.is_in(_source_keys(before).drop_nulls().implode())
    if one.feed.key is not None and one.feed.key.by:
        names = folded(keys)
        fresh &= ~repeated(names) & ~names.is_in(_names(before, one.feed.key.by).implode())
    return [spool.keep(feeding.made(rows.filter(fresh), one))]


def _names(batches: list[tuple[Fed, Kept]], columns: Sequence[str]) -> pl.Series:
    """What the rows are called in `columns`, folded."""
    found = [kept.rows([name])[name] for _, kept in batches for name in columns if name in kept.columns]
    return folded(pl.concat(found)).drop_nulls() if found else pl.Series(dtype=pl.String)


def _once(batches: list[tuple[Fed, Kept]], feeding: Feeding, spool: Spool) -> list[tuple[Fed, Kept]]:
    again = repeated(_source_keys(batches))
    if not again.any():
        return batches
    taken, start = [], 0
    for fed, kept in batches:
        mine = again.slice(start, kept.height)
        start += kept.height
        if mine.any():
            marked = kept.rows().with_columns(mine.alias("\0again"))
            rows = feeding.reject(marked, pl.col("\0again"), "duplicate_key", "source_key", fed).drop("\0again")
            kept.let_go()
            taken.append((fed, spool.keep(rows)))
        else:
            taken.append((fed, kept))
    return taken
