"""Which files of a folder, an archive or a workbook a source means by its patterns."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from datasource.errors import MingjingError
from datasource.loaders.readers.archive import is_archive, members
from datasource.loaders.readers.limits import Limits
from datasource.loaders.readers.place import Place, file_at
from datasource.loaders.readers.reading import sheets_of

PACKED = (".gz", ".gzip", ".zip")
"""How the names of packed files end."""

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet", ".json", ".jsonl", ".ndjson")
"""How the names of files that hold tables end."""


@dataclass(frozen=True)
class Candidate:
    """A file, or a sheet of one, that a source may mean; `names`: what it goes by, case aside."""

    names: tuple[str, ...]
    place: Place | Path
    sheet: str | None = None

    def at(self, limits: Limits) -> Place:
        """Where it lies; raises `MingjingError` when it cannot be read."""
        return self.place if isinstance(self.place, Place) else file_at(self.place, limits)


def candidates(where: Path, limits: Limits) -> list[Candidate]:
    """The files in the folder or archive `where`, the sheets of a workbook, or the file itself.

    Raises `MingjingError` when there is nothing there or it cannot be read.
    """
    if not where.exists():
        raise MingjingError(f"There is no folder '{where}'; give the folder of the exported files in --from.")
    if not where.is_dir():
        return list(_of_file(file_at(where, limits)))
    try:
        paths = sorted(path for path in where.iterdir() if path.is_file() and not is_hidden(path))
    except OSError as error:
        raise MingjingError(f"Cannot look into '{where}': {error.strerror}.") from error
    return [Candidate(_names(path.name), path) for path in paths]


def is_hidden(path: Path) -> bool:
    """Whether a file is hidden, or the lock that a spreadsheet keeps beside an open workbook."""
    return path.name.startswith((".", "~$"))


def candidate_at(place: Place) -> Candidate:
    """The file at `place`, by its own name."""
    return Candidate(_names(place.file_name), place)


def packed(found: list[Candidate], limits: Limits) -> list[Candidate]:
    """The files inside of those of `found` that are ZIP archives."""
    archives = [one for one in found if any(name.endswith(".zip") for name in one.names)]
    return [inside for one in archives for inside in _of_file(one.at(limits))]


def chosen(found: list[Candidate], patterns: tuple[str, ...], sheet: str | None) -> list[Candidate]:
    """Those that the first matching pattern means; else the only one of such a name with another ending."""
    for pattern in patterns:
        met = [one for one in found if any(fnmatchcase(name, pattern.casefold()) for name in one.names)]
        if met:
            return met
    stems = {_stem(pattern.casefold()) for pattern in patterns}
    alike = [one for one in found if any(_stem(name) in stems and _is_known(name) for name in one.names)]
    named = [one for one in found if sheet is not None and one.sheet == sheet]
    return named or (alike if len(alike) == 1 else [])


def _of_file(place: Place) -> Iterator[Candidate]:
    if is_archive(place):
        for member in members(place):
            yield Candidate((member.inner.casefold(), *_names(member.file_name)), member)
        return
    sheets = sheets_of(place)
    for sheet in sheets if len(sheets) > 1 else ():
        title = sheet.casefold()
        yield Candidate((title, *(title + ending for ending in ENDINGS)), place, sheet)
    if len(sheets) < 2:
        yield candidate_at(place)


def _names(name: str) -> tuple[str, ...]:
    """The name itself, and without the ending that says that it is packed."""
    folded = name.casefold()
    return (folded, *(folded.removesuffix(ending) for ending in PACKED if folded.endswith(ending)))


def _stem(name: str) -> str:
    ending = next((ending for ending in ENDINGS if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _is_known(name: str) -> bool:
    return name.endswith(ENDINGS)
