"""Ways in which the text of a cell becomes a silently wrong number, day or reference."""

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest

from datasource.loaders.parsing import EXACT
from tests.loaders.cleaning.cells import cleaned, worked


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        ("money", "a", "1.234,56"),
        ("money", "a", "1,23"),
        ("money", "a", "12,34,567"),
        ("money", {"column": "a", "decimal": ","}, "1,234.56"),
        ("money", "a", "1 2"),
        ("money", "a", "5-3"),
        ("money", "a", "10%"),
        ("money", "a", "NaN"),
        ("money", "a", "Infinity"),
        ("whole", "a", "12.5"),
        ("whole", "a", "100%"),
        ("whole", "a", "0x10"),
        ("real", "a", "inf"),
        ("real", "a", "1_000"),
        ("real", {"column": "a", "inverse": True}, "0"),
    ],
)
def test_what_could_be_another_number_is_none(kind: str, cell: Any, text: str) -> None:
    assert cleaned(kind, cell, {"a": [text]}) == ([None], {"bad_number": 1})


@pytest.mark.parametrize("text", ["€100", "100 EUR", "¥100", "100元", "£1.5K"])
def test_money_of_another_currency_is_not_the_company_s(text: str) -> None:
    assert cleaned("money", "a", {"a": [text]}) == ([None], {"other_currency": 1})


@pytest.mark.parametrize("text", ["03/04/2024", "3.4.2024", "25/12/2024", "12-25-2024", "01/02/03", "03/04/2024 10:00"])
def test_day_and_month_are_never_guessed(text: str) -> None:
    assert cleaned("day", "a", {"a": [text]}) == ([None], {"ambiguous_date": 1})


def test_a_column_of_days_is_not_read_by_a_form_that_only_some_of_them_fit() -> None:
    days = ["13/01/2024", "01/02/2024", "01/13/2024"]
    assert cleaned("day", {"column": "a", "formats": "%d/%m/%Y"}, {"a": days}) == (
        [date(2024, 1, 13), date(2024, 2, 1), None],
        {"bad_date": 1},
    )


@pytest.mark.parametrize(
    "text", ["0000-00-00", "0000-01-01", "2024-02-30", "2024-13-01", "2024-01-01 25:00:00", "240101"]
)
def test_a_day_that_is_in_no_calendar_is_none(text: str) -> None:
    assert cleaned("day", "a", {"a": [text]}) == ([None], {"bad_date": 1})


def test_the_day_of_a_time_with_an_offset_is_the_company_s_day() -> None:
    texts = ["2024-05-01T23:30:00Z", "2024-05-01T23:30:00+08:00", "2024-05-01T23:30:00"]
    assert cleaned("day", "a", {"a": texts})[0] == [date(2024, 5, 2), date(2024, 5, 1), date(2024, 5, 1)]


def test_ids_keep_their_zeros_and_their_case() -> None:
    ids = ["007", "7", "00Ab", "00aB", "1e3", "0.0"]
    assert cleaned("reference", "a", {"a": ids}) == (ids, {})
    assert cleaned("text", {"column": "a", "values": {"00Ab": "x"}}, {"a": ids})[0] == [
        "007",
        "7",
        "x",
        "00aB",
        "1e3",
        "0.0",
    ]


def test_zero_is_not_empty_and_empty_is_not_zero() -> None:
    assert cleaned("money", "a", {"a": ["0", "", "-0.00"]}) == ([0, None, 0], {})


def test_a_factor_that_is_missing_or_unreadable_gives_no_number() -> None:
    columns = {"price": ["10", "10", "10"], "count": ["3", "", "x"]}
    assert cleaned("money", {"column": "price", "times": "count"}, columns) == ([3000, None, None], {"bad_number": 1})


def test_a_flag_in_unknown_words_is_neither_yes_nor_no() -> None:
    assert cleaned("flag", "a", {"a": ["Y", "off", "2", "maybe", ""]}) == (
        [True, False, None, None, None],
        {"bad_flag": 2},
    )


def test_a_tie_is_told_by_every_digit_and_not_by_the_first_twenty_eight() -> None:
    texts = ["0.00499999999999999999999999999999999999", "0.005", "-0.0050000000000000000000000000000000001"]
    assert cleaned("money", "a", {"a": texts}) == ([0, 1, -1], {"rounded": 3})


def test_the_account_of_money_adds_up_however_many_digits_were_rounded() -> None:
    texts = ["12345678901234.10", "0.1000000000000000055511151231257827", "99999999999999.99"]
    values, part = worked("money", "a", {"a": texts})
    sums = part.sums("amount")
    sums.kept = Decimal(sum(values)).scaleb(-2)
    with localcontext(EXACT):
        sums.read = sum(map(Decimal, texts), Decimal(0))
    assert sums.adds_up


@pytest.mark.parametrize("text", ["10", "30", "70", "110", "290"])
def test_a_percentage_is_the_nearest_fraction_as_a_float_and_not_its_neighbour(text: str) -> None:
    assert cleaned("real", {"column": "a", "scale": "0.01"}, {"a": [text, text]})[0] == [int(text) / 100] * 2
