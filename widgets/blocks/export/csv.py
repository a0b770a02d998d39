"""CSV for other programs: plain values, one row a line, no total, so that nothing is added up twice.

A text that a spreadsheet would run as a formula is marked as text (OWASP, "CSV Injection"); a negative number is none.
"""

import csv
from io import StringIO
from typing import Any

from widgets.blocks.export.sheet import Sheet

STARTS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")


def write_csv(sheet: Sheet) -> bytes:
    """The rows as UTF-8 with a mark that spreadsheets know it by; rates are fractions, dates ISO."""
    text = StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow([plain(column.label) for column in sheet.columns])
    names = [column.name for column in sheet.columns]
    lines.writerows([plain(value) for value in row] for row in sheet.rows.select(names).iter_rows())
    return text.getvalue().encode("utf-8-sig")


def plain(value: Any) -> Any:
    """A value as a cell: numbers and dates as they are, texts that no spreadsheet runs."""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return value
