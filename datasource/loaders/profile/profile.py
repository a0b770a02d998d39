"""The profile of files: how they are written, each row accounted for, each column looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from datasource.errors import MingjingError
from datasource.loaders.finding import ENDINGS, PACKED, is_hidden
from datasource.loaders.profile.column import Seen
from datasource.loaders.profile.judgement import Column, column_of
from datasource.loaders.progress import Progress, silent
from datasource.loaders.readers.database import Database
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.loaders.readers.place import file_at
from datasource.loaders.readers.reading import open_source, tables_in
from datasource.loaders.source import Form, Hit, Source

_SHOWN_HITS = 20


@dataclass(frozen=True)
class Struck:
    """How often a rule of reading struck, and its first hits (row, text, what became of it)."""

    rule: str
    count: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Table:
    """One table: read = kept + rejected, and what else was met."""

    origin: str
    form: Form
    read: int
    kept: int
    rejected: int
    rules: tuple[Struck, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Refused:
    """A file that cannot be read, and the sentence that says why."""

    origin: str
    reason: str


def profile_of(source: Source, progress: Progress = silent) -> Table:
    """Read all of `source` and say what is in it; raises `MingjingError` for what cannot be read."""
    return looked_at(source, progress)[0]


def looked_at(source: Source, progress: Progress = silent) -> tuple[Table, tuple[Seen, ...]]:
    """As `profile_of`, with what was met in each column."""
    seen = [Seen(name) for name in source.header]
    for batch in source.batches():
        progress(source.origin, batch.height)
        for column in seen:
            column.look(batch[column.name])
    tally = source.tally
    rules = tuple(
        Struck(rule, tally.counts[rule], tuple(hits.head(_SHOWN_HITS).iter_rows())) for rule, hits in tally.hits.items()
    )
    columns = tuple(map(column_of, seen))
    return Table(source.origin, source.form, tally.read, tally.kept, tally.rejected, rules, columns), tuple(seen)


def profiles(paths: Iterable[Path], limits: Limits = USUAL, progress: Progress = silent) -> Iterator[Table | Refused]:
    """The profile of every table in the files `paths`, one after the other."""
    for path in paths:
        try:
            places = tables_in(file_at(path, limits))
        except MingjingError as error:
            yield Refused(str(path), str(error))
            continue
        for place, how in places:
            try:
                yield profile_of(open_source(place, how), progress)
            except MingjingError as error:
                yield Refused(place.origin, str(error))


def database_profiles(
    database: Database, tables: Sequence[str] = (), progress: Progress = silent
) -> Iterator[Table | Refused]:
    """The profile of these tables of a database, or of all; raises `MingjingError` when it cannot be looked into."""
    for name in tables or database.tables():
        try:
            yield profile_of(database.table(name), progress)
        except MingjingError as error:
            yield Refused(f"{database.door.name}: {name}", str(error))


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those below the folders that are, if their ending tells that they hold tables.

    Raises `MingjingError` for a path where nothing lies, or when there is no file at all.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise MingjingError(f"There is no file and no folder '{path}'; give the path of exported files.")
        below = sorted(one for one in path.rglob("*") if one.is_file() and not is_hidden(one))
        found += [one for one in below if one.name.lower().endswith((*ENDINGS, *PACKED))] if path.is_dir() else [path]
    if not found:
        raise MingjingError("There are no tables in these folders; they should hold CSV, Excel, Parquet or JSON files.")
    return found
