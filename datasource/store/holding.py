"""Versions that somebody reads: a shared lock of the operating system on the version, gone with its process."""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from datasource.store.manifest import NAME


class Hold:
    """While this object lives, in whatever process, its version is not removed."""

    def __init__(self, handle: int) -> None:
        weakref.finalize(self, os.close, handle)


def hold(version: Path) -> Hold | None:
    """A hold on the version in folder `version`, or None when it is being removed or gone."""
    try:
        handle = os.open(version / NAME, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    held = Hold(handle)
    return held if os.fstat(handle).st_nlink else None


@contextmanager
def unless_held(version: Path) -> Iterator[bool]:
    """Whether nobody reads the version in folder `version`; then nobody begins to before the block ends."""
    try:
        handle = os.open(version / NAME, os.O_RDONLY)
    except FileNotFoundError:
        yield True
        return
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
