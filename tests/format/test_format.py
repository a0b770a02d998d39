"""Numbers, dates and changes as text in the three languages."""

from datetime import date, datetime
from time import perf_counter

import pytest

from datasource.question import Grain
from datasource.result import Column, Kind, Unit
from widgets import format as text

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "language", "expected"),
    [
        (1234567, Unit.COUNT, "en", "1,234,567"),
        (1234567, Unit.COUNT, "zh_CN", "1,234,567"),
        (1234567, Unit.COUNT, "vi", "1.234.567"),
        (4816000, Unit.MONEY, "en", "¥4,816,000.00"),
        (4816000, Unit.MONEY, "zh_CN", "¥4,816,000.00"),
        (4816000, Unit.MONEY, "vi", f"4.816.000,00{NBSP}¥"),
        (-5.5, Unit.MONEY, "en", "-¥5.50"),
        (0.631570, Unit.RATE, "en", "63.2%"),
        (0.631570, Unit.RATE, "vi", "63,2%"),
        (0.0004, Unit.RATE, "en", "0.04%"),
        (1, Unit.DAYS, "en", "1 day"),
        (12.54, Unit.DAYS, "en", "12.5 days"),
        (12.54, Unit.DAYS, "zh_CN", "12.5天"),
        (12.54, Unit.DAYS, "vi", "12,5 ngày"),
        (2.345, Unit.NUMBER, "en", "2.35"),
        (-0.001, Unit.NUMBER, "en", "0"),
    ],
)
def test_full_form_follows_unit_and_language(value: float, unit: Unit, language: str, expected: str) -> None:
    assert text.number(value, unit, language) == expected


@pytest.mark.parametrize(
    ("value", "unit", "language", "expected"),
    [
        (12345678, Unit.COUNT, "en", "12.3M"),
        (12345678, Unit.COUNT, "zh_CN", "1,234.6万"),
        (12345678, Unit.COUNT, "vi", f"12,3{NBSP}Tr"),
        (10005534, Unit.MONEY, "en", "$10M"),
        (10005534, Unit.MONEY, "zh_CN", "US$1,000.6万"),
        (999950, Unit.MONEY, "en", "$1M"),
        (960000, Unit.MONEY, "en", "$960K"),
        (99999999, Unit.COUNT, "zh_CN", "1亿"),
        (1812, Unit.COUNT, "en", "1,812"),
        (1812.4, Unit.MONEY, "en", "$1,812"),
        (10_000, Unit.COUNT, "en", "10K"),
        (9_999.99, Unit.MONEY, "zh_CN", "US$1万"),
        (-9_999.99, Unit.MONEY, "zh_CN", "-US$1万"),
        (9_999.4, Unit.MONEY, "zh_CN", "US$9,999"),
        (850.4, Unit.MONEY, "en", "$850"),
        (12.3, Unit.MONEY, "en", "$12.30"),
        (0, Unit.MONEY, "en", "$0"),
        (-56000, Unit.MONEY, "en", "-$56K"),
        (0.635571, Unit.RATE, "en", "63.6%"),
        (135.14, Unit.DAYS, "en", "135 days"),
    ],
)
def test_compact_form_rounds_within_the_scale_of_the_language(
    value: float, unit: Unit, language: str, expected: str
) -> None:
    assert text.compact(value, unit, language, "USD") == expected


def test_currency_decides_the_decimals() -> None:
    assert text.number(4816000, Unit.MONEY, "vi", "VND") == f"4.816.000{NBSP}₫"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_undefined_is_a_dash_never_zero(value: float | None) -> None:
    shown = {text.number(value, unit, "en") for unit in Unit} | {text.compact(value, unit, "en") for unit in Unit}
    assert shown | {text.change(value, "en"), text.signed_rate(value, "en")} == {"—"}


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        (0.123, "en", "▲ +12.3%"),
        (-0.04, "en", "▼ -4.0%"),
        (0.0001, "en", "= 0.0%"),
        (-0.0001, "en", "= 0.0%"),
        (15, "en", "▲ +1,500%"),
        (0.123, "vi", "▲ +12,3%"),
    ],
)
def test_change_shows_direction_and_sign(value: float, language: str, expected: str) -> None:
    assert text.change(value, language) == expected


@pytest.mark.parametrize(
    ("label", "grain", "expected"),
    [
        ("2017", Grain.YEAR, ("2017", "2017", "2017")),
        ("2017-Q1", Grain.QUARTER, ("Q1 2017", "2017年第1季度", "Quý 1 2017")),
        ("2017-03", Grain.MONTH, ("Mar 2017", "2017年3月", "thg 3 2017")),
        ("2017-W09", Grain.WEEK, ("W9 2017", "2017年第9周", "Tuần 9 2017")),
        ("2017-03-05", Grain.DAY, ("Mar 5, 2017", "2017年3月5日", "5 thg 3, 2017")),
        (None, Grain.MONTH, ("—", "—", "—")),
    ],
)
def test_date_buckets_read_naturally(label: str | None, grain: Grain, expected: tuple[str, str, str]) -> None:
    assert tuple(text.bucket(label, grain, language) for language in ("en", "zh_CN", "vi")) == expected


def test_moments_are_shown_to_the_minute() -> None:
    assert text.moment(datetime(2017, 3, 5, 14, 3, 59), "en") == "Mar 5, 2017 14:03"
    assert text.moment(None, "en") == "—"


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (Column("won", "Won", Kind.NUMBER, Unit.MONEY), 5, "¥5.00"),
        (Column("won__change", "Change", Kind.NUMBER, Unit.RATE, part="change"), 0.5, "▲ +50.0%"),
        (Column("close_date", "Closed", Kind.DATE, grain=Grain.QUARTER), "2017-Q1", "Q1 2017"),
        (Column("close_date", "Closed", Kind.DATE), date(2017, 3, 5), "Mar 5, 2017"),
        (Column("created_at", "Created", Kind.DATETIME), datetime(2017, 3, 5, 9, 0), "Mar 5, 2017 09:00"),
        (Column("is_active", "Active", Kind.FLAG), False, "✗"),
        (Column("team", "Team", Kind.TEXT), None, "—"),
        (Column("team", "Team", Kind.TEXT), "North", "North"),
    ],
)
def test_a_cell_is_written_by_what_its_column_holds(column: Column, value: object, expected: str) -> None:
    assert text.cell(column, "en")(value) == expected


def test_a_thousand_amounts_cost_little() -> None:
    text.number(1, Unit.MONEY, "vi")
    began = perf_counter()
    for value in range(1000):
        text.number(value * 1234.5, Unit.MONEY, "vi")
    assert perf_counter() - began < 0.1


def test_a_share_above_nothing_never_reads_as_nothing() -> None:
    told = [text.percent(value, "en") for value in (0.0, 1e-9, 0.000004, 0.00001, 0.0004, 0.012)]
    assert told == ["0.0%", "<0.001%", "<0.001%", "0.001%", "0.04%", "1.2%"]
    assert text.percent(1e-9, "vi") == "<0,001%"
