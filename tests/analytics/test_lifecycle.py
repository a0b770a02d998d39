"""Lifecycle: one customer by hand through all stages, stocks that follow from flows, and no look ahead."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from datasource.analytics.lifecycle import STAGES, Limits, lifecycle
from datasource.errors import MingjingError

FIRST, UNTIL = date(2024, 1, 1), date(2026, 5, 31)


def _company(count: int = 200) -> tuple[pl.DataFrame, pl.DataFrame]:
    rng = np.random.default_rng(3)
    created = np.datetime64("2023-10-01") + rng.integers(0, 900, count)
    customers = pl.DataFrame({"customer": np.arange(count), "created": created}).with_columns(
        pl.col("created").cast(pl.Date)
    )
    buyer = rng.integers(0, count * 3 // 4, count * 6)
    day = created[buyer] + rng.integers(0, 500, count * 6)
    return customers, pl.DataFrame({"customer": buyer, "day": day}).with_columns(pl.col("day").cast(pl.Date))


def _one(days: list[date]) -> dict[date, str]:
    customers = pl.DataFrame({"customer": ["a"], "created": [date(2024, 1, 10)]})
    purchases = pl.DataFrame(
        {"customer": ["a"] * len(days), "day": days}, schema={"customer": pl.String, "day": pl.Date}
    )
    stages = lifecycle(customers, purchases, FIRST, UNTIL).stages
    return dict(zip(stages["month"].to_list(), stages["stage"].to_list(), strict=True))


def test_a_customer_goes_through_all_stages() -> None:
    days = [date(2024, 2, 10), date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)]
    found = _one(days)

    assert found[date(2024, 1, 31)] == "Lead"
    assert found[date(2024, 2, 29)] == "New"
    assert found[date(2024, 5, 31)] == "Active"
    assert found[date(2024, 7, 31)] == "Loyal"
    assert found[date(2024, 12, 31)] == "At risk"
    assert found[date(2025, 6, 30)] == "At risk"
    assert found[date(2025, 7, 31)] == "Lost"


def test_a_customer_without_purchases_stays_a_lead() -> None:
    assert set(_one([]).values()) == {"Lead"}


def test_stocks_follow_from_flows() -> None:
    found = lifecycle(*_company(), FIRST, UNTIL)
    stocks = {(row[0], row[1]): row[2] for row in found.stocks.iter_rows()}
    months = sorted({month for month, _stage in stocks})
    for before, month in pairwise(months):
        flows = found.flows.filter(pl.col("month") == month)
        for stage in STAGES:
            into = flows.filter(pl.col("stage") == stage, pl.col("before").ne_missing(stage))["customers"].sum()
            out = flows.filter(pl.col("before") == stage, pl.col("stage") != stage)["customers"].sum()
            assert stocks[month, stage] == stocks[before, stage] + into - out


def test_every_known_customer_is_in_one_stage_each_month() -> None:
    customers, purchases = _company()
    found = lifecycle(customers, purchases, FIRST, UNTIL)
    known = customers.filter(pl.col("created") <= UNTIL)["customer"].n_unique()

    assert not found.stages.select("customer", "month").is_duplicated().any()
    assert found.stocks.filter(pl.col("month") == UNTIL)["customers"].sum() == known
    assert set(found.stages["stage"].unique()) == set(STAGES)


def test_purchases_after_a_month_change_nothing_in_it() -> None:
    customers, purchases = _company()
    cut = date(2025, 3, 31)
    early = lifecycle(customers, purchases.filter(pl.col("day") <= cut), FIRST, cut).stages

    assert early.equals(lifecycle(customers, purchases, FIRST, UNTIL).stages.filter(pl.col("month") <= cut))


def test_limits_can_be_edited() -> None:
    customers, purchases = _company()
    loose = lifecycle(customers, purchases, FIRST, UNTIL, Limits(lost=900)).stocks

    assert loose.filter(pl.col("stage") == "Lost")["customers"].sum() < (
        lifecycle(customers, purchases, FIRST, UNTIL).stocks.filter(pl.col("stage") == "Lost")["customers"].sum()
    )
    with pytest.raises(MingjingError, match="must rise"):
        Limits(new=200, active=100)


@pytest.mark.parametrize(
    ("customers", "purchases", "until", "sentence"),
    [
        (_company()[0].drop("created"), _company()[1], UNTIL, "lack the columns created"),
        (pl.concat([_company()[0]] * 2), _company()[1], UNTIL, "200 values of 'customer' stand in several rows"),
        (_company()[0][:0], _company()[1], UNTIL, "There are no customers"),
        (_company()[0][:150].filter(pl.col("customer") > 0), _company()[1], UNTIL, "1 customers have purchases but"),
        (_company()[0], _company()[1], FIRST + timedelta(days=9), "has ended"),
    ],
)
def test_what_tells_nothing_is_refused(
    customers: pl.DataFrame, purchases: pl.DataFrame, until: date, sentence: str
) -> None:
    past = purchases if until == UNTIL else purchases.filter(pl.col("day") <= until)
    with pytest.raises(MingjingError, match=sentence):
        lifecycle(customers, past, FIRST, until)
