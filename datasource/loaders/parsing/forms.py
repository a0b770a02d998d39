"""The forms in which dates are written, as a mapping names them."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

EPOCH, EPOCH_MS, EXCEL = "epoch", "epoch_ms", "excel"
ISO = "iso"
"""ISO 8601 and unambiguous forms with a month's name, which are read without any `formats`."""
NUMBERED = (EPOCH, EPOCH_MS, EXCEL)
"""Times written as a number: seconds or milliseconds since 1970 in UTC, or days of a spreadsheet."""
_SAMPLE = datetime(2021, 12, 31, 23, 58, 59)


def fault_of_format(form: str) -> str:
    """Why `form` cannot say a day, or nothing."""
    if form in (*NUMBERED, ISO):
        return ""
    try:
        read = datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007  (only its day counts)
    except ValueError:
        return f"'{form}' is no form of a date; write it as %Y-%m-%d"
    if read.date() != _SAMPLE.date():
        return f"'{form}' does not say year, month and day; write it as %Y-%m-%d"
    return ""


@lru_cache(maxsize=256)
def shape(form: str) -> str | None:
    """A regular expression (Python's and Rust's) for what `form` reads; None: it has an unknown part."""
    pieces = re.split(r"(%.)", form)
    known = [_PIECES.get(piece) if piece.startswith("%") else re.escape(piece) for piece in pieces]
    return None if None in known else "".join(filter(None, known))


_PIECES: Mapping[str, str] = {
    "%Y": "[0-9]{4}",
    "%y": "[0-9]{2}",
    "%m": "[0-9]{1,2}",
    "%d": "[0-9]{1,2}",
    "%H": "[0-9]{1,2}",
    "%I": "[0-9]{1,2}",
    "%M": "[0-9]{1,2}",
    "%S": "[0-5]?[0-9]",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%p": "(?:AM|PM|am|pm)",
}
