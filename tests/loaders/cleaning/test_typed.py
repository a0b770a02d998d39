"""Typed columns of Parquet files and databases are taken as they are, without going through text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loaders.cleaning.cells import cleaned

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("kind", "column", "values"),
    [
        ("money", pl.Series([1, None, -7], dtype=pl.Int32), [100, None, -700]),
        ("money", pl.Series([Decimal("1.2500"), None, Decimal("-0.01")], dtype=pl.Decimal(18, 4)), [125, None, -1]),
        ("money", pl.Series([1.1, 0.07, None, 1234.56]), [110, 7, None, 123456]),
        ("whole", pl.Series([1, None], dtype=pl.UInt8), [1, None]),
        ("whole", pl.Series([1.0, None]), [1, None]),
        ("real", pl.Series([1, None]), [1.0, None]),
        ("real", pl.Series([0.1, None]), [0.1, None]),
        ("flag", pl.Series([True, None, False]), [True, None, False]),
        ("flag", pl.Series([1, None, 0]), [True, None, False]),
        ("day", pl.Series([date(2024, 5, 1), None]), [date(2024, 5, 1), None]),
        ("day", pl.Series([datetime(2024, 5, 1, 23, 59), None]), [date(2024, 5, 1), None]),
        ("moment", pl.Series([date(2024, 5, 1), None]), [datetime(2024, 5, 1), None]),
        ("text", pl.Series([7, None]), ["7", None]),
        ("text", pl.Series([7.0, 0.5, None]), ["7", "0.5", None]),
        ("text", pl.Series([True, None]), ["true", None]),
        ("text", pl.Series([date(2024, 5, 1)]), ["2024-05-01"]),
        ("text", pl.Series([["a", "b"], None]), ['["a","b"]', None]),
        ("reference", pl.Series([7, None], dtype=pl.Int64), [7, None]),
        ("reference", pl.Series([7, None], dtype=pl.Int8), [7, None]),
        ("reference", pl.Series([7, 0]), ["7", "0"]),
        ("reference", pl.Series([7, 2**63], dtype=pl.UInt64), ["7", "9223372036854775808"]),
        ("reference", pl.Series([7.0, None]), ["7", None]),
        ("text", pl.Series([None, None], dtype=pl.Null), [None, None]),
    ],
)
def test_a_typed_column_is_taken_as_it_is(kind: str, column: pl.Series, values: list[Any]) -> None:
    assert cleaned(kind, "a", {"a": column}) == (values, {})


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_typed_times_with_an_offset_come_to_the_company_s_zone(unit: Any) -> None:
    times = pl.Series([datetime(2024, 5, 1, 20, tzinfo=ZoneInfo("UTC")), None]).dt.cast_time_unit(unit)
    assert cleaned("moment", "a", {"a": times}) == ([datetime(2024, 5, 2, 4), None], {})
    assert cleaned("day", "a", {"a": times}) == ([date(2024, 5, 2), None], {})
    assert cleaned("text", "a", {"a": times})[0] == ["2024-05-02 04:00:00", None]


@pytest.mark.parametrize(
    ("kind", "column", "nulls", "values"),
    [
        ("reference", pl.Series([0, 7]), [0], [None, 7]),
        ("day", pl.Series([date(9999, 12, 31), date(2024, 5, 1)]), ["9999-12-31"], [None, date(2024, 5, 1)]),
        ("moment", pl.Series([datetime(9999, 12, 31, 23, 59, 59), datetime(2024, 5, 1)]), ["9999-12-31 23:59:59"],
         [None, datetime(2024, 5, 1)]),
        ("money", pl.Series([0.0, 1.5]), ["0.0"], [None, 150]),
        ("text", pl.Series([0, 7]), [0], [None, "7"]),
    ],
)  # fmt: skip
def test_words_for_empty_hold_for_typed_values_too(
    kind: str, column: pl.Series, nulls: list[Any], values: list[Any]
) -> None:
    assert cleaned(kind, "a", {"a": column}, nulls=nulls) == (values, {"null_word": 1})


def test_typed_values_take_the_steps_of_their_text() -> None:
    flags = pl.Series([1, 2, None])
    assert cleaned("choice", {"column": "a", "codes": {1: "approved"}}, {"a": flags}) == (
        ["approved", None, None],
        {"unknown_value": 1},
    )
    days = pl.Series([20240501, None])
    assert cleaned("day", {"column": "a", "formats": "%Y%m%d"}, {"a": days})[0] == [date(2024, 5, 1), None]


def test_typed_cells_are_left_out_where_the_mapping_says_so() -> None:
    columns = {"a": pl.Series([1, 2]), "b": pl.Series([True, False])}
    assert cleaned("whole", {"column": "a", "when": {"b": True}}, columns) == ([1, None], {})


@pytest.mark.parametrize(
    ("column", "values", "rules"),
    [
        (pl.Series([Decimal("1.2550")]), [126], {"rounded": 1}),
        (pl.Series([1.005]), [101], {"rounded": 1}),
        (pl.Series([float("nan"), float("inf"), 1.0]), [None, None, 100], {}),
        (pl.Series([2**62, 1]), [None, 100], {"bad_number": 1}),
        (pl.Series([1e17]), [None], {"bad_number": 1}),
    ],
)
def test_what_minor_units_cannot_hold_is_rounded_or_refused(
    column: pl.Series, values: list[int | None], rules: dict[str, int]
) -> None:
    assert cleaned("money", "a", {"a": column}) == (values, rules)


@settings(max_examples=60, deadline=None)
@given(cents=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=20))
def test_a_float_never_touches_money(cents: list[int]) -> None:
    """A float that a database gives stands for the shortest decimal that it prints."""
    written = [str(Decimal(cent) / 100) for cent in cents]
    floats = pl.Series([float(text) for text in written])
    assert cleaned("money", "a", {"a": floats}) == (cents, {})
    assert cleaned("money", "a", {"a": written})[0] == cents
