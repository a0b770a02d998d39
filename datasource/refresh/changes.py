"""What is new in one table of a database since it was staged: rows changed, added and gone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import polars as pl

from datasource.loaders.readers.database import DatabaseTable, Mark
from datasource.loaders.source import ROW, Tally
from datasource.refresh import marks
from datasource.store import Staged


class Whole(Exception):
    """The source has to be read whole; its text says why."""


@dataclass(frozen=True)
class Changes:
    """`rows` is all of the source as it is now, sorted by its key, or None when nothing has changed.

    `read` rows were read, of which `changed` are new or different, and `met` is what the reader met in them; `gone`
    rows are there no more.
    """

    rows: pl.LazyFrame | None
    mark: Mark | None
    read: int
    changed: int
    gone: int
    met: Tally


@dataclass(frozen=True)
class Reading:
    """How changes of `table` are read: by `key` and `watermark`, from `overlap` before the mark on, through `spool`."""

    table: DatabaseTable
    key: str
    watermark: str
    overlap: timedelta
    spool: Path

    def whole(self) -> tuple[pl.LazyFrame, Mark | None, int]:
        """All rows, sorted by the key, the latest watermark, and how many they are.

        Raises `Whole`, without rows to keep, when the key or the watermark is not fit to find changes by.
        """
        rows = self._spooled(self.table, "whole")
        counted = rows.select(keys=pl.col(self.key).n_unique(), rows=pl.len(), empty=_empty(self.key))
        distinct, read, empty = counted.collect().row(0)
        if distinct != read or empty:
            raise Whole(f"its key '{self.key}' is not different and filled in every row")
        return self._sorted(rows), self._latest(rows), read

    def since(self, staged: Staged, old: Path, *, look_for_gone: bool) -> Changes:
        """What has changed since `staged`, whose rows are in file `old`; raises `Whole` when that cannot be told."""
        if staged.mark is None:
            raise Whole(f"its watermark '{self.watermark}' was empty in every row")
        keys = self._keys() if look_for_gone else None
        mark = marks.read(staged.mark, staged.mark_kind)
        asked = replace(self.table, since=(self.watermark, marks.before(mark, self.overlap)), tally=Tally())
        read = self._spooled(asked, "changes").collect()
        kept = pl.scan_parquet(old)
        if read.height and kept.collect_schema() != read.schema:
            raise Whole("its columns are other ones than before")
        fresh = read.lazy().join(kept, on=read.columns, how="anti", nulls_equal=True).collect() if read.height else read
        gone = self._gone(kept, keys, read)
        latest = self._later(mark, self._latest(read.lazy()))
        if fresh.is_empty() and not gone.height:
            return Changes(None, latest, read.height, 0, 0, asked.tally)
        stay = kept.join(pl.concat([fresh.select(self.key), gone]).lazy(), on=self.key, how="anti")
        rows = pl.concat([stay, fresh.lazy()]) if fresh.height else stay
        return Changes(rows.sort(self.key), latest, read.height, fresh.height, gone.height, asked.tally)

    def _gone(self, kept: pl.LazyFrame, keys: pl.DataFrame | None, read: pl.DataFrame) -> pl.DataFrame:
        known = kept.select(self.key)
        if keys is None:
            return known.collect().clear()
        told = pl.concat([known.collect(), read.select(self.key)]) if read.height else known.collect()
        if keys.join(told, on=self.key, how="anti").height:
            raise Whole("rows have come that the watermark does not tell of")
        there = pl.concat([keys, read.select(self.key)]) if read.height else keys
        return known.collect().join(there, on=self.key, how="anti")

    def _keys(self) -> pl.DataFrame:
        keys = replace(self.table, header=(self.key,), tally=Tally())
        return self._spooled(keys, "keys").collect()

    def _latest(self, rows: pl.LazyFrame) -> Mark | None:
        cells = rows.select(self.watermark).collect()[self.watermark]
        try:
            return marks.latest(cells)
        except ValueError as error:
            raise Whole(f"its watermark '{self.watermark}' {error}") from None

    def _later(self, mark: Mark, newest: Mark | None) -> Mark:
        if newest is not None and type(newest) is not type(mark):
            raise Whole(f"its watermark '{self.watermark}' is of another type than before")
        return mark if newest is None else max(mark, newest)

    def _sorted(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        is_sorted = rows.select(self.key).collect()[self.key].is_sorted()
        return rows if is_sorted else rows.sort(self.key)

    def _spooled(self, table: DatabaseTable, name: str) -> pl.LazyFrame:
        folder = self.spool / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        files = list(_written(table, folder))
        if not files:
            return pl.LazyFrame(schema=dict.fromkeys(table.header, pl.String()))
        return pl.scan_parquet(files, glob=False).drop(ROW)


def _written(table: DatabaseTable, folder: Path) -> Iterator[Path]:
    for number, batch in enumerate(table.batches()):
        path = folder / f"{number:05d}.parquet"
        batch.write_parquet(path, compression="uncompressed")
        yield path


def _empty(key: str) -> pl.Expr:
    return pl.col(key).null_count()
