"""What a version of the store says about itself, and the only code that reads and writes it."""

import json
import os
from datetime import date, datetime
from pathlib import Path

from pydantic import Field, ValidationError

from datasource.errors import MingjingError
from datasource.question import Frozen
from datasource.texts import _

FORMAT = 1
NAME = "manifest.json"


class Meta(Frozen):
    """What a load says about itself. `today` pins relative periods (demo, closed exports); None = the real today."""

    source: str
    company: str
    currency: str = Field(min_length=3, max_length=3)
    minor_digits: int = Field(default=2, ge=0, le=4)
    timezone: str = "UTC"
    fiscal_start_month: int = Field(default=1, ge=1, le=12)
    today: date | None = None


class DataFile(Frozen):
    """One Parquet file: path below the version's folder, its rows and its size in bytes."""

    path: str
    rows: int
    size: int


class TableFiles(Frozen):
    """One table of a version; `last_key` is the highest key ever given, so that no number is used twice."""

    rows: int
    files: tuple[DataFile, ...]
    last_key: int = 0


class Manifest(Meta):
    """One version: what the load said, its tables, and the ids of the versions kept behind it, newest first."""

    format: int = FORMAT
    version: str
    created_at: datetime
    tables: dict[str, TableFiles]
    previous: tuple[str, ...] = ()


def read_manifest(root: Path) -> Manifest:
    """The manifest in `root`; raises `MingjingError` when it is damaged or of a newer Mingjing, `FileNotFoundError`."""
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
    """Put `manifest` in force: on disk beside the data first, then by one atomic rename."""
    text = manifest.model_dump_json(indent=1)
    folder = root / "versions" / manifest.version
    write_synced(folder / NAME, text)
    for directory in (folder, folder.parent):
        sync(directory)
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
