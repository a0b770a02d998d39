"""How a separated text is written: its separator, the line of its columns' names, and the names, made unique."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from datasource.errors import MingjingError
from datasource.loaders.readers.exact import lines_of, records
from datasource.loaders.source import Hit
from datasource.texts import _

SEPARATORS = (",", ";", "\t", "|", "\x01")
LONG_SEPARATORS = ("||", "~|~", "|~|", "^|^", "#|#", "::", "~~", "$$")
_UNIT = "\x1f"
_SAMPLE_RECORDS, _SAMPLE_LINES = 200, 2000
_MOST_JUNK = 40
_TOLD = re.compile(r'"?(?i:sep)=([^"\r\n])"?[\r\n]')


@dataclass(frozen=True)
class Start:
    """The first records of a text: per record the lines it ends before, its fields (None: broken quotes), its text."""

    ends: tuple[int, ...]
    fields: tuple[list[str] | None, ...]
    texts: tuple[str, ...]


def start_of(text: str, separator: str, whole: bool) -> Start:
    """The first 200 records of `text` or fewer, as `separator` parts them."""
    lines = lines_of(text, whole, _SAMPLE_LINES)
    whole = whole and len(lines) < _SAMPLE_LINES
    ends, fields, texts = [], [], []
    try:
        for record in records(lines, separator, whole):
            ends.append(record.end)
            fields.append(record.fields)
            texts.append("".join(lines[record.start : record.end]))
            if len(ends) == _SAMPLE_RECORDS:
                break
    except EOFError:
        pass
    return Start(tuple(ends), tuple(fields), tuple(texts))


def told_separator(text: str) -> str | None:
    """The separator that the first line tells to spreadsheets (`sep=;`)."""
    found = _TOLD.match(text)
    return found[1] if found else None


def separator_of(text: str, whole: bool) -> str:
    """The separator that parts most records of `text` into the same number of fields.

    When none parts them, it is a text of one column: then one that does not occur in it.
    """
    scores = {}
    for separator in SEPARATORS + LONG_SEPARATORS:
        if separator not in text or not _is_alone(separator, text):
            continue
        start = start_of(text.replace(separator, _UNIT), _UNIT, whole)
        rows = [one for one in start.fields if one and not is_blank(one)]
        if not rows:
            continue
        counted = Counter(map(len, rows))
        usual, count = max(counted.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        fits = len(rows[0]) == usual
        if usual > 1 and count * 3 >= len(rows) and (fits or not _is_prose(rows)):
            scores[separator] = (fits, count / len(rows), usual)
    if scores:
        return max(scores, key=lambda one: scores[one])
    return next((one for one in (",", "\t", "|", ";") if one not in text), ",")


def _is_alone(separator: str, text: str) -> bool:
    """Whether it is no part of a longer separator, which is all that it stands in."""
    longer = [one for one in LONG_SEPARATORS if separator in one and separator != one and one in text]
    return not any(text.count(one) * one.count(separator) == text.count(separator) for one in longer)


def _is_prose(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly every separator has a blank behind it, as commas in sentences and addresses have."""
    behind = [cell for row in rows for cell in row[1:]]
    return sum(cell.startswith(" ") for cell in behind) >= 0.8 * len(behind)


def header_row(start: Start, above: int = 0) -> int | None:
    """The record (0 the first) that names the columns; None: there is none, the first record is data already.

    It is the first that is as wide as most, and at least half as filled as the fullest after it; lines above it,
    `above` of them for certain, are junk. Where the first record alone looks like names, or is wider than the others,
    it names the columns, and the others are ragged. A row without a single letter names nothing.
    """
    filled = [sum(bool(cell.strip()) for cell in fields or ()) for fields in start.fields]
    rows = [(place, len(one)) for place, one in enumerate(start.fields) if one and not is_blank(one) and place >= above]
    if not rows:
        return 0
    first, width = rows[0]
    widths = Counter(width for _place, width in rows)
    usual = max(widths, key=lambda width: (widths[width], width))
    enough = max((filled[place] for place, width in rows if width == usual), default=0) / 2
    place = next((place for place, width in rows if width == usual and filled[place] >= enough), first)
    if place > _MOST_JUNK or usual == 1 or width > usual or _is_wider_by_an_empty_end(start, first, usual):
        place = first
    if width > 1 and _are_names(start.fields[first]) and not _are_names(start.fields[place]):
        place = first
    return place if any(letter.isalpha() for name in start.fields[place] or () for letter in name) else None


def _are_names(fields: Sequence[str] | None) -> bool:
    """Whether every filled cell has a letter."""
    return all(any(letter.isalpha() for letter in cell) for cell in fields or () if cell.strip())


def _is_wider_by_an_empty_end(start: Start, first: int, usual: int) -> bool:
    """Whether every row below `first` ends with a separator that the row of names lacks."""
    head = start.fields[first] or []
    below = [fields for fields in start.fields[first + 1 :] if fields and not is_blank(fields)]
    return len(head) + 1 == usual and all(len(fields) == usual and not fields[-1].strip() for fields in below)


def width_of(start: Start, header: int | None, names: Sequence[str]) -> int:
    """How many fields a row has: as many as there are names, one more where every row ends with a separator."""
    if header is None:
        widths = Counter(len(one) for one in start.fields if one and not is_blank(one))
        return len(names) or max(widths, key=lambda width: (widths[width], width), default=1)
    width = len(start.fields[header] or ())
    below = any(fields and not is_blank(fields) for fields in start.fields[header + 1 :])
    return width + (below and _is_wider_by_an_empty_end(start, header, width + 1))


def is_blank(fields: Sequence[str]) -> bool:
    """Whether a row is a line with nothing on it but blanks."""
    return not fields or (len(fields) == 1 and not fields[0].strip())


def unique_names(raw: Sequence[str], width: int, row: int) -> tuple[tuple[str, ...], dict[str, list[Hit]]]:
    """Names for `width` columns: `column_3` for one without, `Name_2` for the second of a name; and what was changed.

    Control characters in a name become blanks.
    """
    tidy = ["".join(one if one.isprintable() else " " for one in name).strip() for name in raw]
    tidy += [""] * (width - len(tidy))
    taken, all_names = set[str](), set(tidy)
    names: list[str] = []
    hits: dict[str, list[Hit]] = {"unnamed_column": [], "repeated_column": []}
    for place, name in enumerate(tidy, start=1):
        given = name if name and name not in taken else _free(name or f"column_{place}", taken | all_names)
        if given != name:
            hits["repeated_column" if name else "unnamed_column"].append((row, name, given))
        taken.add(given)
        names.append(given)
    return tuple(names), hits


def _free(name: str, taken: set[str]) -> str:
    given, count = name, 2
    while given in taken:
        given, count = f"{name}_{count}", count + 1
    return given


def check_columns(origin: str, width: int, most: int) -> None:
    """Raises `MingjingError` when there are too many columns."""
    if width > most:
        text = _("'{path}' has {width:,} columns, {most:,} are allowed; if it is right, raise imports.max_columns.")
        raise MingjingError(text.format(path=origin, width=width, most=most))
