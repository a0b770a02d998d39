"""What a version of the store says about itself, and the only code that reads and writes it."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError

from datasource.errors import MingjingError
from datasource.question import Frozen
from datasource.tables.custom import NOTHING, Custom
from datasource.tables.schema import TABLES
from datasource.texts import _

FORMAT = 2
NAME = "manifest.json"


class Meta(Frozen):
    """What a load says about itself, and the columns and tables of the company's own that it brings.

    `today` pins relative periods (demo, closed exports); None = the real today.
    """

    source: str
    company: str
    currency: str = Field(min_length=3, max_length=3)
    minor_digits: int = Field(default=2, ge=0, le=4)
    timezone: str = "UTC"
    fiscal_start_month: int = Field(default=1, ge=1, le=12)
    today: date | None = None
    custom: Custom = NOTHING


class DataFile(Frozen):
    """One Parquet file: path below the version's folder, its rows, size in bytes and SHA-256 (empty: not known)."""

    path: str
    rows: int
    size: int
    digest: str = ""


class Staged(Frozen):
    """The rows of one source as they were read, kept so that a refresh needs only to read what has changed.

    `mark` is the latest value of column `watermark` among them, as text of kind `mark_kind`; `changes` counts the
    refreshes since the source was last read whole. `origin` and `mapping` (a digest) say what was read and how, to see
    when that is another one.
    """

    file: DataFile
    origin: str
    key: str
    watermark: str
    mark: str | None
    mark_kind: str
    changes: int = 0
    mapping: str = ""


class TableFiles(Frozen):
    """One table of a version.

    `last_key` is the highest key ever given, `counted` the highest that was given by counting on, because the source's
    own id could not be the key: so that no number is used twice.
    """

    rows: int
    files: tuple[DataFile, ...]
    last_key: int = 0
    counted: int = 0


class Manifest(Meta):
    """One version: what the load said, its tables, and the ids of the other versions that are kept, newest first.

    `last_keys` and `last_counted` are the numbers of tables that this version does not have, as in `TableFiles`.
    `history` is what this and earlier loads saw of records, by table, `seen_on` the day of this load in it, and
    `stages_since` the day on which the log of stages begins where it is derived from that history. `staged` are sources
    as they were read, by name.
    """

    format: int = FORMAT
    version: str
    created_at: datetime
    tables: dict[str, TableFiles]
    previous: tuple[str, ...] = ()
    last_keys: dict[str, int] = Field(default_factory=dict)
    last_counted: dict[str, int] = Field(default_factory=dict)
    history: dict[str, DataFile] = Field(default_factory=dict)
    seen_on: date | None = None
    stages_since: date | None = None
    staged: dict[str, Staged] = Field(default_factory=dict)

    def knows(self, table: str) -> bool:
        """Whether `table` is a canonical one or one of the company's own that this version declares."""
        return table in TABLES or self.custom.table(table) is not None

    @property
    def files(self) -> tuple[DataFile, ...]:
        """Every file of the version that has a digest."""
        tables = [file for entry in self.tables.values() for file in entry.files]
        return (*tables, *self.history.values(), *(staged.file for staged in self.staged.values()))

    def last_key(self, table: str) -> int:
        """The highest key ever given in `table`, 0 when none was."""
        known = self.tables.get(table)
        return max(known.last_key if known else 0, self.last_keys.get(table, 0))

    def counted(self, table: str) -> int:
        """The highest key ever given in `table` by counting on, 0 when none was."""
        known = self.tables.get(table)
        return max(known.counted if known else 0, self.last_counted.get(table, 0))

    def after(self, other: "Manifest") -> Self:
        """The same version, no key of `other` to be given again (when both are of one source)."""
        if other.source != self.source:
            return self
        every = {*self.tables, *self.last_keys, *other.tables, *other.last_keys}
        last = {name: max(self.last_key(name), other.last_key(name)) for name in sorted(every)}
        counted = {name: max(self.counted(name), other.counted(name)) for name in last}
        tables = {
            name: files.model_copy(update={"last_key": last.pop(name), "counted": counted.pop(name)})
            for name, files in self.tables.items()
        }
        return self.model_copy(update={"tables": tables, "last_keys": last, "last_counted": counted})


def read_manifest(root: Path) -> Manifest:
    """The manifest in folder `root`, that of the store or of one version.

    Raises `MingjingError` when it is damaged or of a newer Mingjing, `FileNotFoundError` when there is none.
    """
    path = root / NAME
    try:
        told = json.loads(path.read_text("utf-8"))
        made_by = told["format"]
        if not isinstance(made_by, int) or made_by > FORMAT:
            raise MingjingError(
                _("'{path}' was written by a newer Mingjing (format {made_by}); upgrade this one.").format(
                    path=path, made_by=made_by
                )
            )
        return Manifest.model_validate(told)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise MingjingError(
            _("'{path}' is damaged; restore it from a copy, or remove '{root}' and import again.").format(
                path=path, root=root
            )
        ) from error


def swap_manifest(root: Path, manifest: Manifest) -> None:
    """Put the new version of `manifest` in force: on disk beside its data first, then as `serve_manifest` does."""
    folder = root / "versions" / manifest.version
    write_synced(folder / NAME, manifest.model_dump_json(indent=1))
    for directory in (folder, folder.parent):
        sync(directory)
    serve_manifest(root, manifest)


def serve_manifest(root: Path, manifest: Manifest) -> None:
    """Serve the version of `manifest`, which is on disk already, from one atomic rename on."""
    text = manifest.model_dump_json(indent=1)
    write_synced(root / f"{NAME}.new", text)
    (root / f"{NAME}.new").replace(root / NAME)
    sync(root)


def write_synced(path: Path, text: str) -> None:
    """Write `text` to `path` and to the disk."""
    path.write_text(text, "utf-8")
    sync(path)


def sync(path: Path) -> None:
    """Flush the file or folder `path` to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
