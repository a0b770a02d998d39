"""Cells that are no text yet → the text that a person would have typed."""

from datetime import datetime, time


def text_of(cell: object) -> str:
    """A whole number without decimals, others with at most 15 digits as spreadsheets do, a day as `2026-03-05`."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case float():
            return f"{cell:.15g}"
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case _:
            return "" if cell is None else str(cell)
