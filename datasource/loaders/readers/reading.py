"""What a file is, told from its first bytes, and its tables as sources."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from datasource.errors import MingjingError
from datasource.loaders.readers.archive import ZIP, is_archive, members
from datasource.loaders.readers.csv import open_csv
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.json import open_json
from datasource.loaders.readers.parquet import MAGIC, open_parquet
from datasource.loaders.readers.place import Place
from datasource.loaders.readers.workbook import OLD, filled_sheets, open_workbook
from datasource.loaders.source import Source
from datasource.texts import _

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*[\[{\]]|\{\s*["}])')
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml)\b", re.IGNORECASE)
_JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")
_FOREIGN: Mapping[bytes, str] = {
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"%PDF": "PDF",
    b"SQLite format 3": "SQLite",
}
"""First bytes → kinds of files that hold something else than rows, or rows that no reader here unpacks."""

_TAR = (257, b"ustar")


def open_source(place: Place, how: How = AS_FOUND, name: str = "") -> Source:
    """The one table at `place`: of an archive its only file, of a workbook the sheet that `how` names or the first.

    Raises `MingjingError` for what cannot be read, and for an archive of several files.
    """
    if is_archive(place):
        inside = members(place)
        if len(inside) > 1:
            text = _("'{path}' holds {count} files; name the one that is meant in 'files'.")
            raise MingjingError(text.format(path=place.origin, count=len(inside)))
        return _reader(inside[0])(inside[0], how, name)
    return _reader(place)(place, how, name)


def tables_in(place: Place) -> tuple[tuple[Place, How], ...]:
    """Every table at `place`: each file of an archive, each filled sheet of a workbook."""
    files = members(place) if is_archive(place) else (place,)
    found: list[tuple[Place, How]] = []
    for file in files:
        sheets = sheets_of(file)
        found += [(file, replace(AS_FOUND, sheet=sheet)) for sheet in sheets] or [(file, AS_FOUND)]
    return tuple(found)


def sheets_of(place: Place) -> tuple[str, ...]:
    """The filled sheets of the workbook at `place`; none when it is no workbook."""
    return filled_sheets(place) if _reader(place) is open_workbook else ()


def _reader(place: Place) -> Callable[[Place, How, str], Source]:
    head = place.head()
    if is_archive(place):
        text = _("'{path}' is an archive inside of an archive; pack the files themselves.")
        raise MingjingError(text.format(path=place.origin))
    kind = next((kind for mark, kind in _FOREIGN.items() if head.startswith(mark)), None)
    kind = "tar" if head[_TAR[0] :].startswith(_TAR[1]) else kind
    if kind is not None:
        text = _("'{path}' is a {kind} file; give its rows as CSV, Excel, Parquet or JSON, or packed as ZIP or gzip.")
        raise MingjingError(text.format(path=place.origin, kind=kind))
    markup = _MARKUP.match(head)
    if markup and not place.file_name.lower().endswith(_JSON_ENDINGS):
        text = _("'{path}' is a web page or XML, whatever its name says; open it in a spreadsheet and save it as XLSX.")
        raise MingjingError(text.format(path=place.origin))
    if head.startswith((ZIP, OLD)):
        return open_workbook
    if head.startswith(MAGIC):
        return open_parquet
    is_json = place.file_name.lower().endswith(_JSON_ENDINGS) or _JSON.match(head)
    return open_json if is_json else open_csv
