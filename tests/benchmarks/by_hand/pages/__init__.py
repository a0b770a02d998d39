"""Each ready page as someone who knows Polars would write its numbers: all of them in one collection."""

from tests.benchmarks.by_hand.pages import (
    customers,
    goals,
    leaderboards,
    office,
    overview,
    performance,
    products,
    sales,
    service,
)
from tests.benchmarks.by_hand.pages.writing import Asked, HandWritten, Told

__all__ = ["PAGES_BY_HAND", "Asked", "HandWritten", "Told"]

_SECTIONS = (overview, sales, customers, performance, service, office, goals, products, leaderboards)
PAGES_BY_HAND: dict[str, HandWritten] = {file: make for section in _SECTIONS for file, make in section.PAGES.items()}
"""The queries by the page's file below pages/."""
