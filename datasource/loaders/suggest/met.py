"""The tables of an unknown CRM as they were met: the profile, how a mapping finds them, and what compares columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.profile.column import Seen
from datasource.loaders.profile.judgement import Column
from datasource.loaders.profile.profile import Refused, Table, looked_at
from datasource.loaders.progress import Progress, silent
from datasource.loaders.readers.database import Database
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.reading import open_source, tables_in
from datasource.loaders.suggest.suggest import stem
from datasource.texts import _

MOST_WORDS = 60
"""A column with more different texts than this is no enumeration."""


@dataclass(frozen=True)
class Met:
    """One table: its source's `name` in a mapping, the file (and sheet) or database table that it is, its profile.

    `words`: the texts of columns that have few, most frequent first. `hashes`: the different texts of each column as
    numbers, by which columns are compared.
    """

    name: str
    table: Table
    file: str = ""
    sheet: str = ""
    database_table: str = ""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hashes: Mapping[str, pl.Series] = field(default_factory=dict, repr=False)

    def column(self, name: str) -> Column | None:
        """The profile of one column."""
        return next((one for one in self.table.columns if one.name == name), None)


def meet_files(places: Iterable[Place], progress: Progress = silent) -> tuple[list[Met], list[Refused]]:
    """Every table in these files, and the files that cannot be read."""
    met: list[Met] = []
    refused: list[Refused] = []
    for place in places:
        try:
            found = tables_in(place)
        except MingjingError as error:
            refused.append(Refused(place.origin, _named(error, place)))
            continue
        for inner, how in found:
            try:
                table, seen = looked_at(open_source(inner, how), progress)
            except MingjingError as error:
                refused.append(Refused(inner.origin, _named(error, place)))
                continue
            file = inner.inner if inner.packed and "/" in inner.inner else inner.file_name
            sheet = (how.sheet or "") if len(found) > 1 else ""
            if any((one.file.casefold(), one.sheet) == (file.casefold(), sheet) for one in met):
                refused.append(Refused(inner.origin, _("Another file has this name too; rename one of them.")))
                continue
            met.append(_met(_free(sheet or stem(inner.origin), met), table, seen, file=file, sheet=sheet))
    return met, refused


def meet_tables(
    database: Database, names: Sequence[str], progress: Progress = silent
) -> tuple[list[Met], list[Refused]]:
    """These tables of a database; raises `MingjingError` when it cannot be looked into."""
    met: list[Met] = []
    refused: list[Refused] = []
    with database.held_open():
        for name in names:
            try:
                table, seen = looked_at(database.table(name), progress)
            except MingjingError as error:
                refused.append(Refused(f"{database.door.name}: {name}", str(error)))
                continue
            met.append(_met(_free(name, met), table, seen, database_table=name))
    return met, refused


def _met(name: str, table: Table, seen: tuple[Seen, ...], **found: str) -> Met:
    few = [one for one in seen if 0 < len(one.hashes) <= MOST_WORDS]
    words = {one.name: tuple(text for text, _count in one.values.most_common()) for one in few}
    return Met(name, table, words=words, hashes={one.name: one.hashes for one in seen}, **found)


def _named(error: MingjingError, place: Place) -> str:
    """The sentence without the place on the disk, which is nobody's business."""
    return str(error).replace(str(place.path), place.file_name) if place.path else str(error)


def _free(wanted: str, met: Sequence[Met]) -> str:
    taken = {one.name for one in met}
    every = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(met) + 2))
    return next(name for name in every if name not in taken)
