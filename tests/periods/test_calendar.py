"""The calendar table on days whose truth is printed in the State Council's notices."""

import subprocess
import sys
from datetime import date
from typing import Any

import polars as pl
import pytest

from datasource.errors import MingjingError
from datasource.periods import CALENDAR_SCHEMA, calendar_table


@pytest.fixture(scope="module")
def winter() -> pl.DataFrame:
    return calendar_table(date(2023, 12, 30), date(2024, 4, 2), fiscal_start=4)


def on(days: pl.DataFrame, day: date) -> dict[str, Any]:
    return days.row(by_predicate=pl.col("date") == day, named=True)


def test_one_row_a_day_with_the_promised_types(winter: pl.DataFrame) -> None:
    assert winter.schema == CALENDAR_SCHEMA
    assert winter.height == 95
    assert winter["date"].to_list()[0] == date(2023, 12, 30)
    assert winter["date"].to_list()[-1] == date(2024, 4, 2)


def test_a_spring_festival_day(winter: pl.DataFrame) -> None:
    assert on(winter, date(2024, 2, 10)) == {
        "date": date(2024, 2, 10),
        "year": 2024,
        "quarter": 1,
        "month": 2,
        "iso_year": 2024,
        "iso_week": 6,
        "weekday": 6,
        "fiscal_year": 2023,
        "fiscal_quarter": 4,
        "is_workday": False,
        "is_holiday": True,
        "holiday": "春节",
        "lunar_new_year_offset": 0,
    }


@pytest.mark.parametrize(
    ("day", "works", "holiday", "offset"),
    [
        (date(2024, 2, 4), True, False, -6),
        (date(2024, 2, 18), True, False, 8),
        (date(2024, 2, 16), False, True, 6),
        (date(2024, 2, 25), False, False, 15),
        (date(2024, 3, 1), True, False, 20),
        (date(2024, 1, 1), False, True, -40),
    ],
)
def test_makeup_days_work_and_substituted_days_rest(
    winter: pl.DataFrame, day: date, works: bool, holiday: bool, offset: int
) -> None:
    found = on(winter, day)
    assert (found["is_workday"], found["is_holiday"], found["lunar_new_year_offset"]) == (works, holiday, offset)


def test_fiscal_year_turns_on_its_first_day(winter: pl.DataFrame) -> None:
    march, april = on(winter, date(2024, 3, 31)), on(winter, date(2024, 4, 1))
    assert (march["fiscal_year"], march["fiscal_quarter"]) == (2023, 4)
    assert (april["fiscal_year"], april["fiscal_quarter"]) == (2024, 1)


def test_iso_week_53_belongs_to_the_year_before() -> None:
    days = calendar_table(date(2021, 1, 1), date(2021, 1, 4))
    assert days["iso_year"].to_list() == [2020, 2020, 2020, 2021]
    assert days["iso_week"].to_list() == [53, 53, 53, 1]


def test_years_without_known_holidays_keep_their_weekdays() -> None:
    days = calendar_table(date(1890, 2, 1), date(1890, 2, 3))
    assert days["is_workday"].to_list() == [False, False, True]
    assert days["lunar_new_year_offset"].to_list() == [None, None, None]
    assert days["holiday"].to_list() == [None, None, None]


def test_dates_that_run_backwards_are_refused() -> None:
    with pytest.raises(MingjingError, match="runs backwards"):
        calendar_table(date(2024, 1, 2), date(2024, 1, 1))


def test_of_all_countries_only_china_is_loaded() -> None:
    code = (
        "import sys; from datetime import date; from datasource.periods import calendar_table;"
        "calendar_table(date(2025, 1, 1), date(2025, 12, 31)); print('holidays.countries' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "False\n"
