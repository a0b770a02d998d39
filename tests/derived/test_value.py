"""The value study: the way that erred least is used, what it may not be used for is said, later rows change nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.derived.study import Found
from datasource.derived.value import study_value
from datasource.derived.value_ways import CONTRACTS
from datasource.errors import MingjingError
from datasource.texts import LANGUAGES

TODAY = date(2026, 6, 30)
SCHEMA = {
    "customer_id": pl.Int64,
    "order_date": pl.Date,
    "start_date": pl.Date,
    "end_date": pl.Date,
    "amount": pl.Int64,
}


@dataclass
class Firm:
    """A catalog of contracts alone."""

    contracts: pl.DataFrame
    as_of: date = TODAY

    def entity(self, table: str) -> pl.DataFrame:
        return self.contracts if table == "contracts" else self.contracts.select("customer_id").unique()


def _firm(rows: list[tuple[object, ...]]) -> Firm:
    return Firm(pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(is_effective=True))


def _under_contract(seed: int = 3) -> Firm:
    """Yearly contracts; each customer leaves at an end with a chance of its own."""
    draw = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for customer in range(1, 251):
        first, leaving = date(2020, 1, 1) + timedelta(days=int(draw.integers(0, 1900))), draw.beta(1.0, 3.0)
        amount = int(draw.gamma(5, 1000))
        while first < TODAY:
            rows.append((customer, first, first, first + timedelta(days=364), amount))
            if draw.random() < leaving:
                break
            first += timedelta(days=365)
    return _firm(rows)


def _at_any_time(seed: int = 3, customers: int = 200) -> Firm:
    """Purchases without a contract, at a rate of each customer's own."""
    draw = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for customer in range(1, customers + 1):
        day, rate = float(draw.integers(0, 1000)), draw.gamma(0.6, 1 / 60)
        begun = date(2023, 1, 1)
        while day < (TODAY - begun).days:
            rows.append((customer, begun + timedelta(days=int(day)), None, None, int(draw.gamma(4.0, 900))))
            if draw.random() < 0.1:
                break
            day += draw.exponential(1 / rate)
    return _firm(rows)


@pytest.fixture(scope="module")
def under_contract() -> Found:
    return study_value(_under_contract())


def test_a_business_under_contract_is_told_by_its_renewals(under_contract: Found) -> None:
    ways = under_contract.tables["ways"]

    assert ways["way"][0] == CONTRACTS
    assert ways["used"].to_list() == [True, False, False, False]
    assert ways["error"][0] < ways["naive_error"][0]
    assert ways["error_amount"][0] < ways["naive_error_amount"][0]
    assert abs(ways["bias"][0]) < 0.15


def test_the_money_of_a_contract_is_its_chance_times_its_term(under_contract: Found) -> None:
    customers = under_contract.tables["customers"]
    told = customers.with_columns(product=pl.col("purchases") * pl.col("mean_amount"))

    assert (told["product"] - told["p_predicted_amount"]).abs().max() <= 1  # type: ignore[operator]
    assert (told["low"] <= told["p_predicted_amount"]).all()
    assert (told["p_predicted_amount"] <= told["high"]).all()
    assert told.filter(pl.col("until").is_null())["purchases"].sum() == 0
    assert told["until"].max() > TODAY  # type: ignore[operator]
    assert (told["three_years"] >= 0.9 * told["p_predicted_amount"] - 1).all()


def test_purchases_without_an_end_are_told_by_another_way_and_say_why() -> None:
    ways = study_value(_at_any_time()).tables["ways"]
    contracts = ways.filter(pl.col("way") == CONTRACTS).row(0, named=True)

    assert ways["way"][0] != CONTRACTS
    assert contracts["why_en"] == "Only 0% of the contracts have a first and a last day."
    assert contracts["error"] is None
    assert all(contracts[f"why_{code}"] for code in LANGUAGES)


def test_rows_after_today_change_nothing(under_contract: Found) -> None:
    firm = _under_contract()
    later = firm.contracts.with_columns(pl.col("order_date", "start_date", "end_date").dt.offset_by("800d"))
    found = study_value(Firm(pl.concat([firm.contracts, later.filter(pl.col("order_date") > TODAY)])))

    for name, rows in under_contract.tables.items():
        assert rows.equals(found.tables[name]), name


def test_the_year_held_back_adds_up_over_how_often_customers_had_bought(under_contract: Found) -> None:
    held, used = under_contract.tables["by_repeats"], under_contract.tables["ways"].row(0, named=True)

    for name in ("actual", "expected", "naive", "actual_amount", "expected_amount", "naive_amount"):
        total = (held["customers"] * held[name]).sum()
        assert total == pytest.approx(used[name], rel=1e-9), name


def test_money_that_is_told_no_better_is_withheld_with_the_reason() -> None:
    """Amounts of the last year are fifty times those before: purchases are foreseen, their money is not."""
    firm = _at_any_time()
    late = pl.col("order_date") > TODAY - timedelta(days=365)
    dear = firm.contracts.with_columns(amount=pl.when(late).then(pl.col("amount") * 50).otherwise("amount"))
    with pytest.raises(MingjingError, match="but the money they bring was not"):
        study_value(Firm(dear))


def test_few_customers_get_values_without_intervals() -> None:
    found = study_value(_at_any_time(customers=60))

    assert found.tables["customers"]["low"].null_count() == found.tables["customers"].height
    assert found.tables["customers"]["p_predicted_amount"].sum() > 0
    assert not any("interval" in what for what, _value in found.card.quality)


def test_few_purchases_are_refused() -> None:
    with pytest.raises(MingjingError, match="At least 30 customers"):
        study_value(_firm([(1, date(2024, 1, 1), None, None, 5)]))
