"""From rows per bucket to a series: the unfinished bucket, gaps, doubles."""

from datetime import date

import polars as pl
import pytest

from datasource.analytics.series import whole_buckets
from datasource.errors import MingjingError
from datasource.field import Grain


def rows(*pairs: tuple[date, float | None]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={"bucket": pl.Date, "value": pl.Float64}, orient="row")


JANUARY, FEBRUARY, APRIL = date(2024, 1, 1), date(2024, 2, 1), date(2024, 4, 1)


def test_the_unfinished_month_is_no_month() -> None:
    found = whole_buckets(rows((JANUARY, 5), (FEBRUARY, 7), (date(2024, 3, 1), 1)), Grain.MONTH, date(2024, 3, 30))
    assert found.values.tolist() == [5, 7]
    assert found.ahead(2) == (date(2024, 3, 1), APRIL)


def test_a_month_counts_from_its_last_day_on() -> None:
    found = whole_buckets(rows((JANUARY, 5), (date(2024, 3, 1), 1)), Grain.MONTH, date(2024, 3, 31))
    assert found.values.tolist() == [5, 0, 1]


def test_months_without_rows_hold_nothing_also_at_the_end() -> None:
    found = whole_buckets(rows((JANUARY, 5)), Grain.MONTH, APRIL)
    assert found.values.tolist() == [5, 0, 0]


def test_an_unknown_month_takes_the_value_before_it_never_a_later_one() -> None:
    known = [(date(2024, month, 1), float(month)) for month in range(1, 7)]
    found = whole_buckets(rows(*known, (date(2024, 7, 1), None), (date(2024, 8, 1), 99)), Grain.MONTH, date(2024, 9, 1))
    assert found.values.tolist() == [1, 2, 3, 4, 5, 6, 6, 99]


def test_rows_after_the_cut_change_nothing() -> None:
    before = whole_buckets(rows((JANUARY, 5), (FEBRUARY, 7)), Grain.MONTH, date(2024, 2, 29))
    after = whole_buckets(rows((JANUARY, 5), (FEBRUARY, 7), (APRIL, 1000)), Grain.MONTH, date(2024, 2, 29))
    assert before.starts == after.starts
    assert before.values.tolist() == after.values.tolist()


@pytest.mark.parametrize(
    ("frame", "grain", "reason"),
    [
        (rows((JANUARY, 5), (JANUARY, 6)), Grain.MONTH, "given twice"),
        (rows((date(2031, 1, 1), 5)), Grain.MONTH, "no whole bucket"),
        (rows((JANUARY, None), (FEBRUARY, 7)), Grain.MONTH, "More than a fifth"),
        (rows((JANUARY, 5)), Grain.YEAR, "no forecast by year"),
    ],
)
def test_bad_rows_are_refused_with_the_reason(frame: pl.DataFrame, grain: Grain, reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        whole_buckets(frame, grain, date(2024, 4, 30))
