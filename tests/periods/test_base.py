"""What a period and a bucket are compared with, on literal days."""

from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.periods import PRESETS, Span, base_bucket, base_span, bucket_start, preset_span
from datasource.question import Grain


@pytest.mark.parametrize(
    ("start", "end", "base_start", "base_end"),
    [
        (date(2024, 3, 1), date(2024, 3, 31), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 1, 31), date(2023, 12, 1), date(2023, 12, 31)),
        (date(2024, 4, 1), date(2024, 6, 30), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 1, 1), date(2024, 12, 31), date(2023, 1, 1), date(2023, 12, 31)),
        (date(2023, 4, 1), date(2024, 3, 31), date(2022, 4, 1), date(2023, 3, 31)),
        (date(2024, 7, 1), date(2024, 12, 31), date(2024, 1, 1), date(2024, 6, 30)),
        (date(2021, 1, 4), date(2021, 1, 10), date(2020, 12, 28), date(2021, 1, 3)),
        (date(2024, 3, 1), date(2024, 3, 30), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2024, 3, 15), date(2024, 2, 1), date(2024, 2, 15)),
        (date(2024, 4, 1), date(2024, 5, 15), date(2024, 1, 1), date(2024, 2, 15)),
        (date(2024, 4, 1), date(2024, 5, 31), date(2024, 1, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 8, 15), date(2023, 1, 1), date(2023, 8, 15)),
        (date(2024, 3, 1), date(2024, 3, 1), date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 3, 5), date(2024, 3, 14), date(2024, 2, 24), date(2024, 3, 4)),
    ],
)
def test_the_period_before(start: date, end: date, base_start: date, base_end: date) -> None:
    assert base_span(Span(start, end), "previous") == Span(base_start, base_end)


@pytest.mark.parametrize(
    ("start", "end", "base_start", "base_end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), date(2023, 2, 1), date(2023, 2, 28)),
        (date(2025, 2, 1), date(2025, 2, 28), date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 2, 29), date(2023, 2, 28), date(2023, 2, 28)),
        (date(2024, 2, 10), date(2024, 3, 5), date(2023, 2, 10), date(2023, 3, 5)),
        (date(2024, 1, 1), date(2024, 12, 31), date(2023, 1, 1), date(2023, 12, 31)),
        (date(2020, 12, 28), date(2021, 1, 3), date(2019, 12, 23), date(2019, 12, 29)),
        (date(2017, 2, 27), date(2017, 3, 5), date(2016, 2, 29), date(2016, 3, 6)),
    ],
)
def test_the_same_period_a_year_before(start: date, end: date, base_start: date, base_end: date) -> None:
    assert base_span(Span(start, end), "last_year") == Span(base_start, base_end)


@pytest.mark.parametrize(
    ("preset", "today", "fiscal_start", "base_start", "base_end"),
    [
        ("month_to_date", date(2024, 2, 10), 1, date(2024, 1, 1), date(2024, 1, 10)),
        ("quarter_to_date", date(2024, 1, 10), 1, date(2023, 10, 1), date(2023, 10, 10)),
        ("year_to_date", date(2024, 1, 10), 1, date(2023, 1, 1), date(2023, 1, 10)),
        ("year_to_date", date(2024, 2, 10), 4, date(2022, 4, 1), date(2023, 2, 10)),
        ("last_30_days", date(2023, 6, 30), 1, date(2023, 5, 2), date(2023, 5, 31)),
        ("last_7_days", date(2024, 3, 7), 1, date(2024, 2, 23), date(2024, 2, 29)),
        ("this_week", date(2024, 1, 3), 1, date(2023, 12, 25), date(2023, 12, 31)),
        ("today", date(2024, 1, 1), 1, date(2023, 12, 31), date(2023, 12, 31)),
    ],
)
def test_a_preset_settles_which_part_is_compared(
    preset: str, today: date, fiscal_start: int, base_start: date, base_end: date
) -> None:
    span = preset_span(preset, today, fiscal_start)
    assert base_span(span, "previous", preset) == Span(base_start, base_end)


@given(
    today=st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)),
    preset=st.sampled_from(sorted(PRESETS)),
    fiscal_start=st.integers(1, 12),
)
def test_the_base_of_a_preset_lies_wholly_before_it(today: date, preset: str, fiscal_start: int) -> None:
    span = preset_span(preset, today, fiscal_start)
    base = base_span(span, "previous", preset)
    assert base.end < span.start
    if span.start.month == span.end.month or preset.endswith(("_week", "_days")):
        assert abs(base.days - span.days) <= 3


@given(start=st.dates(date(1900, 1, 1), date(2199, 12, 31)), days=st.integers(0, 1500))
def test_the_base_of_any_span_lies_wholly_before_it(start: date, days: int) -> None:
    span = Span(start, start + timedelta(days=days))
    assert base_span(span, "previous").end < span.start


@pytest.mark.parametrize(
    ("day", "grain", "how", "base"),
    [
        (date(2024, 1, 1), Grain.MONTH, "previous", date(2023, 12, 1)),
        (date(2024, 1, 1), Grain.QUARTER, "previous", date(2023, 10, 1)),
        (date(2024, 1, 1), Grain.YEAR, "previous", date(2023, 1, 1)),
        (date(2021, 1, 4), Grain.WEEK, "previous", date(2020, 12, 28)),
        (date(2024, 3, 1), Grain.DAY, "previous", date(2024, 2, 29)),
        (date(2024, 2, 1), Grain.MONTH, "last_year", date(2023, 2, 1)),
        (date(2024, 2, 29), Grain.DAY, "last_year", date(2023, 2, 28)),
        (date(2020, 12, 28), Grain.WEEK, "last_year", date(2019, 12, 23)),
        (date(2021, 12, 27), Grain.WEEK, "last_year", date(2020, 12, 21)),
        (date(2018, 1, 1), Grain.WEEK, "last_year", date(2017, 1, 2)),
    ],
)
def test_the_bucket_that_a_bucket_is_compared_with(
    day: date, grain: Grain, how: Literal["previous", "last_year"], base: date
) -> None:
    assert base_bucket(day, grain, how) == base


@given(
    day=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    grain=st.sampled_from(Grain),
    how=st.sampled_from(["previous", "last_year"]),
)
def test_a_base_bucket_is_an_earlier_bucket(day: date, grain: Grain, how: Literal["previous", "last_year"]) -> None:
    start = bucket_start(day, grain)
    base = base_bucket(start, grain, how)
    assert base < start
    assert bucket_start(base, grain) == base
