"""Calendar buckets: literal golden dates, and round trips over the whole calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.periods import Span, bucket_end, bucket_label, bucket_span, bucket_start, buckets, default_grain
from datasource.question import Grain

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))
GRAINS = st.sampled_from(Grain)


@pytest.mark.parametrize(
    ("day", "grain", "start", "end", "label"),
    [
        (date(2017, 3, 5), Grain.YEAR, date(2017, 1, 1), date(2017, 12, 31), "2017"),
        (date(2017, 3, 31), Grain.QUARTER, date(2017, 1, 1), date(2017, 3, 31), "2017-Q1"),
        (date(2017, 4, 1), Grain.QUARTER, date(2017, 4, 1), date(2017, 6, 30), "2017-Q2"),
        (date(2017, 12, 31), Grain.QUARTER, date(2017, 10, 1), date(2017, 12, 31), "2017-Q4"),
        (date(2017, 3, 5), Grain.MONTH, date(2017, 3, 1), date(2017, 3, 31), "2017-03"),
        (date(2016, 2, 29), Grain.MONTH, date(2016, 2, 1), date(2016, 2, 29), "2016-02"),
        (date(2017, 3, 5), Grain.WEEK, date(2017, 2, 27), date(2017, 3, 5), "2017-W09"),
        (date(2021, 1, 3), Grain.WEEK, date(2020, 12, 28), date(2021, 1, 3), "2020-W53"),
        (date(2021, 1, 4), Grain.WEEK, date(2021, 1, 4), date(2021, 1, 10), "2021-W01"),
        (date(2019, 12, 30), Grain.WEEK, date(2019, 12, 30), date(2020, 1, 5), "2020-W01"),
        (date(2017, 3, 5), Grain.DAY, date(2017, 3, 5), date(2017, 3, 5), "2017-03-05"),
    ],
)
def test_a_day_falls_into_its_bucket(day: date, grain: Grain, start: date, end: date, label: str) -> None:
    assert bucket_start(day, grain) == start
    assert bucket_end(day, grain) == end
    assert bucket_label(day, grain) == label
    assert bucket_span(label) == Span(start, end)


@given(day=DAYS, grain=GRAINS)
def test_a_label_leads_back_to_its_bucket(day: date, grain: Grain) -> None:
    span = bucket_span(bucket_label(day, grain))
    assert day in span
    assert span == Span(bucket_start(day, grain), bucket_end(day, grain))


@given(start=DAYS, days=st.integers(0, 400), grain=GRAINS)
def test_buckets_cover_a_span_without_gap_or_overlap(start: date, days: int, grain: Grain) -> None:
    span = Span(start, start + timedelta(days=days))
    found = buckets(span, grain)
    assert [day for bucket in found for day in bucket] == list(span)
    assert all(bucket_label(bucket.start, grain) == bucket_label(bucket.end, grain) for bucket in found)


def test_buckets_are_clipped_to_the_span() -> None:
    assert buckets(Span(date(2016, 12, 30), date(2017, 2, 2)), Grain.MONTH) == [
        Span(date(2016, 12, 30), date(2016, 12, 31)),
        Span(date(2017, 1, 1), date(2017, 1, 31)),
        Span(date(2017, 2, 1), date(2017, 2, 2)),
    ]


@pytest.mark.parametrize(
    "label", ["2019-W53", "2017-Q5", "2017-13", "2017-02-29", "17", "2017-3", "", "２０１７", "0000"]
)
def test_a_label_that_names_no_bucket_is_refused(label: str) -> None:
    with pytest.raises(MingjingError, match="is not a calendar bucket"):
        bucket_span(label)


@pytest.mark.parametrize(
    ("days", "grain"),
    [
        (1, Grain.DAY),
        (31, Grain.DAY),
        (32, Grain.WEEK),
        (92, Grain.WEEK),
        (93, Grain.MONTH),
        (366, Grain.MONTH),
        (731, Grain.MONTH),
        (732, Grain.QUARTER),
        (1827, Grain.QUARTER),
        (1828, Grain.YEAR),
    ],
)
def test_the_default_grain_follows_the_length(days: int, grain: Grain) -> None:
    assert default_grain(Span(date(2017, 1, 1), date(2017, 1, 1) + timedelta(days=days - 1))) is grain


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(MingjingError, match="runs backwards: 2017-02-01 is after 2017-01-31"):
        Span(date(2017, 2, 1), date(2017, 1, 31))
