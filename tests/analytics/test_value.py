"""Profit, whale curve and concentration by hand, and refusals."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from datasource.analytics.refusals import Floats
from datasource.analytics.value import concentration, whale
from datasource.errors import MingjingError

ROWS = pl.DataFrame(
    {
        "customer": ["a", "b", "c", "d"],
        "revenue": [1000, 500, 200, None],
        "goods": [400, 300, 150, None],
        "discount": [100.0, 0, 0, 0],
        "visits": [1, 2, 4, 2],
    }
)


def test_a_whale_curve_by_hand() -> None:
    found = whale(ROWS, ("goods", "discount"), {"visits": 50.0})

    assert found.customers["customer"].to_list() == ["a", "b", "d", "c"]
    assert found.customers["profit"].to_list() == [450, 100, -100, -150]
    assert found.customers["profit_sum"].to_list() == [450, 550, 450, 300]
    assert found.customers["profit_share"].to_list() == pytest.approx([1.5, 550 / 300, 1.5, 1.0])
    assert (found.total, found.peak, found.peak_customers, found.lost) == (300, 550, 2, 250)


def test_profit_is_revenue_less_cost_to_the_cent() -> None:
    found = whale(ROWS, ("goods",), {"visits": 0.1})

    assert found.total == pytest.approx(1700 - 850 - 0.9, abs=1e-9)
    assert (found.customers["revenue"] - found.customers["cost"] - found.customers["profit"]).abs().max() == 0


def test_a_loss_in_all_has_no_shares() -> None:
    found = whale(ROWS, (), {"visits": 1000.0})

    assert found.customers["profit_share"].null_count() == 4
    assert (found.peak, found.peak_customers) == (0, 0)
    assert found.lost == -found.total


def test_concentration_by_hand() -> None:
    found = concentration(np.array([10.0, 0, 30, 60, 0]))

    assert (found.gini, found.hhi) == pytest.approx((0.6, 0.46))
    assert found.top_fifth == pytest.approx(0.6)
    assert found.for_four_fifths == 2
    assert found.curve["value_share"].to_list() == pytest.approx([0.6, 0.9, 1.0, 1.0, 1.0])
    assert found.tops.rows() == [(share, 1, 60.0, 0.6) for share in (0.01, 0.05, 0.1, 0.2)]


def test_the_largest_are_counted_in_whole_customers() -> None:
    tops = concentration(np.arange(1.0, 251.0)).tops

    assert tops["customers"].to_list() == [3, 13, 25, 50]
    assert tops["value"].to_list() == [750 - 3, sum(range(238, 251)), sum(range(226, 251)), sum(range(201, 251))]
    assert tops["value_share"][3] == pytest.approx(concentration(np.arange(1.0, 251.0)).top_fifth)


def test_equal_values_are_not_concentrated() -> None:
    found = concentration(np.full(10, 7.0))

    assert (found.gini, found.hhi, found.top_fifth) == pytest.approx((0, 0.1, 0.2))
    assert found.for_four_fifths == 8


@pytest.mark.parametrize(
    ("rows", "units", "sentence"),
    [
        (ROWS.drop("visits"), {"visits": 1.0}, "lack the columns visits"),
        (pl.concat([ROWS, ROWS]), {}, "stand in several rows"),
        (ROWS.with_columns(revenue=pl.lit(0)), {}, "customers with revenue"),
        (ROWS.with_columns(revenue=pl.lit(None, pl.Float64)), {}, "customers with revenue"),
        (ROWS.with_columns(-pl.col("visits")), {"visits": 1.0}, "below zero"),
        (ROWS, {"visits": -1.0}, "must not be below zero"),
    ],
)
def test_rows_that_tell_nothing_are_refused(rows: pl.DataFrame, units: Mapping[str, float], sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        whale(rows, (), units)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (np.zeros(3), "All values are zero"),
        (np.array([1.0, -1]), "below zero"),
        (np.array([1.0, np.nan]), "no numbers"),
        (np.array([]), "There are no customers"),
    ],
)
def test_values_without_shares_are_refused(values: Floats, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        concentration(values)
