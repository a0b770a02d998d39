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
    ],
)
def test_what_is_no_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a number|too large"):
        parsing.money(text)


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


@pytest.mark.parametrize("text", ["2017-02-30", "0000-00-00", "03/04/2021", "soon"])
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"range|isoformat"):
        parsing.day(text, (), "UTC")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("FALSE", False), ("Yes", True), ("否", False)])
def test_yes_and_no_come_in_many_words(text: str, value: bool) -> None:
    assert parsing.flag(text) is value


def test_other_words_are_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        parsing.flag("maybe")
