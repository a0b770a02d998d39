"""Text of cells → values, exactly."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from datasource.loaders import parsing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"), ("$22,700.00", "22700"), ("￥1,234", "1234"), ("¥ 8", "8"), ("342.09K", "342090"),
        ("3.5万", "35000"), ("2亿", "200000000"), ("(15.00)", "-15"), ("-0.10", "-0.1"), ("1e3", "1000"),
        ("15.00-", "-15"), ("-$5", "-5"), ("$-5", "-5"), ("US$ 5", "5"), ("5 USD", "5"), ("1 234.50", "1234.5"),
        ("1'234", "1234"), ("（1,234.00）", "-1234"), ("3.5万元", "35000"), ("2k EUR", "2000"),
        ("−7", "-7"), ("R$ 1,000", "1000"),
        ("12元", "12"), ("USD 5", "5"), ("0.1", "0.1"), ("１２", "12"), (".5", "0.5"), ("7.", "7"),
    ],
)  # fmt: skip
def test_money_is_read_as_an_exact_decimal(text: str, value: str) -> None:
    assert parsing.money(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,23",
        "12 34",
        "1.2.3",
        "12,34,567",
        "--1",
        "$",
        "K",
        ".",
        "e5",
        "1e999",
        "9" * 30,
        "²",
        "NaN",
        "Infinity",
        "(5)-",
        "-(5)",
        "- -5",
        "5 apples",
        "1,234 567",
        "1.234,56",
    ],
)
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a number|too large"):
        parsing.money(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,56", "1234.56"), ("1 234,5 €", "1234.5"), ("1234", "1234"), ("-0,10", "-0.1"), ("1.234.567", "1234567")],
)
def test_the_comma_is_the_decimal_mark_where_it_is_declared(text: str, value: str) -> None:
    assert parsing.money(text, ",") == Decimal(value)


@pytest.mark.parametrize("text", ["1,234.56", "1.23", "1,2,3"])
def test_a_point_is_no_decimal_mark_where_the_comma_is(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parsing.money(text, ",")


@pytest.mark.parametrize(
    ("text", "own"), [("€5", "USD"), ("5 EUR", "USD"), ("¥5", "USD"), ("$5", "CNY"), ("5元", "USD")]
)
def test_money_of_another_currency_is_never_taken_for_one_s_own(text: str, own: str) -> None:
    with pytest.raises(parsing.OtherCurrency):
        parsing.money(text, ".", own)


@pytest.mark.parametrize(("text", "own"), [("$5", "USD"), ("$5", "CAD"), ("¥5", "CNY"), ("¥5", "JPY"), ("5", "USD")])
def test_a_mark_may_stand_for_several_currencies(text: str, own: str) -> None:
    assert parsing.money(text, ".", own) == 5


@pytest.mark.parametrize(
    ("text", "digits", "units", "rounded"),
    [
        ("10.25", 2, 1025, False),
        ("0.005", 2, 1, True),
        ("-0.005", 2, -1, True),
        ("7", 0, 7, False),
        ("0.1", 2, 10, False),
    ],
)
def test_minor_units_are_rounded_half_up_and_say_so(text: str, digits: int, units: int, rounded: bool) -> None:
    assert parsing.minor_units(Decimal(text), digits) == (units, rounded)


def test_minor_units_beyond_64_bits_are_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        parsing.minor_units(Decimal(2**62), 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2017-03-01", datetime(2017, 3, 1)),
        ("2026-06-25 10:23:00", datetime(2026, 6, 25, 10, 23)),
        ("2026-06-25T23:30:00+0000", datetime(2026, 6, 26, 7, 30)),
        ("2026-06-25T10:00:00.250+08:00", datetime(2026, 6, 25, 10, 0, 0, 250000)),
    ],
)
def test_iso_times_are_local_times_of_the_company(text: str, value: datetime) -> None:
    assert parsing.moment(text, (), "Asia/Shanghai") == value


def test_declared_formats_are_tried_in_order_and_nothing_else() -> None:
    formats = ("%d/%m/%Y", "%d %b, %Y %H:%M:%S")
    assert parsing.day("03/04/2021", formats, "UTC") == date(2021, 4, 3)
    assert parsing.day("15 Apr, 2021 00:02:00", formats, "UTC") == date(2021, 4, 15)
    with pytest.raises(ValueError, match="not a date like %d/%m/%Y"):
        parsing.day("2021-04-03", formats, "UTC")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15 Apr, 2021 00:02:00", datetime(2021, 4, 15, 0, 2)),
        ("Apr 15, 2021", datetime(2021, 4, 15)),
        ("15-Apr-2021 3:05 PM", datetime(2021, 4, 15, 15, 5)),
        ("Thu, 15 April 2021 12:00 am", datetime(2021, 4, 15)),
        ("September 3rd, 2021", datetime(2021, 9, 3)),
        ("2021/4/5 6:07", datetime(2021, 4, 5, 6, 7)),
        ("2021.04.05", datetime(2021, 4, 5)),
        ("2021年4月5日", datetime(2021, 4, 5)),
        ("2026-06-25 10:23:00 UTC", datetime(2026, 6, 25, 18, 23)),
        ("2026-06-25 10:23:00 +0700", datetime(2026, 6, 25, 11, 23)),
    ],
)
def test_forms_that_can_be_read_in_one_way_only_are_read(text: str, value: datetime) -> None:
    assert parsing.moment(text, (), "Asia/Shanghai") == value


@pytest.mark.parametrize("text", ["2017-02-30", "0000-00-00", "soon", "15 Foo 2021", "Apr 15, 21", "2021/13/01", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        parsing.day(text, (), "UTC")


@pytest.mark.parametrize("text", ["03/04/2021", "25/04/2021", "3.4.21", "03-04-2021 01:09"])
def test_day_and_month_are_never_guessed(text: str) -> None:
    with pytest.raises(parsing.AmbiguousDate, match="say it in 'formats'"):
        parsing.day(text, (), "UTC")


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("1700000000", "epoch", datetime(2023, 11, 15, 6, 13, 20)),
        ("1700000000.5", "epoch", datetime(2023, 11, 15, 6, 13, 20, 500000)),
        ("1700000000123", "epoch_ms", datetime(2023, 11, 15, 6, 13, 20, 123000)),
        ("45292", "excel", datetime(2024, 1, 1)),
        ("45292.33333", "excel", datetime(2024, 1, 1, 8)),
        ("59", "excel", datetime(1900, 2, 28)),
        ("61", "excel", datetime(1900, 3, 1)),
    ],
)
def test_times_are_read_from_numbers(text: str, form: str, value: datetime) -> None:
    assert parsing.moment(text, (form,), "Asia/Shanghai") == value


@pytest.mark.parametrize(("text", "form"), [("60", "excel"), ("0.5", "excel"), ("12e3", "epoch"), ("", "epoch_ms")])
def test_numbers_that_are_no_times_are_refused(text: str, form: str) -> None:
    with pytest.raises(ValueError, match="not a date like"):
        parsing.moment(text, (form,), "UTC")


def test_two_digit_years_are_read_where_they_are_declared() -> None:
    assert parsing.moment("02/23/26 08:55 PM", ("%m/%d/%y %I:%M %p",), "UTC") == datetime(2026, 2, 23, 20, 55)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("FALSE", False), ("Yes", True), ("否", False)])
def test_yes_and_no_come_in_many_words(text: str, value: bool) -> None:
    assert parsing.flag(text) is value


def test_other_words_are_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        parsing.flag("maybe")
