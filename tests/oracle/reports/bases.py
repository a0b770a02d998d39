"""What the periods of the tests are compared with (R4), as days written down."""

from datetime import date

from tests.oracle.reports.store import SPANS, Span

BASES = {
    SPANS["this year"]: {
        "previous": Span(date(2025, 1, 1), date(2025, 6, 30), "month"),
        "last_year": Span(date(2025, 1, 1), date(2025, 6, 30), "month"),
    },
    SPANS["a past quarter"]: {
        "previous": Span(date(2025, 4, 1), date(2025, 6, 30), "week"),
        "last_year": Span(date(2024, 7, 1), date(2024, 9, 30), "week"),
    },
}
"""A running period is compared with the same part of the one before: the year up to today with half of last year."""
