"""Where a file lies: on the disk by itself, or as a member of an archive."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from datasource.errors import MingjingError
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.texts import _

INSIDE = "!"
"""What stands between an archive and the file in it."""


@dataclass(frozen=True)
class Place:
    """A file's bytes. `origin` names it for people (`a.zip!b.csv`), `file_name` is its own name; `open` starts anew.

    `packed`: it lies in an archive.
    """

    origin: str
    file_name: str
    open: Callable[[], BinaryIO]
    path: Path | None = None
    limits: Limits = USUAL
    packed: bool = False

    @property
    def inner(self) -> str:
        """The name inside of its archive, with the folders there."""
        return self.origin.rpartition(INSIDE)[2]

    def open_at(self, start: int) -> BinaryIO:
        """Its bytes from place `start` on."""
        file = self.open()
        if self.path is not None:
            file.seek(start)
        else:
            while start > 0 and (piece := file.read(min(start, 1 << 20))):
                start -= len(piece)
        return file

    def head(self, size: int = 1 << 16) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(size)


def file_at(path: Path, limits: Limits = USUAL) -> Place:
    """The file at `path`; raises `MingjingError` when there is none, it cannot be read, or is too large."""
    try:
        with path.open("rb"):
            size = path.stat().st_size
    except FileNotFoundError:
        text = _("There is no file '{path}'; export it or give another folder.")
        raise MingjingError(text.format(path=path)) from None
    except OSError as error:
        text = _("Cannot read '{path}': {reason}; put a file there that you may read.")
        raise MingjingError(text.format(path=path, reason=error.strerror)) from error
    if size > limits.file:
        text = _("'{path}' has {size:,} bytes, more than the {limit:,} allowed; split it or raise imports.max_file_mb.")
        raise MingjingError(text.format(path=path, size=size, limit=limits.file))
    return Place(str(path), path.name, lambda: path.open("rb"), path, limits)
