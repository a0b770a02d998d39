"""Counts in sentences, as each language writes them."""

import pytest

from datasource.texts import plural, speaking


@pytest.mark.parametrize(
    ("code", "count", "told"),
    [
        ("en", 1, "Last 1 day"),
        ("en", 12_345, "Last 12,345 days"),
        ("zh_CN", 12_345, "最近 12,345 天"),
        ("vi", 12_345, "12.345 ngày gần nhất"),
    ],
)
def test_counts_of_thousands_are_grouped(code: str, count: int, told: str) -> None:
    with speaking(code):
        assert plural("Last {count} day", "Last {count} days", count) == told
