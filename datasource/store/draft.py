"""A version that is being written: Parquet files on disk that no manifest names yet."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from datasource.errors import MingjingError
from datasource.periods import calendar_table
from datasource.store.conform import conform
from datasource.store.linking import digest_of, linked
from datasource.store.manifest import DataFile, Manifest, Meta, Staged, TableFiles, sync, write_synced
from datasource.store.order import all_differ
from datasource.store.recording import record, sight
from datasource.tables.custom import Custom, own_key, schema_of
from datasource.tables.schema import polars_schema

_FIRST_YEAR, _LAST_YEAR = 1970, 2099
_STAGED_ROWS = 250_000
_SECOND = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class Conformed:
    """Rows that can be written into `table`."""

    table: str
    rows: pl.DataFrame


class Draft:
    """A version that is being written; `previous` is the manifest that is served meanwhile."""

    def __init__(self, versions: Path, meta: Meta, previous: Manifest | None) -> None:
        self.previous = previous
        self._meta = meta
        self._versions = versions
        self._created_at = _later_than(previous)
        self.version = f"{self._created_at:{_SECOND}%f}-{secrets.token_hex(3)}"
        self.folder = versions / self.version
        self.folder.mkdir()
        self._files: dict[str, list[DataFile]] = {}
        self._last_key: dict[str, int] = {}
        self._counted: dict[str, int] = {}
        self._staged: dict[str, Staged] = {}
        self._keys: dict[str, list[pl.Series]] = {}
        self._days: list[date] = []

    @property
    def custom(self) -> Custom:
        """The columns and tables of the company's own that the version has."""
        return self._meta.custom

    def declare(self, custom: Custom) -> None:
        """Allow the columns and tables of the company's own in `custom`; to be told before a table is written."""
        if self._files:
            raise MingjingError("Declare columns of your own before the first table is written.")
        self._meta = self._meta.model_copy(update={"custom": custom})

    def write(self, table: str, frame: pl.DataFrame) -> None:
        """Write `table` whole, sorted by its first date; raises `MingjingError` as `conform` does."""
        if table in self._files:
            raise MingjingError(f"Table '{table}' is written twice in one load; append its parts instead.")
        self._put(self.conformed(table, frame), f"{table}.parquet")

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Write one part of `table`, sorted within itself; give the parts in the order of their time."""
        self.add(self.conformed(table, frame))

    def add(self, part: Conformed) -> None:
        """Write one part of a table, as `append` does."""
        (self.folder / part.table).mkdir(exist_ok=True)
        self._put(part, f"{part.table}/part-{len(self._files.get(part.table, ())):04d}.parquet")

    def conformed(self, table: str, frame: pl.DataFrame) -> Conformed:
        """`frame` as `table` takes it, sorted within itself; raises `MingjingError` as `conform` does.

        It touches nothing else of the draft, so that another thread can do it while a part is written.
        """
        return Conformed(table, conform(table, frame, self._meta.custom))

    def count(self, table: str, highest: int) -> None:
        """Remember `highest`, a key that a row of `table` got by counting on."""
        self._counted[table] = highest

    @property
    def spool(self) -> Path:
        """A folder for what a load needs on its way; it goes with the draft or when the version is finished."""
        return self.folder / "spool"

    def stage(self, source: str, rows: pl.LazyFrame | None, told: Staged) -> Path:
        """Keep the rows of `source` as they were read, for the next refresh; None: as the version before has them.

        `told` says all but the file. Returns where the rows lie.
        """
        name = f"staged/{len(self._staged):03d}.parquet"
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        if rows is not None:
            rows.sink_parquet(path, compression="zstd", row_group_size=_STAGED_ROWS, mkdir=False)
        else:
            assert self.previous is not None, "there are rows of a version before"
            old = self._versions / self.previous.version / told.file.path
            if not linked(old, path):
                shutil.copyfile(old, path)
        sync(path)
        height = pl.scan_parquet(path).select(pl.len()).collect().item()
        file = DataFile(path=name, rows=height, size=path.stat().st_size, digest=digest_of(path))
        self._staged[source] = told.model_copy(update={"file": file})
        return path

    def before(self, source: str) -> tuple[Staged, Path] | None:
        """What the version before staged of `source` and where, or None."""
        known = self.previous.staged.get(source) if self.previous else None
        if self.previous is None or known is None or self.previous.source != self._meta.source:
            return None
        return known, self._versions / self.previous.version / known.file.path

    def set_today(self, day: date | None) -> None:
        """Make `day` the version's today, which a load may learn from its rows only."""
        self._meta = self._meta.model_copy(update={"today": day})

    def keep(self, name: str, rows: pl.DataFrame) -> None:
        """Keep `rows`, which are no table, with the version, as Parquet file `name`."""
        rows.write_parquet(self.folder / name)
        sync(self.folder / name)

    def note(self, name: str, text: str) -> None:
        """Keep `text` (a report) with the version, as file `name`."""
        write_synced(self.folder / name, text)

    def finish(self) -> Manifest:
        """Check that keys are unique, add history and calendar, and return the manifest of the finished version.

        Its `previous` are all other versions that there are; whoever publishes says how many of them stay.
        """
        shutil.rmtree(self.spool, ignore_errors=True)
        for table in self._files:
            self._check_keys(table)
        told = self._record()
        self.write("calendar", self._calendar())
        for part in self.folder.iterdir():
            if part.is_dir():
                sync(part)
        made = Manifest(
            **self._meta.model_dump(),
            version=self.version,
            created_at=self._created_at,
            tables={table: self._entry(table) for table in self._files},
            staged=self._staged,
            **told,
        )
        before = self.previous
        if before is None:
            return made
        others = tuple(sorted((before.version, *before.previous), reverse=True))
        return made.after(before).model_copy(update={"previous": others})

    def _record(self) -> dict[str, Any]:
        """Keep the history, derive the logs that the source does not keep, and say so for the manifest."""
        own = frozenset(self._files)
        before = self.previous if self.previous and self.previous.source == self._meta.source else None
        seen = sight(self._meta, self._created_at, before)
        line = (self._versions / before.version, before) if before else None
        kept = {table: list(entry.files) for table, entry in before.tables.items()} if before else {}
        changed = frozenset(table for table in own | set(kept) if self._files.get(table) != kept.get(table))
        recording = record(self.folder, self.scan, seen, line, changed)
        for table, rows in recording.derived(self.scan, own).items():
            (self.folder / table).mkdir(exist_ok=True)
            given = self._last_key.get(table)
            self._put(self.conformed(table, rows), f"{table}/derived.parquet")
            if given is not None:
                self._last_key[table] = given
        since = None if "stage_events" in own else recording.since
        return {"history": recording.files, "seen_on": seen.day, "stages_since": since}

    def _put(self, part: Conformed, name: str) -> None:
        table, ready = part.table, part.rows
        path = self.folder / name
        ready.write_parquet(path, compression="zstd", compression_level=1)
        sync(path)
        file = DataFile(path=name, rows=ready.height, size=path.stat().st_size, digest=digest_of(path))
        self._files.setdefault(table, []).append(file)
        self._share(table, file)
        keys = ready[own_key(table)]
        self._keys.setdefault(table, []).append(keys)
        dates = pl.col(pl.Date).exclude("birth_date", "^x_.*$")
        ends = ready.select(dates.min().name.suffix(" first"), dates.max().name.suffix(" last"))
        self._days += [day for row in ends.rows() for day in row if day is not None]
        if keys.dtype == pl.Int64 and ready.height:
            self._last_key[table] = max(self._last_key.get(table, 0), *keys.top_k(1).to_list())

    def _share(self, table: str, file: DataFile) -> None:
        """Keep a file that the version before has too only once on the disk."""
        known = self.previous.tables.get(table) if self.previous else None
        if self.previous is not None and known is not None and file in known.files:
            linked(self._versions / self.previous.version / file.path, self.folder / file.path)

    def _entry(self, table: str) -> TableFiles:
        files = tuple(self._files[table])
        last, counted = self._last_key.get(table, 0), self._counted.get(table, 0)
        return TableFiles(rows=sum(file.rows for file in files), files=files, last_key=last, counted=counted)

    def scan(self, table: str) -> pl.LazyFrame:
        """The rows of `table` that were written so far."""
        if table not in self._files:
            return pl.LazyFrame(schema=schema_of(table, self._meta.custom))
        return pl.scan_parquet([self.folder / file.path for file in self._files[table]], glob=False)

    def _check_keys(self, table: str) -> None:
        keys = pl.concat(self._keys.pop(table))
        if not all_differ(keys):
            key, different = own_key(table), keys.n_unique()
            raise MingjingError(
                f"Column '{key}' of table '{table}' has {different} different keys in {keys.len()} rows."
            )

    def _calendar(self) -> pl.DataFrame:
        days = [self._meta.today or self._created_at.date(), *self._days]
        first, last = max(min(days).year, _FIRST_YEAR), min(max(days).year + 1, _LAST_YEAR)
        made = calendar_table(date(first, 1, 1), date(last, 12, 31), self._meta.fiscal_start_month)
        return made.rename({"date": "calendar_date"}).select(polars_schema("calendar").names())


def _later_than(previous: Manifest | None) -> datetime:
    """Now, or just after the newest version there is when the clock was set back: versions are ordered by their ids."""
    now = datetime.now(UTC)
    if previous is None:
        return now
    stamp = max((previous.version, *previous.previous)).partition("-")[0]
    second = datetime.strptime(stamp[:15], _SECOND).replace(tzinfo=UTC)
    return max(now, second + timedelta(microseconds=int(stamp[15:] or 0) + 1))
