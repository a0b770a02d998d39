"""Records of separated text, exactly: Python's strict `csv` line by line, with the way back to the lines of each."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

csv.field_size_limit(2**31 - 1)  # the rows are measured by Limits.row, in bytes, before they come here

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MOST_BROKEN_LINES = 50


@dataclass(frozen=True)
class Record:
    """One row: the lines `start` to `end` (not with it) and its fields; None: its quotes are broken."""

    start: int
    end: int
    fields: list[str] | None


def lines_of(text: str, whole: bool, most: int | None = None) -> list[str]:
    """The lines of `text` with their ends, the first `most` of them.

    Without the last one of the text when it may go on beyond it (not `whole`).
    """
    lines = [one[0] for one in islice(_LINE.finditer(text), most)] if most else _LINE.findall(text)
    if lines and not whole and not lines[-1].endswith("\n"):
        lines.pop()
    return lines


def records(lines: Sequence[str], separator: str, whole: bool) -> Iterator[Record]:
    """The records in `lines`; the last ones are left out when they may go on beyond the lines (not `whole`).

    Broken quotes end with the line at which the quotes are even in number again, so that no line after them is read as
    something that it is not. Raises `EOFError` with the line when there is no such line.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=separator, strict=True)
        begun = start
        try:
            for fields in reader:
                end = begun + reader.line_num
                yield Record(start, end, fields)
                start = end
        except csv.Error as error:
            reached = begun + reader.line_num
            never_closed = str(error) == "unexpected end of data"
            after = _even_again(lines, start, start + 1 if never_closed else reached)
            if not whole and (after is None or reached >= len(lines)):
                return
            if after is None:
                raise EOFError(start) from None
            yield Record(start, after, None)
            start = after


def _even_again(lines: Sequence[str], start: int, reached: int) -> int | None:
    """The line after the broken record that starts at `start` and goes up to the line `reached` at least."""
    quotes = 0
    for place in range(start, min(start + _MOST_BROKEN_LINES, len(lines))):
        quotes += lines[place].count('"')
        if quotes % 2 == 0 and place + 1 >= reached:
            return place + 1
    return None
