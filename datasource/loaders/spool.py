"""Rows on their way to the store: in memory while they are few, else in files below the draft."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa

ROOM = 6 * 2**20
"""Bytes of rows that are held in memory before files take over."""

_MAPPED = frozenset({pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date, pl.Datetime})
"""The types that are the same in Arrow: rows of these are mapped into memory as they lie in the file, not read."""


@dataclass
class Kept:
    """One batch of rows, either at hand or in `path`, where they are `written`; `mapped` from there or read."""

    height: int
    schema: pl.Schema
    path: Path | None
    mapped: bool
    _rows: pl.DataFrame | None = field(repr=False)
    _spool: "Spool" = field(repr=False)
    _size: int = 0
    _written: "Future[None] | None" = field(default=None, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.schema)

    def rows(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows, all columns or those named."""
        if self._rows is not None:
            return self._rows if columns is None else self._rows.select(columns)
        if self.path is None:
            raise ValueError("these rows were let go")
        self._wait()
        wanted = list(self.columns if columns is None else columns)
        if not self.mapped:
            return pl.read_ipc(self.path, columns=wanted)
        with pa.memory_map(str(self.path)) as file:
            rows = pl.from_arrow(pa.ipc.open_file(file).read_all().select(wanted))
        assert isinstance(rows, pl.DataFrame)
        return rows

    def let_go(self) -> None:
        """Forget the rows, which nobody reads any more."""
        self._wait()
        if self.path is not None:
            self.path.unlink(missing_ok=True)
        self._spool.taken -= self._size
        self._rows, self.path, self._size = None, None, 0

    def _wait(self) -> None:
        """Until the rows lie in their file; raises what writing them raised."""
        if self._written is not None:
            self._written.result()


@dataclass
class Spool:
    """Batches of rows in `folder`, which is made when memory of `room` bytes is full; close it in the end.

    A thread of its own writes them, one batch while the next one is made.
    """

    folder: Path
    room: int = field(default_factory=lambda: ROOM)
    taken: int = 0
    _files: int = 0
    _writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="spool"))
    _writing: "Future[None] | None" = None

    def keep(self, rows: pl.DataFrame) -> Kept:
        """Keep `rows` until they are let go; raises what writing the batch before them raised."""
        size = int(rows.estimated_size())
        if self.taken + size <= self.room:
            self.taken += size
            return Kept(rows.height, rows.schema, None, False, rows, self, size)
        self.folder.mkdir(exist_ok=True)
        self._files += 1
        path = self.folder / f"{self._files:06d}.arrow"
        if self._writing is not None:
            self._writing.result()
        self._writing = self._writer.submit(rows.write_ipc, path, compression="uncompressed")
        mapped = _MAPPED.issuperset(map(type, rows.dtypes))
        return Kept(rows.height, rows.schema, path, mapped, None, self, _written=self._writing)

    def close(self) -> None:
        """Wait for what is being written."""
        self._writer.shutdown()
