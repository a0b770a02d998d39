"""Growth against the right base (rule R4)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from tests.traps.company import ask, company, rows, span, won

COUNTED = {"metrics": ["won_count"]}


def by_day(folder: Path, today: date, *days: date) -> Catalog:
    return company(folder, today=today, opportunities=[won(1_00, day) for day in days])


def test_a_group_that_lost_everything_stands_with_minus_one_hundred_percent(tmp_path: Path) -> None:
    users = [{"name": "Ann"}, {"name": "Bob"}, {"name": "Cid"}]
    deals = [won(4_00, date(2024, 2, 1), owner_id=1), won(2_00, date(2024, 5, 1), owner_id=2)]
    deals += [won(2_00, date(2024, month, 1), owner_id=3) for month in (1, 4)]
    catalog = company(tmp_path, users=users, opportunities=deals)
    asked = {"metrics": ["won_amount", "win_rate"], "by": ["owner"], "compare": "previous", "totals": True}
    told = ask(catalog, **asked, period=span("2024-04-01", "2024-06-30"))
    assert told.rows.rows() == [
        ("Ann", 0.0, 4.0, -1.0, None, 1.0, None),
        ("Bob", 2.0, 0.0, None, 1.0, None, None),
        ("Cid", 2.0, 2.0, 0.0, 1.0, 1.0, 0.0),
    ]
    assert told.totals is not None
    assert told.rows["won_amount__base"].sum() == told.totals["won_amount__base"] == 6.0
    assert told.totals["won_amount__change"] == pytest.approx(-1 / 3)


def test_rows_are_sorted_by_their_growth(tiny: Catalog) -> None:
    asked = {"metrics": ["new_customers"], "by": ["industry"], "compare": "previous", "totals": True}
    told = ask(
        tiny, **asked, period=span("2024-01-01", "2024-03-31"), sort=[{"by": "new_customers__base", "desc": True}]
    )
    assert told.rows["industry"].to_list() == ["Retail", "IT", "Unknown"]  # only Echo was entered in 2023


RUNNING: list[tuple[date, dict[str, Any], str, date, date]] = [
    (date(2024, 6, 12), {"preset": "this_week"}, "previous", date(2024, 6, 3), date(2024, 6, 5)),
    (date(2024, 6, 12), span("2024-06-10", "2024-06-16"), "previous", date(2024, 6, 3), date(2024, 6, 5)),
    (date(2024, 6, 12), {"preset": "this_week"}, "last_year", date(2023, 6, 12), date(2023, 6, 14)),
    (date(2024, 3, 10), {"preset": "this_year"}, "previous", date(2023, 1, 1), date(2023, 3, 10)),
    (date(2024, 3, 10), span("2024-01-01", "2024-12-31"), "previous", date(2023, 1, 1), date(2023, 3, 10)),
    (date(2024, 3, 10), span("2024-01-01", "2024-06-30"), "previous", date(2023, 1, 1), date(2023, 3, 10)),
    (date(2024, 3, 30), {"preset": "this_month"}, "previous", date(2024, 2, 1), date(2024, 2, 29)),
    (date(2024, 2, 29), {"preset": "this_year"}, "last_year", date(2023, 1, 1), date(2023, 2, 28)),
    (date(2024, 8, 1), {"preset": "last_quarter"}, "previous", date(2024, 1, 1), date(2024, 3, 31)),
    (date(2024, 1, 20), {"preset": "this_month"}, "previous", date(2023, 12, 1), date(2023, 12, 20)),
]


@pytest.mark.parametrize(("today", "period", "how", "first", "last"), RUNNING)
def test_a_running_period_is_compared_with_the_same_part(
    tmp_path: Path, *, today: date, period: dict[str, Any], how: str, first: date, last: date
) -> None:
    inside = [first, last]
    outside = [date.fromordinal(first.toordinal() - 1), date.fromordinal(last.toordinal() + 1)]
    catalog = by_day(tmp_path, today, *inside, *outside)
    told = ask(catalog, **COUNTED, period=period, compare=how, totals=True)
    assert told.rows["won_count__base"].to_list() == [2]
    assert told.totals is not None
    assert told.totals["won_count__base"] == 2


def test_each_bucket_is_compared_with_its_own_base(tmp_path: Path) -> None:
    days = [date(2023, 12, 5), date(2024, 1, 5), date(2024, 1, 6), date(2024, 3, 1)]
    catalog = by_day(tmp_path, date(2024, 6, 30), *days)
    month = [{"field": "close_date", "grain": "month"}]
    asked = {**COUNTED, "by": month, "period": span("2024-01-01", "2024-03-31"), "compare": "previous"}
    assert rows(catalog, **asked) == [
        ("2024-01", 2, 1, 1.0),
        ("2024-02", 0, 2, -1.0),
        ("2024-03", 1, 0, None),
    ]


def test_29_february_and_28_february_have_the_same_day_a_year_before(tmp_path: Path) -> None:
    catalog = by_day(tmp_path, date(2024, 6, 30), date(2023, 2, 28), date(2024, 2, 29), date(2024, 2, 29))
    day = [{"field": "date", "grain": "day"}]
    asked = {**COUNTED, "by": day, "period": span("2024-02-28", "2024-03-01"), "compare": "last_year"}
    assert rows(catalog, **asked) == [
        ("2024-02-28", 0, 1, -1.0),
        ("2024-02-29", 2, 1, 1.0),
        ("2024-03-01", 0, 0, None),
    ]


def test_week_53_is_compared_with_the_last_week_of_the_year_before(tmp_path: Path) -> None:
    catalog = by_day(tmp_path, date(2021, 6, 30), date(2019, 12, 25), date(2020, 12, 30))
    week = [{"field": "date", "grain": "week"}]
    asked = {**COUNTED, "by": week, "period": span("2020-12-21", "2021-01-03"), "compare": "last_year"}
    assert rows(catalog, **asked) == [("2020-W52", 0, 1, -1.0), ("2020-W53", 1, 1, 0.0)]


PARTS: list[tuple[date, str, str, date, date]] = [
    (date(2024, 6, 15), "year", "last_year", date(2023, 1, 1), date(2023, 6, 15)),
    (date(2024, 3, 15), "quarter", "last_year", date(2023, 1, 1), date(2023, 3, 15)),
    (date(2024, 8, 15), "quarter", "previous", date(2024, 4, 1), date(2024, 5, 15)),
    (date(2025, 2, 28), "quarter", "last_year", date(2024, 1, 1), date(2024, 2, 29)),
    (date(2024, 3, 30), "month", "previous", date(2024, 2, 1), date(2024, 2, 29)),
]


@pytest.mark.parametrize(("today", "grain", "how", "first", "last"), PARTS)
def test_a_running_bucket_has_the_base_that_its_period_has(
    tmp_path: Path, *, today: date, grain: str, how: str, first: date, last: date
) -> None:
    after = date.fromordinal(last.toordinal() + 1)
    catalog = by_day(tmp_path, today, first, last, after, today)
    asked = {**COUNTED, "by": [{"field": "date", "grain": grain}], "compare": how, "totals": True}
    told = ask(catalog, **asked, period={"preset": f"this_{grain}"})
    assert told.totals is not None
    assert told.rows["won_count__base"].to_list() == [told.totals["won_count__base"]] == [2]


def test_the_last_week_of_a_whole_month_is_compared_as_far_as_it_goes(tmp_path: Path) -> None:
    days = [date(2024, 2, 22), date(2024, 2, 23), date(2024, 2, 29)]
    catalog = by_day(tmp_path, date(2024, 6, 30), *days)
    asked = {**COUNTED, "by": [{"field": "date", "grain": "week"}], "compare": "previous"}
    assert rows(catalog, **asked, period=span("2024-02-26", "2024-02-29")) == [("2024-W09", 1, 1, 0.0)]
    assert rows(catalog, **asked, period=span("2024-02-01", "2024-02-29"))[-1] == ("2024-W09", 1, 1, 0.0)


def test_week_52_keeps_its_whole_base_while_week_53_runs(tmp_path: Path) -> None:
    days = [date(2019, 12, 24), date(2019, 12, 29), date(2020, 12, 26), date(2020, 12, 29)]
    catalog = by_day(tmp_path, date(2020, 12, 30), *days)
    asked = {**COUNTED, "by": [{"field": "date", "grain": "week"}], "compare": "last_year"}
    told = rows(catalog, **asked, period=span("2020-12-21", "2021-01-03"))
    assert told == [("2020-W52", 1, 2, -0.5), ("2020-W53", 1, None, None)]


def test_a_bucket_cut_short_at_its_start_is_compared_with_the_same_days(tmp_path: Path) -> None:
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 1)]
    catalog = by_day(tmp_path, date(2024, 6, 30), *days)
    month = [{"field": "date", "grain": "month"}]
    asked = {**COUNTED, "by": month, "period": span("2024-03-31", "2024-04-30"), "compare": "previous"}
    assert [row[:3] for row in rows(catalog, **asked)] == [("2024-03", 1, 1), ("2024-04", 1, 2)]


def test_a_base_of_zero_or_nothing_gives_no_change(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(1_00), won(0, date(2024, 5, 1))])
    period = {"preset": "this_month"}
    asked = {"metrics": ["won_amount", "avg_won_amount"], "period": period, "compare": "previous"}
    assert rows(catalog, **asked) == [(1.0, 0.0, None, 1.0, 0.0, None)]


def test_what_rose_from_below_zero_has_risen(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(-1_00, date(2024, 5, 1)), won(50)])
    asked = {"metrics": ["won_amount"], "compare": "previous", "totals": True}
    told = ask(catalog, **asked, period={"preset": "this_month"})
    assert told.rows.rows() == [(0.5, -1.0, 1.5)]
    assert told.totals is not None
    assert told.totals["won_amount__change"] == 1.5


def test_buckets_that_lie_ahead_are_not_minus_one_hundred_percent(tmp_path: Path) -> None:
    catalog = by_day(tmp_path, date(2024, 6, 30), date(2023, 9, 1), date(2024, 1, 1))
    by = ["outcome", {"field": "close_date", "grain": "month"}]
    ahead = span("2024-07-01", "2024-12-31")
    assert rows(catalog, **COUNTED, by=by, period=ahead, compare="last_year") == []


def test_a_comparison_where_nothing_has_a_date_says_nothing(tmp_path: Path) -> None:
    catalog = company(tmp_path, opportunities=[won(1_00, None)])
    asked = {**COUNTED, "period": {"preset": "this_year"}, "compare": "last_year", "totals": True}
    told = ask(catalog, **asked)
    assert told.rows.rows() == [(None, None, None)]
    assert told.totals == {"won_count": None, "won_count__base": None, "won_count__change": None}
