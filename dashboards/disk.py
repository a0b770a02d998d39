"""Files that are never half written, and one lock for everyone who writes them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from datasource.errors import MingjingError
from datasource.texts import _

TEMPORARY = ".tmp"
PATIENCE_SECONDS = 10.0


def write_atomically(file: Path, content: bytes) -> None:
    """`file` holds either its old content or all of `content`, whenever the process or the machine stops.

    The folder must exist. Only one writer at a time may write a file: call it under `locked`.
    """
    draft = file.with_name(f".{file.name}{TEMPORARY}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut, where the system can (Windows cannot open folders)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(file: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold `file` alone among all threads and processes; the system lets go when the process ends, however it ends.

    Raises `MingjingError` when another one holds it longer than `patience` seconds.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as opened:
        deadline = monotonic() + patience
        while not _take(opened.fileno()):
            if monotonic() > deadline:
                raise MingjingError(_("Another program is writing boards at the moment. Try again in a minute."))
            sleep(0.01)
        try:
            yield
        finally:
            _release(opened.fileno())


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
