"""Cells of an XLSX that hold no value: errors such as `#N/A`, and formulas that no spreadsheet has computed yet.

The reader of workbooks gives an empty cell for both, which would be a hole that nobody is told of. Only their places
are looked for in the XML, without parsing it; on the way all parts of the file are measured against the limits.
"""

import re
from collections.abc import Iterator

from datasource.loaders.readers.archive import contents
from datasource.loaders.readers.place import Place
from datasource.loaders.source import Hit

_PIECE = 1 << 20
_HOLE = re.compile(rb' t="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>|</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_LONGEST_CELL = 1 << 17


def uncomputed(place: Place) -> dict[str, list[Hit]]:
    """Sheet → the cells without a value: their row, place and text, and what became of them.

    Reads through all parts of the ZIP at `place`, and raises `MingjingError` where they break the limits.
    """
    found: dict[str, list[Hit]] = {}
    texts: dict[str, str] = {}
    for part in contents(place):
        if part.inner.startswith("xl/worksheets/") and part.inner.endswith(".xml"):
            found[part.inner] = list(_holes(part))
        elif part.inner in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            texts[part.inner] = b"".join(_pieces(part)).decode("utf-8", "replace")
        else:
            for _piece in _pieces(part):
                pass
    titles = _titles(texts.get("xl/workbook.xml", ""), texts.get("xl/_rels/workbook.xml.rels", ""))
    return {titles[part]: hits for part, hits in found.items() if part in titles}


def _pieces(part: Place) -> Iterator[bytes]:
    with part.open() as file:
        while piece := file.read(_PIECE):
            yield piece


def _holes(part: Place) -> Iterator[Hit]:
    left = b""
    for piece in _pieces(part):
        text = left + piece
        for hole in _HOLE.finditer(text):
            cells = _CELL.findall(text, max(0, hole.start() - _LONGEST_CELL), hole.start())
            if cells:
                column, row = cells[-1]
                yield _hit(int(row), f"{column.decode()}{row.decode()}", hole[1])
        left = text[text.rfind(b"<c ") :] if b"<c " in text else b""
        if len(left) > _LONGEST_CELL:
            left = b""


def _hit(row: int, cell: str, error: bytes | None) -> Hit:
    if error is None:
        return row, cell, "left empty: a formula that was never computed"
    return row, f"{cell} {error.decode('utf-8', 'replace')}", "left empty: an error of the spreadsheet"


def _titles(workbook: str, relations: str) -> dict[str, str]:
    """Part of the file → the title of the sheet in it."""
    targets = {}
    for tag in _RELATION.findall(relations):
        target = _attribute(tag, "Target").lstrip("/")
        targets[_attribute(tag, "Id")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = _SHEET.findall(workbook)
    return {targets[one]: _attribute(tag, "name") for tag in sheets if (one := _attribute(tag, r"\w+:id")) in targets}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return _unescaped(found[1]) if found else ""


def _unescaped(text: str) -> str:
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return text
