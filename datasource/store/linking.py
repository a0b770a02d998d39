"""Files that two versions share: what has not changed lies on the disk once, under a name in each version."""

import hashlib
import os
from pathlib import Path


def digest_of(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def linked(old: Path, new: Path) -> bool:
    """Make `new` another name of `old`, which has the same bytes; False, and nothing done, where that cannot be."""
    spare = new.with_name(f"{new.name}.link")
    try:
        os.link(old, spare)
    except OSError:  # no hard links on this file system, or too many, or the old file is gone: the copy stays
        return False
    spare.replace(new)
    return True
