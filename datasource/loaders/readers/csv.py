"""Separated text (CSV, TSV and the like) as rows of text: every row is kept, or counted and shown, never shifted."""

from dataclasses import replace
from pathlib import Path

from datasource.errors import MingjingError
from datasource.loaders.readers import dialect
from datasource.loaders.readers.blocks import RowTooLong, blocks
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.place import Place, file_at
from datasource.loaders.readers.separated import Separated, shown, too_long
from datasource.loaders.readers.stream import open_text
from datasource.loaders.readers.survey import Survey, survey
from datasource.loaders.sheet import Sheet, sheet_of
from datasource.loaders.source import Form, Hit, Source
from datasource.texts import _

_SAMPLE = 1 << 20
_LONGEST_SEPARATOR = 8
_UNITS = "\x1f\x1e\x1d\x1c"


def read_csv(path: Path, encoding: str | None = None, separator: str | None = None) -> Sheet:
    """The file `path` at once, for small files; raises `MingjingError` for one that cannot be read."""
    return sheet_of(open_csv(file_at(path), How(encoding=encoding, separator=separator)))


def open_csv(place: Place, how: How = AS_FOUND, name: str = "") -> Source:
    """The text at `place` as a source; what `how` does not say is found out.

    Raises `MingjingError` for a file that is empty, no text in its encoding, or wider or longer than the limits allow.
    """
    _check_separator(place, how.separator)
    seen = survey(place, how.encoding)
    text, whole = _sample(place, seen)
    told = dialect.told_separator(text)
    separator = how.separator or told or dialect.separator_of(text, whole)
    unit = separator if len(separator.encode()) == 1 else _unit(place, text)
    start = dialect.start_of(text.replace(separator, unit), unit, whole)
    header = _header(place, how, start, 1 if told else 0)
    width = dialect.width_of(start, header, how.names)
    dialect.check_columns(place.origin, width, place.limits.columns)
    raw = how.names if header is None else start.fields[header] or ()
    skipped = 0 if header is None else header + 1
    names, renamed = dialect.unique_names(raw, width, skipped)
    form = Form("CSV", seen.encoding, separator, seen.line_ends, skipped or None)
    before = _before(start, header, renamed)
    spill = names.index(how.spill) if how.spill in names else None
    return Separated(name or place.file_name, place.origin, names, form, place, seen, unit, before, skipped, spill)


def _check_separator(place: Place, separator: str | None) -> None:
    if separator and (set(separator) & set('"\r\n') or len(separator) > _LONGEST_SEPARATOR):
        text = _("'{path}': {separator!r} cannot part fields; give one to eight characters without quotes.")
        raise MingjingError(text.format(path=place.origin, separator=separator))


def _header(place: Place, how: How, start: dialect.Start, above: int) -> int | None:
    """The record that names the columns, 0 the first; None: none does."""
    long = next((row for row, one in enumerate(start.texts, start=1) if len(one) > place.limits.row), None)
    if long:
        raise too_long(place, long)
    header = dialect.header_row(start, above) if how.header is None else how.header - 1 if how.header else None
    if header is not None and header >= len(start.fields):
        text = _("'{path}' has no row {row} for the names of its columns; give the row that holds them.")
        raise MingjingError(text.format(path=place.origin, row=header + 1))
    return header


def _before(start: dialect.Start, header: int | None, renamed: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    """What is told of the lines before the first row of data."""
    above = range(header or 0)
    blank = [place for place in above if dialect.is_blank(start.fields[place] or ("",))]
    junk = [(place + 1, shown(start.texts[place]), "skipped: above the names") for place in above if place not in blank]
    return {**renamed, "junk": junk, "blank_line": [(place + 1, "", "skipped: a blank line") for place in blank]}


def _sample(place: Place, seen: Survey) -> tuple[str, bool]:
    """The start of the text, at least a row of it, and whether that is all of it."""
    stream = open_text(place, seen.encoding)
    try:
        for block in blocks(stream, replace(place.limits, block=_SAMPLE)):
            if block.whole or any(block.data.find(end, 0, block.end - 1) >= 0 for end in (b"\n", b"\r")):
                return block.data[: block.end].decode("utf-8", "ignore"), block.whole
    except RowTooLong:
        raise too_long(place, 1) from None
    finally:
        stream.close()
    raise AssertionError("a text that is not empty has a first block")


def _unit(place: Place, text: str) -> str:
    """A character that stands for a separator of several; raises `MingjingError` when the text has them all."""
    free = [unit for unit in _UNITS if unit not in text]
    if not free:
        sentence = _("'{path}' holds control characters; give a separator of one character.")
        raise MingjingError(sentence.format(path=place.origin))
    return free[0]
