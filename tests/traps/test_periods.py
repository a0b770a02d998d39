"""Days, weeks, months: each row in exactly one bucket, both ends of a period in it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from tests.traps.company import company, rows, span, won

DAYS = [date(2019, 12, 30), date(2020, 2, 29), date(2020, 12, 28), date(2021, 1, 3), date(2021, 1, 4)]


@pytest.fixture
def edges(tmp_path: Path) -> Catalog:
    deals = [won(1_00, day, created_date=date(2019, 1, 1)) for day in DAYS]
    return company(tmp_path, today=date(2021, 6, 1), opportunities=deals)


@pytest.mark.parametrize(
    ("grain", "labels"),
    [
        ("day", ["2019-12-30", "2020-02-29", "2020-12-28", "2021-01-03", "2021-01-04"]),
        ("week", ["2020-W01", "2020-W09", "2020-W53", "2021-W01"]),
        ("month", ["2019-12", "2020-02", "2020-12", "2021-01"]),
        ("quarter", ["2019-Q4", "2020-Q1", "2020-Q4", "2021-Q1"]),
        ("year", ["2019", "2020", "2021"]),
    ],
)
def test_a_week_carries_its_iso_year_and_every_other_bucket_the_calendar_s(
    edges: Catalog, grain: str, labels: list[str]
) -> None:
    found = rows(edges, metrics=["won_count"], by=[{"field": "close_date", "grain": grain}])
    assert [row[0] for row in found] == labels
    assert sum(row[1] for row in found) == len(DAYS)


def test_both_ends_of_a_period_are_in_it(edges: Catalog) -> None:
    for start, end, number in [
        ("2020-02-29", "2020-12-28", 2),
        ("2020-03-01", "2020-12-27", 0),
        ("2021-01-04", "2021-01-04", 1),
        ("2019-12-30", "2021-01-04", 5),
    ]:
        assert rows(edges, metrics=["won_count"], period=span(start, end)) == [(number,)]
        between = [{"field": "close_date", "op": "between", "value": [start, end]}]
        assert rows(edges, metrics=["won_count"], where=between) == [(number,)]


def test_a_bucket_as_a_value_means_all_its_days(edges: Catalog) -> None:
    asked: dict[tuple[str, Any], int] = {
        ("eq", "2020"): 2, ("eq", "2020-W53"): 2, ("gt", "2020"): 2, ("gte", "2020"): 4, ("lt", "2020"): 1,
        ("lte", "2020-Q1"): 2, ("ne", "2020"): 3, ("in", ("2019", "2021-01-04")): 2, ("not_in", ("2019",)): 4,
        ("between", ("2019-12", "2020-02")): 2, ("relative", "last year"): 2, ("relative", "this_year"): 2,
    }  # fmt: skip
    for (op, value), number in asked.items():
        where = [{"field": "close_date", "op": op, "value": value}]
        assert rows(edges, metrics=["won_count"], where=where) == [(number,)], (op, value)


def test_a_period_or_a_between_that_runs_backwards_is_refused(edges: Catalog) -> None:
    with pytest.raises(MingjingError, match="backwards"):
        rows(edges, metrics=["won_count"], period=span("2020-02-01", "2020-01-01"))
    for field, limits in {"close_date": ["2020-Q2", "2020-Q1"], "amount": [5, 1]}.items():
        with pytest.raises(MingjingError, match=r"runs backwards: .* swap the two"):
            rows(edges, metrics=["won_count"], where=[{"field": field, "op": "between", "value": limits}])


def test_empty_buckets_stand_as_zero_up_to_today_and_not_beyond(tmp_path: Path) -> None:
    catalog = company(tmp_path, today=date(2024, 3, 15), opportunities=[won(1_00, date(2024, 2, 1))])
    by: list[dict[str, str]] = [{"field": "date", "grain": "month"}]
    year = span("2024-01-01", "2024-12-31")
    assert rows(catalog, metrics=["won_amount", "win_rate"], by=by, period=year) == [
        ("2024-01", 0.0, None),
        ("2024-02", 1.0, 1.0),
        ("2024-03", 0.0, None),
    ]
    assert rows(catalog, metrics=["won_amount"], by=by, period=span("2025-01-01", "2025-12-31")) == []


def test_a_period_that_begins_within_a_bucket_makes_that_bucket_once(tiny: Catalog) -> None:
    found = rows(
        tiny,
        metrics=["won_amount", "open_opportunities"],
        by=[{"field": "date", "grain": "month"}],
        period=span("2024-02-15", "2024-04-15"),
    )
    assert found == [("2024-02", 0.0, 3), ("2024-03", 0.0, 2), ("2024-04", 0.0, 3)]


def test_a_late_evening_stays_on_its_local_day_whatever_the_clock_s_change(tmp_path: Path) -> None:
    times = [datetime(2024, 3, 31, 2, 30), datetime(2024, 3, 31, 23, 59, 59), datetime(2024, 10, 27, 2, 30)]
    activities = [{"kind": "follow_up", "created_at": at, "created_date": at.date()} for at in times]
    catalog = company(tmp_path, activities=activities)
    assert rows(catalog, metrics=["follow_ups"], by=[{"field": "created_date", "grain": "day"}]) == [
        ("2024-03-31", 2),
        ("2024-10-27", 1),
    ]


def test_the_period_of_another_date_is_refused_where_the_metric_has_none(edges: Catalog) -> None:
    with pytest.raises(MingjingError, match="'new_customers' cannot be combined with 'close_date'"):
        rows(edges, metrics=["won_count", "new_customers"], period=span("2020-01-01", "2020-12-31", field="close_date"))
    period = span("2019-01-01", "2019-01-01", field="created_date")
    assert rows(edges, metrics=["won_count"], period=period) == [(5,)]


def test_targets_of_a_month_stand_on_its_first_day(tiny: Catalog) -> None:
    assert rows(tiny, metrics=["target_amount"], period=span("2024-01-02", "2024-02-01")) == [(150.0,)]
