"""Pipeline changes and stalled deals (2.2), deal by deal."""

from datetime import timedelta
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.reports.pipeline_changes import CAUSES, pipeline_changes
from datasource.reports.stalled import REASONS, stalled
from tests.oracle.reports import sales as sql
from tests.oracle.reports.asked import period, viewer
from tests.oracle.reports.compare import assert_same
from tests.oracle.reports.store import TODAY, Files, Reader, Row, Span

DEAL = ("cause", "name", "customer", "owner", "stage", "before", "after", "change")
DEALS = (
    "name",
    "customer",
    "owner",
    "stage",
    "amount",
    "days_without_activity",
    "days_past_close",
    "days_in_stage",
    "stage_age",
    "idle",
    "past_close",
    "slow_stage",
)


def test_pipeline_changes_equal_sql_and_add_up(demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    found = pipeline_changes(demo, viewer(reader), period(span))
    start, end = span.first - timedelta(days=1), min(span.last, TODAY)
    assert (found.start, found.end) == (start, end)
    opening, closing = (files.told(sql.OPEN_ON, reader, day=day)[0] for day in (start, end))
    assert_same(found.opening, [opening], ())
    assert_same(found.closing, [closing], ())
    deals = files.told(sql.CHANGES, reader, start=start, end=end)
    assert opening["open_amount"] + sum(row["change"] for row in deals) == closing["open_amount"]
    assert _sorted(found.deals.to_dicts(), 100) == _sorted(deals, 1)
    parts = {part.cause: (part.count, round(part.amount * 100)) for part in found.changes}
    assert parts == {cause: _sums([row for row in deals if row["cause"] == cause]) for cause in CAUSES}


@pytest.mark.parametrize("idle", [7, 30, 90])
def test_stalled_deals_equal_sql(idle: int, demo: Catalog, files: Files, reader: Reader) -> None:
    found = stalled(demo, viewer(reader), idle)
    expected = files.told(sql.STALLED, reader, idle=idle)
    shown = found.deals.to_dicts()
    assert bool(shown) or reader.name == "rep"
    assert {*found.deals.columns} == {*DEALS}
    assert _listed(shown, 100) == _listed(expected, 1)
    for reason, told in found.by_reason:
        deals = [row for row in expected if row[reason]]
        sums = {"open_opportunities": len(deals), "open_amount": sum(row["amount"] or 0 for row in deals)}
        assert_same(told, [sums], ())
    assert_same(found.open, files.told(sql.OPEN_ON, reader, day=TODAY), ())
    places = [(sum(row[reason] for reason in REASONS), row["amount"]) for row in shown]
    assert places == sorted(places, reverse=True)


def _sums(deals: list[Row]) -> tuple[int, int]:
    return len(deals), sum(row["change"] for row in deals)


def _sorted(deals: list[Row], scale: int) -> list[str]:
    """The deals as text in one order, money in minor units."""
    return sorted(str([_minor(row[name], scale) for name in DEAL]) for row in deals)


def _listed(deals: list[Row], scale: int) -> list[str]:
    return sorted(str([_rounded(row, name, scale) for name in sorted(row)]) for row in deals)


def _rounded(row: Row, name: str, scale: int) -> Any:
    if name == "stage_age" and row[name] is not None:
        return round(row[name], 9)
    return _minor(row[name], scale) if name == "amount" else row[name]


def _minor(value: Any, scale: int) -> Any:
    return value if value is None or isinstance(value, str) else round(value * scale)
