"""A version that is being written: Parquet files on disk that no manifest names yet."""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from datasource.errors import MingjingError
from datasource.periods import calendar_table
from datasource.store.conform import conform
from datasource.store.manifest import DataFile, Manifest, Meta, TableFiles, sync, write_synced
from datasource.tables.schema import key_column, polars_schema

KEEP_VERSIONS = 3
_FIRST_YEAR, _LAST_YEAR = 1970, 2099


class Draft:
    """A version that is being written; `previous` is the manifest that is served meanwhile."""

    def __init__(self, versions: Path, meta: Meta, previous: Manifest | None) -> None:
        self.previous = previous
        self._meta = meta
        self._created_at = datetime.now(UTC)
        self.version = f"{self._created_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        self.folder = versions / self.version
        self.folder.mkdir()
        self._files: dict[str, list[DataFile]] = {}
        self._last_key: dict[str, int] = {}

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Write `table` whole, sorted by its first date; raises `MingjingError` as `conform` does."""
        if table in self._files:
            raise MingjingError(f"Table '{table}' is written twice in one load; append its parts instead.")
        self._put(table, frame, f"{table}.parquet")

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Write one part of `table`, sorted within itself; give the parts in the order of their time."""
        (self.folder / table).mkdir(exist_ok=True)
        self._put(table, frame, f"{table}/part-{len(self._files.get(table, ())):04d}.parquet")

    def note(self, name: str, text: str) -> None:
        """Keep `text` (a report) with the version, as file `name`."""
        write_synced(self.folder / name, text)

    def finish(self) -> Manifest:
        """Check that keys are unique, add the calendar, and return the manifest of the finished version."""
        for table in self._files:
            self._check_keys(table)
        self.write("calendar", self._calendar())
        for table in self._files:
            if (self.folder / table).is_dir():
                sync(self.folder / table)
        before = self.previous
        return Manifest(
            **self._meta.model_dump(),
            version=self.version,
            created_at=self._created_at,
            tables={table: self._entry(table) for table in self._files},
            previous=(before.version, *before.previous)[: KEEP_VERSIONS - 1] if before else (),
        )

    def _put(self, table: str, frame: pl.DataFrame, name: str) -> None:
        ready = conform(table, frame)
        path = self.folder / name
        ready.write_parquet(path, compression="zstd")
        sync(path)
        self._files.setdefault(table, []).append(DataFile(path=name, rows=ready.height, size=path.stat().st_size))
        keys = ready[key_column(table)]
        if keys.dtype == pl.Int64 and ready.height:
            self._last_key[table] = max(self._last_key.get(table, 0), *keys.top_k(1).to_list())

    def _entry(self, table: str) -> TableFiles:
        files = tuple(self._files[table])
        known = self.previous.tables.get(table) if self.previous and self.previous.source == self._meta.source else None
        last_key = max(self._last_key.get(table, 0), known.last_key if known else 0)
        return TableFiles(rows=sum(file.rows for file in files), files=files, last_key=last_key)

    def _scan(self, table: str) -> pl.LazyFrame:
        return pl.scan_parquet([self.folder / file.path for file in self._files[table]], glob=False)

    def _check_keys(self, table: str) -> None:
        key = key_column(table)
        rows, keys = self._scan(table).select(rows=pl.len(), keys=pl.col(key).n_unique()).collect().row(0)
        if rows != keys:
            raise MingjingError(f"Column '{key}' of table '{table}' has {keys} different keys in {rows} rows.")

    def _calendar(self) -> pl.DataFrame:
        days = [self._meta.today or self._created_at.date()]
        for table in self._files:
            dates = pl.col(pl.Date).exclude("birth_date")
            ends = (
                self._scan(table).select(dates.min().name.suffix(" first"), dates.max().name.suffix(" last")).collect()
            )
            days += [day for row in ends.rows() for day in row if day is not None]
        first, last = max(min(days).year, _FIRST_YEAR), min(max(days).year + 1, _LAST_YEAR)
        made = calendar_table(date(first, 1, 1), date(last, 12, 31), self._meta.fiscal_start_month)
        return made.rename({"date": "calendar_date"}).select(polars_schema("calendar").names())
