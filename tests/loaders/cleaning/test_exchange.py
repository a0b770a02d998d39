"""Money in several currencies is brought to the company's, and never taken for it."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from datasource.loaders.cleaning import Beside, rates_of
from tests.loaders.cleaning.cells import mapping, table_cleaned

FED = pl.DataFrame(
    {
        "currency": ["EUR", "eur", "EUR", "JPY", "GBP"],
        "rate_date": [date(2024, 1, 1), date(2024, 6, 1), date(2024, 6, 1), None, date(2024, 1, 1)],
        "rate": [1.1, 1.2, 9.9, 0.0065, None],
    }
)
CELLS = {
    "amount": {"column": "money", "currency": "code"},
    "order_date": "day",
}


def brought(
    columns: dict[str, list[str]], cells: dict[str, Any] = CELLS, table: str = "contracts", **keys: Any
) -> tuple[dict[str, list[Any]], dict[str, dict[str, int]]]:
    beside = Beside(rates=rates_of(mapping(**keys), FED))
    made, part = table_cleaned(table, cells, columns, beside, **keys)
    return made, {name: rule.columns for name, rule in part.rules.items()}


def test_the_rate_of_the_row_s_day_counts_and_the_original_is_kept() -> None:
    made, rules = brought(
        {
            "money": ["100.00", "100", "100", "1000", "5"],
            "code": ["EUR", "eur", "EUR", "JPY", "USD"],
            "day": ["2024-03-01", "2024-06-01", "", "2024-03-01", "2024-03-01"],
        }
    )
    assert made["amount"] == [11000, 12000, 12000, 650, 500]
    assert made["original_amount"] == [10000, 10000, 10000, 1000, 500]
    assert made["currency"] == ["EUR", "EUR", "EUR", "JPY", "USD"]
    assert rules == {}


def test_money_without_a_rate_stays_empty_and_is_reported() -> None:
    made, rules = brought(
        {"money": ["1", "2", "3"], "code": ["XXX", "GBP", "EUR"], "day": ["2024-03-01", "", "2023-12-31"]}
    )
    assert made["amount"] == [None, None, None]
    assert made["original_amount"] == [100, 200, 300]
    assert rules == {"no_rate": {"amount": 3}}


def test_money_without_a_code_is_the_company_s_and_reported() -> None:
    made, rules = brought({"money": ["1", ""], "code": ["", ""], "day": ["", ""]})
    assert (made["amount"], made["currency"]) == ([100, None], ["USD", None])
    assert rules == {"no_currency": {"amount": 1}}


def test_a_source_without_the_column_has_one_currency() -> None:
    cells = {"amount": {"column": "money", "currency": "code", "optional": True}, "order_date": "day"}
    made, rules = brought({"money": ["1"], "day": [""]}, cells)
    assert (made["amount"], rules) == ([100], {})


def test_a_mark_must_be_that_of_the_row_s_currency() -> None:
    made, rules = brought({"money": ["€1", "$1", "￥100"], "code": ["EUR", "EUR", "JPY"], "day": ["2024-01-01"] * 3})
    assert (made["amount"], rules) == ([110, None, 65], {"other_currency": {"amount": 1}})


def test_the_mapping_s_rates_count_where_the_source_has_none() -> None:
    rates = {"CHF": 1.1, "EUR": 7}
    made, _ = brought({"money": ["1", "1"], "code": ["CHF", "EUR"], "day": ["2024-01-01"] * 2}, rates=rates)
    assert made["amount"] == [110, 110]


def test_a_cell_of_its_own_is_not_written_over() -> None:
    cells = {**CELLS, "original_amount": "other", "currency": "code"}
    made, _ = brought({"money": ["1"], "code": ["EUR"], "day": ["2024-01-01"], "other": ["7"]}, cells)
    assert (made["original_amount"], made["currency"]) == ([700], ["EUR"])


def test_price_times_quantity_is_brought_too() -> None:
    cells = {"amount": {"column": "price", "times": "count", "currency": "code"}}
    made, _ = brought({"price": ["1.5", "2"], "count": ["3", ""], "code": ["EUR", "EUR"]}, cells, "contract_lines")
    assert made == {"amount": [540, None]}


def test_a_rate_is_exact_to_the_last_digit() -> None:
    made, _ = brought({"money": ["92233720368547.58"], "code": ["JPY"], "day": [""]})
    assert made["amount"] == [59951918239556]


@pytest.mark.parametrize(
    ("columns", "amount"),
    [
        ({"close": ["2024-02-01"], "expected": ["2024-07-01"], "entered": ["2024-01-01"]}, 110),
        ({"close": [""], "expected": ["2024-07-01"], "entered": ["2024-01-01"]}, 120),
        ({"close": [""], "expected": [""], "entered": ["2024-01-01"]}, 110),
    ],
)
def test_the_day_of_an_opportunity_is_its_close_else_expected_close_else_entry(
    columns: dict[str, list[str]], amount: int
) -> None:
    cells = {
        "amount": {"column": "money", "currency": "code"},
        "created_date": "entered",
        "expected_close_date": "expected",
        "close_date": "close",
    }
    made, _ = brought({"money": ["1"], "code": ["EUR"], **columns}, cells, "opportunities")
    assert made["amount"] == [amount]


def test_the_code_home_is_the_company_s_own_currency_and_nothing_to_report() -> None:
    made, rules = brought({"money": ["10", "10"], "code": ["home", "XXX"], "day": ["", ""]})
    assert (made["amount"], made["currency"]) == ([1000, None], ["USD", "XXX"])
    assert rules == {"no_rate": {"amount": 1}}
