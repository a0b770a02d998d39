"""Keeps the history of a new version: what it saw is added to what the versions before it saw."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from datasource.store import derived_logs
from datasource.store.history import TRACKED, Scan, Sight, Tracked, empty_log, seen, stands_on
from datasource.store.linking import digest_of, linked
from datasource.store.manifest import DataFile, Manifest, Meta, sync

FOLDER = "history"
_APART = 2**31
"""Where the numbers of derived rows begin in a log that the source keeps in part."""


@dataclass(frozen=True)
class Recording:
    """The history of one version: the file of each table, and all that was seen of those that two loads have seen."""

    logs: dict[str, pl.DataFrame]
    files: dict[str, DataFile]

    @property
    def since(self) -> date | None:
        """The day of the first load that looked at opportunities, once there was a second one."""
        log = self.logs.get("opportunities")
        first: date | None = None if log is None else log.sort("number")["seen_date"].item(0)
        return first

    def derived(self, scan: Scan, own: frozenset[str]) -> dict[str, pl.DataFrame]:
        """The rows that the history gives to `stage_events` and `owner_events`, for what is not among the `own` tables.

        A source that has its own log of owners keeps it for the kinds of records that it tells of.
        """
        told = {}
        if "opportunities" in self.logs and "stage_events" not in own:
            told["stage_events"] = derived_logs.stage_events(self.logs["opportunities"], scan)
        by_source = scan("owner_events").select("subject", "owner_event_id").collect()
        kinds = set(by_source["subject"].unique())
        parts = [
            derived_logs.owner_events(each, self.logs[each.table], scan)
            for each in TRACKED
            if each.table in self.logs and each.subject.value not in kinds
        ]
        if parts:
            told["owner_events"] = pl.concat(parts).with_columns(pl.col("owner_event_id") + _apart(by_source))
        return {table: rows for table, rows in told.items() if rows.height}


def record(
    folder: Path, scan: Scan, sight: Sight, before: tuple[Path, Manifest] | None, changed: frozenset[str]
) -> Recording:
    """Look at the rows of `scan` and write what they add to the history into `folder`, the version's own.

    `before` is the folder and the manifest of the version whose history goes on here; None begins a new one. `changed`
    are the tables that are not file by file what they were then.
    """
    old = before[1].history if before else {}
    logs = {
        tracked.table: pl.read_parquet(before[0] / old[tracked.table].path)
        if before and tracked.table in old
        else empty_log(tracked)
        for tracked in TRACKED
    }
    number = max(log.select(pl.col("number").max().fill_null(0)).item() for log in logs.values())
    kept: dict[str, pl.DataFrame] = {}
    files = {}
    for tracked in TRACKED:
        known = logs[tracked.table]
        is_new = known.is_empty() or not changed.isdisjoint(stands_on(tracked))
        fresh = seen(tracked, scan, known, sight, number) if is_new else known.clear()
        number += fresh.height
        if fresh.is_empty() and known.is_empty():
            continue
        log = pl.concat([known, fresh])
        kept |= {tracked.table: log} if known.height else {}
        unchanged = before[0] if before and fresh.is_empty() else None
        files[tracked.table] = _file(folder, tracked, log, unchanged)
    return Recording(kept, files)


def sight(meta: Meta, created_at: datetime, before: Manifest | None) -> Sight:
    """How a load stands in the history that `before` ends: its day is its today, and never goes back."""
    local = created_at.astimezone(ZoneInfo(meta.timezone)).replace(tzinfo=None)
    day = meta.today or local.date()
    last = None if before is None else before.seen_on
    if last is not None and last > day:
        return Sight(None, last, last)
    return Sight(local if meta.today in (None, local.date()) else None, day, last)


def _file(folder: Path, tracked: Tracked, log: pl.DataFrame, unchanged: Path | None) -> DataFile:
    (folder / FOLDER).mkdir(exist_ok=True)
    path = folder / FOLDER / f"{tracked.table}.parquet"
    name = f"{FOLDER}/{tracked.table}.parquet"
    if unchanged is None or not linked(unchanged / name, path):
        log.write_parquet(path, compression="zstd", compression_level=1)
        sync(path)
    return DataFile(path=name, rows=log.height, size=path.stat().st_size, digest=digest_of(path))


def _apart(by_source: pl.DataFrame) -> int:
    highest: int | None = by_source.select(pl.col("owner_event_id").max()).item()
    return 0 if highest is None else max(_APART, highest)
