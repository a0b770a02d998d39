"""The versions of a store as people look at them: when each was loaded, from where, how large, which one is served."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from datasource.errors import MingjingError
from datasource.store.manifest import Manifest, read_manifest
from datasource.texts import N_, _


@dataclass(frozen=True)
class Version:
    """One kept version: id, moment of the load (UTC), source, rows of all tables, bytes, and how many are its own.

    `own_size` counts the bytes that no other version shares. `is_served` marks the one that is in force.
    """

    version: str
    created_at: datetime
    source: str
    rows: int
    size: int
    own_size: int
    is_served: bool


def version_of(folder: Path, served: Manifest) -> Version:
    """The version in `folder`; raises `MingjingError` when its manifest is damaged."""
    told = read_manifest(folder)
    alone = [file.size for file in told.files if _names(folder / file.path) == 1]
    return Version(
        version=told.version,
        created_at=told.created_at,
        source=told.source,
        rows=sum(table.rows for table in told.tables.values()),
        size=sum(file.size for file in told.files),
        own_size=sum(alone),
        is_served=told.version == served.version,
    )


def chosen(versions: tuple[Version, ...], wanted: str | None) -> Version:
    """The version whose id begins with `wanted`; without it, the next older than the served one.

    Raises `MingjingError` when there is none, or more than one.
    """
    if wanted is None:
        served = next((each.version for each in versions if each.is_served), "")
        older = [each for each in versions if each.version < served]
        if not older:
            raise MingjingError(_("No older version is kept; there is nothing to roll back to."))
        return older[0]
    found = [each for each in versions if each.version.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    text = N_("Several versions begin with '{wanted}'; kept are {kept}.")
    if not found:
        text = N_("There is no version '{wanted}'; kept are {kept}.")
    raise MingjingError(_(text).format(wanted=wanted, kept=", ".join(each.version for each in versions)))


def _names(path: Path) -> int:
    return path.stat().st_nlink if path.is_file() else 0
