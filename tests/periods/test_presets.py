"""Presets and relative periods on literal days, fiscal years included."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.periods import PRESETS, Span, preset_span, relative_span

TODAY = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("today", date(2024, 2, 29), date(2024, 2, 29)),
        ("yesterday", date(2024, 2, 28), date(2024, 2, 28)),
        ("this_week", date(2024, 2, 26), date(2024, 3, 3)),
        ("last_week", date(2024, 2, 19), date(2024, 2, 25)),
        ("this_month", date(2024, 2, 1), date(2024, 2, 29)),
        ("last_month", date(2024, 1, 1), date(2024, 1, 31)),
        ("this_quarter", date(2024, 1, 1), date(2024, 3, 31)),
        ("last_quarter", date(2023, 10, 1), date(2023, 12, 31)),
        ("this_year", date(2024, 1, 1), date(2024, 12, 31)),
        ("last_year", date(2023, 1, 1), date(2023, 12, 31)),
        ("last_7_days", date(2024, 2, 23), date(2024, 2, 29)),
        ("last_30_days", date(2024, 1, 31), date(2024, 2, 29)),
        ("last_90_days", date(2023, 12, 2), date(2024, 2, 29)),
        ("last_365_days", date(2023, 3, 2), date(2024, 2, 29)),
        ("month_to_date", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter_to_date", date(2024, 1, 1), date(2024, 2, 29)),
        ("year_to_date", date(2024, 1, 1), date(2024, 2, 29)),
    ],
)
def test_each_preset_on_a_leap_day(name: str, start: date, end: date) -> None:
    assert preset_span(name, TODAY) == Span(start, end)


def test_every_preset_is_tried_above() -> None:
    assert len(PRESETS) == 17


@pytest.mark.parametrize(
    ("name", "today", "start", "end"),
    [
        ("this_week", date(2021, 1, 1), date(2020, 12, 28), date(2021, 1, 3)),
        ("last_week", date(2021, 1, 4), date(2020, 12, 28), date(2021, 1, 3)),
        ("last_month", date(2021, 1, 31), date(2020, 12, 1), date(2020, 12, 31)),
        ("last_month", date(2023, 3, 31), date(2023, 2, 1), date(2023, 2, 28)),
        ("last_quarter", date(2021, 1, 1), date(2020, 10, 1), date(2020, 12, 31)),
        ("yesterday", date(2021, 1, 1), date(2020, 12, 31), date(2020, 12, 31)),
    ],
)
def test_presets_across_a_year_end(name: str, today: date, start: date, end: date) -> None:
    assert preset_span(name, today) == Span(start, end)


@pytest.mark.parametrize(
    ("name", "today", "fiscal_start", "start", "end"),
    [
        ("this_year", date(2024, 2, 29), 4, date(2023, 4, 1), date(2024, 3, 31)),
        ("this_year", date(2024, 4, 1), 4, date(2024, 4, 1), date(2025, 3, 31)),
        ("last_year", date(2024, 2, 29), 4, date(2022, 4, 1), date(2023, 3, 31)),
        ("year_to_date", date(2024, 2, 29), 4, date(2023, 4, 1), date(2024, 2, 29)),
        ("this_quarter", date(2024, 2, 29), 2, date(2024, 2, 1), date(2024, 4, 30)),
        ("last_quarter", date(2024, 1, 31), 2, date(2023, 8, 1), date(2023, 10, 31)),
        ("quarter_to_date", date(2024, 1, 15), 12, date(2023, 12, 1), date(2024, 1, 15)),
        ("this_month", date(2024, 2, 29), 4, date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_the_fiscal_start_moves_quarters_and_years(
    name: str, today: date, fiscal_start: int, start: date, end: date
) -> None:
    assert preset_span(name, today, fiscal_start) == Span(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("last 7 days", date(2024, 2, 23), date(2024, 2, 29)),
        ("last 1 day", date(2024, 2, 29), date(2024, 2, 29)),
        ("next 7 days", date(2024, 2, 29), date(2024, 3, 6)),
        ("last 2 weeks", date(2024, 2, 12), date(2024, 2, 25)),
        ("next 1 week", date(2024, 3, 4), date(2024, 3, 10)),
        ("last 3 months", date(2023, 11, 1), date(2024, 1, 31)),
        ("next month", date(2024, 3, 1), date(2024, 3, 31)),
        ("last 4 quarters", date(2023, 1, 1), date(2023, 12, 31)),
        ("next 2 quarters", date(2024, 4, 1), date(2024, 9, 30)),
        ("last 2 years", date(2022, 1, 1), date(2023, 12, 31)),
        ("This  Month", date(2024, 2, 1), date(2024, 2, 29)),
        ("last_30_days", date(2024, 1, 31), date(2024, 2, 29)),
    ],
)
def test_relative_periods(text: str, start: date, end: date) -> None:
    assert relative_span(text, TODAY) == Span(start, end)


def test_relative_quarters_follow_the_fiscal_start() -> None:
    assert relative_span("last 2 quarters", TODAY, fiscal_start=2) == Span(date(2023, 8, 1), date(2024, 1, 31))


@given(
    today=st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)),
    unit=st.sampled_from(["week", "month", "quarter", "year"]),
    fiscal_start=st.integers(1, 12),
)
def test_last_this_and_next_unit_stand_side_by_side(today: date, unit: str, fiscal_start: int) -> None:
    last = preset_span(f"last_{unit}", today, fiscal_start)
    this = preset_span(f"this_{unit}", today, fiscal_start)
    following = relative_span(f"next {unit}", today, fiscal_start)
    assert today in this
    assert (this.start - last.end).days == 1
    assert (following.start - this.end).days == 1


def test_an_unknown_preset_suggests_the_nearest() -> None:
    with pytest.raises(MingjingError, match=r"Unknown period 'this_yaer'\. Did you mean 'this_year'\?"):
        preset_span("this_yaer", TODAY)


@pytest.mark.parametrize(
    "text", ["last 0 days", "last -3 days", "previous 3 days", "last 3 fortnights", "", "last ３ days"]
)
def test_a_text_that_names_no_relative_period_is_refused(text: str) -> None:
    with pytest.raises(MingjingError, match="Unknown relative period"):
        relative_span(text, TODAY)


@pytest.mark.parametrize("text", ["last 99999 years", "last 999999 days", "next 999999 weeks"])
def test_a_relative_period_beyond_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(MingjingError, match="outside the calendar"):
        relative_span(text, TODAY)


def test_an_impossible_fiscal_start_is_refused() -> None:
    with pytest.raises(MingjingError, match="cannot start in month 13"):
        preset_span("this_year", TODAY, 13)
