"""Cohorts: a small table by hand, the identities of revenue retention, and cells that are not over yet."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.cohorts import cohorts
from datasource.analytics.evaluation import wilson
from datasource.errors import MingjingError
from tests.analytics.purchases import cdnow

UNTIL = date(2026, 3, 31)
ROWS = [
    ("a", date(2026, 1, 5), 100),
    ("a", date(2026, 2, 5), 150),
    ("a", date(2026, 2, 6), 10),
    ("b", date(2026, 1, 31), 40),
    ("b", date(2026, 2, 1), 30),
    ("c", date(2026, 1, 1), 60),
    ("c", date(2026, 3, 31), 60),
    ("d", date(2026, 2, 10), 80),
    ("e", date(2026, 4, 1), 99),
]
PURCHASES = pl.DataFrame(ROWS, schema=["customer", "day", "amount"], orient="row")


def _drawn(rows: int = 3000) -> pl.DataFrame:
    rng = np.random.default_rng(7)
    day = pl.Series("day", np.datetime64("2025-01-15") + rng.integers(0, 400, rows)).cast(pl.Date)
    return pl.DataFrame({"customer": rng.integers(0, 400, rows), "day": day, "amount": rng.integers(0, 90, rows)})


def test_cells_by_hand() -> None:
    january = cohorts(PURCHASES, UNTIL).cells.filter(pl.col("cohort") == date(2026, 1, 1))

    assert january["size"].to_list() == [3, 3, 3]
    assert january["customers"].to_list() == [3, 2, 1]
    assert january["revenue"].to_list() == [200, 190, 60]
    assert january["net"].to_list() == [1.0, 0.95, 0.3]
    assert january["gross"].to_list() == [1.0, 0.65, 0.3]
    low, high = wilson(np.array([2.0]), np.array([3.0]))
    assert (january["low"][1], january["high"][1]) == (low[0], high[0])


def test_a_period_in_which_nobody_bought_is_zero_and_not_missing() -> None:
    february = cohorts(PURCHASES, UNTIL).cells.filter(pl.col("cohort") == date(2026, 2, 1))

    assert february["customers"].to_list() == [1, 0]
    assert february["retention"].to_list() == [1.0, 0.0]


def test_a_period_that_is_not_over_is_masked() -> None:
    found = cohorts(PURCHASES, date(2026, 3, 30))
    last = found.cells.filter(pl.col("cohort") == date(2026, 1, 1)).row(-1, named=True)

    assert (last["age"], last["complete"], last["customers"], last["retention"]) == (2, False, None, None)
    assert found.average["age"].to_list() == [0, 1]


def test_a_cohort_that_is_not_over_counts_in_no_average() -> None:
    found = cohorts(PURCHASES, date(2026, 4, 1))

    assert found.cells.filter(pl.col("cohort") == date(2026, 4, 1))["complete"].to_list() == [False]
    assert found.average["cohorts"].to_list() == [2, 2, 1]


def test_the_average_is_the_pooled_ratio() -> None:
    found = cohorts(_drawn(), UNTIL)
    complete = found.cells.filter(pl.col("complete"))
    weighted = (pl.col("retention") * pl.col("size")).sum() / pl.col("size").sum()
    by_age = complete.group_by("age").agg(weighted.alias("weighted")).sort("age")

    assert found.average["retention"].to_list() == pytest.approx(by_age["weighted"].to_list(), abs=1e-12)
    assert found.average["retention"][0] == 1.0


def test_gross_is_at_most_all_and_net_is_gross_and_expansion() -> None:
    cells = cohorts(_drawn(), UNTIL).cells.filter(pl.col("complete"))

    assert cells.filter(pl.col("gross") > 1 + 1e-12).is_empty()
    assert (cells["net"] - cells["gross"] - cells["expansion"]).abs().max() == pytest.approx(0, abs=1e-12)
    assert cells["expansion"].min() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
def test_revenue_of_all_cells_is_that_of_all_purchases(grain: str) -> None:
    drawn = _drawn().filter(pl.col("day") <= date(2025, 12, 28))
    found = cohorts(drawn, date(2026, 12, 31), grain)  # type: ignore[arg-type]

    assert found.cells["revenue"].sum() == drawn["amount"].sum()
    assert found.cells.filter(pl.col("age") == 0)["size"].sum() == drawn["customer"].n_unique()


def test_rows_after_the_cut_and_their_order_change_nothing() -> None:
    early = PURCHASES.filter(pl.col("day") <= UNTIL).sample(fraction=1, shuffle=True, seed=2)

    assert cohorts(early, UNTIL).cells.equals(cohorts(PURCHASES, UNTIL).cells)


def test_the_cohorts_of_cdnow_hold_all_its_customers(shared_data: Path) -> None:
    found = cohorts(cdnow.read(shared_data), cdnow.UNTIL)
    sizes = found.cells.filter(pl.col("age") == 0)["size"].to_list()

    assert len(sizes) == 3
    assert sum(sizes) == 2357


@pytest.mark.parametrize(
    ("purchases", "until", "sentence"),
    [
        (PURCHASES.drop("day"), UNTIL, "lack the columns day"),
        (PURCHASES.with_columns(-pl.col("amount")), UNTIL, "below zero"),
        (PURCHASES, date(2020, 1, 1), "There are no "),
        (PURCHASES.with_columns(customer=pl.lit(None, pl.String)), UNTIL, "There are no "),
        (PURCHASES, date(2026, 1, 30), "No period had ended"),
    ],
)
def test_purchases_that_tell_nothing_are_refused(purchases: pl.DataFrame, until: date, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        cohorts(purchases, until)


def test_free_purchases_have_no_revenue_retention() -> None:
    cells = cohorts(PURCHASES.with_columns(amount=pl.lit(0)), UNTIL).cells

    assert cells["net"].null_count() == len(cells)
    assert cells["retention"].null_count() == 0
