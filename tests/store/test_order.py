"""Rows in order of day and key, and keys that all differ: the quick way is the plain one."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from datasource.store.order import all_differ, in_order

DAYS = st.none() | st.dates()
KEYS = st.integers(1, 50) | st.integers(2**39, 2**62) | st.integers(-5, 0)


@given(st.lists(st.tuples(DAYS, KEYS), unique_by=lambda row: row[1]), st.booleans())
def test_rows_are_sorted_by_day_then_key_with_the_undated_last(
    rows: list[tuple[date | None, int]], dated: bool
) -> None:
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "key": pl.Int64}, orient="row")
    dates = ["day"] if dated else []
    assert_frame_equal(in_order(frame, dates, "key"), frame.sort(*dates, "key", nulls_last=True))


def test_rows_that_are_in_order_already_stay_as_they_are() -> None:
    days = [date(1969, 12, 31), date(1970, 1, 1), date(1970, 1, 1), None]
    frame = pl.DataFrame({"day": days, "key": [9, 1, 2, 1]})
    assert in_order(frame, ["day"], "key").rows() == frame.rows()
    assert in_order(frame.reverse(), ["day"], "key").rows() == frame.rows()


def test_tables_are_also_ordered_by_keys_that_are_dates() -> None:
    days = [date(2024, 1, 1) + timedelta(days=day) for day in (2, 0, 1)]
    assert in_order(pl.DataFrame({"key": days}), [], "key")["key"].to_list() == sorted(days)


@given(st.lists(st.integers(-3, 40) | st.integers(2**40, 2**62), max_size=30))
def test_keys_differ_when_none_stands_twice(keys: list[int]) -> None:
    assert all_differ(pl.Series(keys, dtype=pl.Int64)) == (len(set(keys)) == len(keys))


def test_texts_may_be_keys_too() -> None:
    assert all_differ(pl.Series(["a", "b"]))
    assert not all_differ(pl.Series(["a", "a"]))
