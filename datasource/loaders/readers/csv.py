"""CSV files as text. The fields of every row are counted here, since default readers lose or shift ragged rows."""

import codecs
import csv
import re
from io import StringIO
from pathlib import Path

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.report import HITS
from datasource.loaders.sheet import ROW, Sheet

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NO_CHINESE = re.compile(r"[^\x00-\x7f·×￥¥—–…“”‘’°　-〿一-鿿㐀-䶿＀-￯]")
_SHOWN = 60


def read_csv(path: Path, encoding: str | None = None, separator: str = ",") -> Sheet:
    """The file `path` as a sheet; `encoding` None = told by its mark, else UTF-8, else GB18030 if it reads as Chinese.

    Line ends may be LF, CRLF or CR. Raises `MingjingError` for a file that is missing, empty, no text in the encoding,
    has a broken quote, or a header with an empty or repeated name.
    """
    text, used = _decoded(path, encoding)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = tuple(name.strip() for name in next(reader, []))
        _check_header(path, header)
        rows = list(reader)
    except csv.Error as error:
        hint = "mend the quotes or the separator there"
        raise MingjingError(f"'{path}' breaks at line {reader.line_num} ({error}); {hint}.") from error
    return _sheet(path.name, used, header, rows, separator)


def _sheet(name: str, encoding: str, header: tuple[str, ...], rows: list[list[str]], separator: str) -> Sheet:
    width = len(header)
    numbered = list(enumerate(rows, start=2))
    good = [(number, row) for number, row in numbered if len(row) == width]
    columns = zip(*(row for _, row in good), strict=True) if good else ([] for _ in header)
    kept = pl.DataFrame(
        {ROW: [number for number, _ in good], **dict(zip(header, columns, strict=True))},
        schema={ROW: pl.Int64, **dict.fromkeys(header, pl.String)},
    )
    ragged = [
        (number, separator.join(row)[:_SHOWN], f"rejected: {len(row)} fields, the header has {width}")
        for number, row in numbered
        if len(row) != width and not _is_blank(row)
    ]
    blank = [(number, "", "skipped: a blank line") for number, row in numbered if len(row) != width and _is_blank(row)]
    bad, skipped = (pl.DataFrame(lines, schema=HITS, orient="row") for lines in (ragged, blank))
    return Sheet(name, encoding, header, kept, bad, skipped)


def _is_blank(row: list[str]) -> bool:
    return not row or (len(row) == 1 and not row[0].strip())


def _decoded(path: Path, encoding: str | None) -> tuple[str, str]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise MingjingError(f"There is no file '{path}'; export it or give another folder.") from None
    except OSError as error:
        raise MingjingError(f"Cannot read '{path}': {error.strerror}; put a file there that you may read.") from error
    if not raw.strip():
        raise MingjingError(f"'{path}' is empty; it should start with a line of column names: export it again.")
    text, used = _as_declared(path, raw, encoding) if encoding else _detected(path, raw)
    garbage = _CONTROL.search(text)
    if garbage:
        line = text.count("\n", 0, garbage.start()) + 1
        raise MingjingError(f"'{path}' is no text file (binary bytes in line {line}); export it as CSV again.")
    return text, used


def _as_declared(path: Path, raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        return raw.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise MingjingError(f"'{path}' is not {encoding} text at line {line}; save it as UTF-8.") from error


def _detected(path: Path, raw: bytes) -> tuple[str, str]:
    mark = next((encoding for bom, encoding in _MARKS if raw.startswith(bom)), None)
    if mark:
        return _as_declared(path, raw, mark)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        text = "\x00"
    if _NO_CHINESE.search(text) or _CONTROL.search(text):
        raise MingjingError(f"'{path}' is neither UTF-8 nor Chinese GB18030 text (line {line}); save it as UTF-8.")
    return text, "gb18030"


def _check_header(path: Path, header: tuple[str, ...]) -> None:
    empty = next((place for place, name in enumerate(header, start=1) if not name), None)
    if empty or not header:
        raise MingjingError(f"'{path}' has no name for column {empty or 1} in its first line; name it or remove it.")
    repeated = next((name for name in header if header.count(name) > 1), None)
    if repeated:
        raise MingjingError(f"'{path}' has two columns named '{repeated}'; rename or remove one.")
