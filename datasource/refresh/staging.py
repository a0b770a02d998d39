"""Sources of a refresh: each read whole, or put together of the rows that were staged and those that have changed."""

import hashlib
import json
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import polars as pl

from datasource.errors import InvalidInput, Problem, unknown
from datasource.loaders.mapping import Header, Mapping
from datasource.loaders.readers.database import DatabaseTable, Mark
from datasource.loaders.source import BATCH_ROWS, ROW, Form, Source, Tally
from datasource.refresh.changes import Reading, Whole
from datasource.refresh.marks import written
from datasource.settings import Refresh
from datasource.store import DataFile, Draft, Staged
from datasource.texts import N_

NOTE_NAME = "refresh.json"
"""The file of a version that tells how each source was read."""
_COLUMN = N_("column")


class Unchanged(Exception):
    """Nothing has changed in any source: there is nothing to load."""


@dataclass(frozen=True)
class Told:
    """How a source was read: whole, and why, or by its changes; rows read, changed and gone."""

    source: str
    is_whole: bool
    why: str = ""
    read: int = 0
    changed: int = 0
    gone: int = 0


@dataclass
class StagedSource:
    """A source whose rows lie in the version that is being written, from `Staging.begin` on.

    `met` is what the reader met in the rows that were read for it.
    """

    table: DatabaseTable
    tally: Tally = field(default_factory=Tally)
    path: Path | None = None
    met: Tally = field(default_factory=Tally)

    @property
    def name(self) -> str:
        """Its name in the mapping."""
        return self.table.name

    @property
    def origin(self) -> str:
        """Where it lies: connection and table."""
        return self.table.origin

    @property
    def encoding(self) -> str:
        """The kind of database."""
        return self.table.encoding

    @property
    def header(self) -> tuple[str, ...]:
        """Its columns' names."""
        return self.table.header

    @property
    def form(self) -> Form:
        """How it is written."""
        return self.table.form

    def batches(self) -> Iterator[pl.DataFrame]:
        """`ROW` and the columns, in the order of the key; what the reader has met in rows read now is counted again."""
        if self.path is None:
            yield from self.table.batches()
            self.tally = self.table.tally
            return
        self.tally = replace(self.met, read=0, kept=0)
        rows = pl.scan_parquet(self.path, glob=False)
        for start in range(0, rows.select(pl.len()).collect().item(), BATCH_ROWS):
            batch = rows.slice(start, BATCH_ROWS).collect()
            self.tally.keep(batch.height)
            number = pl.int_range(start + 1, start + 1 + batch.height, dtype=pl.Int64, eager=True).alias(ROW)
            yield batch.select(number, *self.header)


class Staging:
    """The sources of one refresh. Those of a database that have a key and a watermark are read by their changes."""

    def __init__(self, mapping: Mapping, sources: Dict[str, Source], plan: Refresh, *, whole: bool) -> None:
        """With `whole`, all is read; raises `InvalidInput` for keys and watermarks that a table does not have."""
        self.told: list[Told] = []
        self._mapping = mapping
        self._digest = hashlib.sha256(mapping.model_dump_json(by_alias=True).encode()).hexdigest()
        self._plan = plan
        self._whole = whole
        self.sources: dict[str, Source] = {}
        problems: list[Problem] = []
        for name, source in sources.items():
            spec = mapping.source(name)
            self.sources[name] = source
            if isinstance(source, DatabaseTable) and spec.key and spec.watermark:
                self.sources[name] = StagedSource(source)
                lacking = [one for one in (spec.key, spec.watermark) if Header(source.header).find(one) is None]
                problems += [Problem(source.origin, unknown(_COLUMN, one, source.header)) for one in lacking]
        if problems:
            raise InvalidInput(problems)

    def begin(self, draft: Draft) -> None:
        """Read what is to be staged; raises `Unchanged` when there is nothing new in any source."""
        is_same = True
        for name, source in self.sources.items():
            if isinstance(source, StagedSource):
                is_same &= self._stage(name, source, draft)
            else:
                self.told.append(Told(name, is_whole=True, why="it has no key and watermark to find changes by"))
                is_same = False
        if is_same and self.sources:
            raise Unchanged
        draft.note(NOTE_NAME, json.dumps([asdict(one) for one in self.told], ensure_ascii=False, indent=1))

    def _stage(self, name: str, source: StagedSource, draft: Draft) -> bool:
        """Stage one source; whether it is what it was, and read by the same mapping."""
        spec, header = self._mapping.source(name), Header(source.header)
        key, watermark = header.find(spec.key or ""), header.find(spec.watermark or "")
        assert key is not None and watermark is not None, "was looked for"
        overlap = timedelta(minutes=self._plan.overlap_minutes)
        reading = Reading(source.table, key, watermark, overlap, draft.spool / "staging")
        known = draft.before(name)
        why = self._why_whole(reading, known[0] if known else None)
        if known is not None and not why:
            try:
                return self._by_changes(source, reading, known, draft)
            except Whole as reason:
                why = str(reason)
        self._read_whole(source, reading, why, draft)
        return False

    def _why_whole(self, reading: Reading, staged: Staged | None) -> str:
        """Why the source has to be read whole; empty when its changes will do."""
        if self._whole:
            return "that was asked for"
        if staged is None:
            return "it was not staged before"
        if (staged.origin, staged.key, staged.watermark) != (reading.table.origin, reading.key, reading.watermark):
            return "its place, key or watermark is another one than before"
        often = self._plan.full_every
        return f"one refresh in {often} reads everything" if staged.changes + 1 >= often else ""

    def _by_changes(self, source: StagedSource, reading: Reading, known: tuple[Staged, Path], draft: Draft) -> bool:
        staged, old = known
        every = self._plan.deletes_every
        changes = reading.since(staged, old, look_for_gone=every > 0 and (staged.changes + 1) % every == 0)
        told = self._as_staged(reading, changes.mark).model_copy(
            update={"file": staged.file, "changes": staged.changes + 1}
        )
        source.path = draft.stage(source.name, changes.rows, told)
        source.met = changes.met
        self.told.append(
            Told(source.name, is_whole=False, read=changes.read, changed=changes.changed, gone=changes.gone)
        )
        return changes.rows is None and staged.mapping == self._digest

    def _read_whole(self, source: StagedSource, reading: Reading, why: str, draft: Draft) -> None:
        try:
            rows, mark, read = reading.whole()
        except Whole as reason:
            self.told.append(Told(source.name, is_whole=True, why=str(reason)))
            return
        source.path = draft.stage(source.name, rows, self._as_staged(reading, mark))
        source.met = reading.table.tally
        self.told.append(Told(source.name, is_whole=True, why=why, read=read))

    def _as_staged(self, reading: Reading, mark: Mark | None) -> Staged:
        text, kind = (None, "") if mark is None else written(mark)
        return Staged(
            file=DataFile(path="", rows=0, size=0),
            origin=reading.table.origin,
            key=reading.key,
            watermark=reading.watermark,
            mark=text,
            mark_kind=kind,
            mapping=self._digest,
        )
