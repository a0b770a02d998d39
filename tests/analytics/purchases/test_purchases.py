"""Purchases of made-up customers: planted parameters are found again, and bad input gets a sentence."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.purchases.bg_nbd import BgNbd, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import fold, histories
from datasource.analytics.purchases.holdout import check_on_holdout
from datasource.analytics.purchases.pareto_nbd import ParetoNbd, fit_pareto_nbd
from datasource.analytics.purchases.worth import Plan, lifetime_value, simulate, simulate_next
from datasource.errors import MingjingError

CUT = date(2026, 6, 30)
PLANTED = BgNbd(r=0.8, alpha=6.0, a=0.9, b=3.0, log_likelihood=0.0)


def _purchases(customers: int = 60, amount: float = 10.0) -> pl.DataFrame:
    """Customer n buys every n % 7 + 5 days from January on, for longer the higher its number."""
    rows = [
        (number, date(2026, 1, 1) + timedelta(days=step * (number % 7 + 5)), amount + number % 5 + step % 3)
        for number in range(customers)
        for step in range(number % 9 + 1)
    ]
    return pl.DataFrame(rows, schema=["customer", "day", "amount"], orient="row")


def test_purchases_of_one_day_are_one() -> None:
    twice = pl.concat([_purchases(), _purchases()])

    assert fold(twice, CUT).repeats.tolist() == fold(_purchases(), CUT).repeats.tolist()
    assert fold(twice, CUT).spend.tolist() == [2 * spend for spend in fold(_purchases(), CUT).spend]


def test_the_order_of_rows_changes_nothing() -> None:
    shuffled = _purchases().sample(fraction=1, shuffle=True, seed=3)

    assert fold(shuffled, CUT).last.tolist() == fold(_purchases(), CUT).last.tolist()


def test_planted_parameters_are_found_again() -> None:
    rng = np.random.default_rng(5)
    found = fit_bg_nbd(simulate(PLANTED, np.full(6000, 52.0), rng))

    assert found.r / found.alpha == pytest.approx(PLANTED.r / PLANTED.alpha, rel=0.06)
    assert found.a / (found.a + found.b) == pytest.approx(0.9 / 3.9, rel=0.15)


def test_what_is_simulated_to_come_agrees_with_the_expectation() -> None:
    past = simulate(PLANTED, np.full(20_000, 30.0), np.random.default_rng(1))
    drawn = simulate_next(PLANTED, past, 26.0, np.random.default_rng(2)).sum()

    assert drawn == pytest.approx(PLANTED.expected(past, 26.0).sum(), rel=0.03)


@pytest.mark.parametrize(("alpha", "beta"), [(10.6, 11.7), (11.7, 10.6), (4.0, 4.0)])
def test_the_chance_by_pareto_nbd_is_the_integral_over_the_time_of_leaving(alpha: float, beta: float) -> None:
    times = np.linspace(10, 31, 200_001)
    left = 0.6 * np.trapezoid((alpha + times) ** -3.55 * (beta + times) ** -1.6, times)
    stayed = (alpha + 31) ** -3.55 * (beta + 31) ** -0.6
    found = ParetoNbd(0.55, alpha, 0.6, beta, 0.0).alive(histories([3, 3], [31, 10], [31, 31]))

    assert found == pytest.approx([1.0, stayed / (stayed + left)], abs=1e-9)


def test_frequent_buyers_do_not_break_the_search() -> None:
    past = simulate(BgNbd(0.9, 1.0, 0.5, 30.0, 0.0), np.full(400, 200.0), np.random.default_rng(3))
    found = fit_pareto_nbd(past)

    assert past.repeats.max() > 300
    assert np.isfinite(found.expected(past, 10)).all()


def test_a_customer_with_very_many_purchases_gets_a_finite_prediction() -> None:
    busy = histories([900], [200], [800])

    for model in (PLANTED, ParetoNbd(0.55, 10.6, 0.6, 11.7, 0.0)):
        assert model.alive(busy)[0] == pytest.approx(0.0, abs=1e-9)
        assert np.isfinite(model.expected(busy, 52)).all()


@pytest.mark.parametrize(
    ("purchases", "sentence"),
    [
        (_purchases().drop("amount"), "lack the columns amount"),
        (_purchases(3), "At least 30 customers with a purchase are needed; there are 3"),
        (_purchases().with_columns(pl.lit(-1.0).alias("amount")), "below zero"),
        (_purchases().with_columns(pl.lit(None, pl.Float64).alias("amount")), "None of the purchases has an amount"),
        (_purchases().with_columns(pl.lit(float("nan")).alias("amount")), "no numbers"),
        (_purchases().with_columns(pl.lit(date(2030, 1, 1)).alias("day")), "there are 0"),
        (_purchases().with_columns(pl.lit(date(2026, 1, 1)).alias("day")), "customers who bought again"),
        (_purchases().with_columns(pl.lit(None, pl.Date).alias("day")), "there are 0"),
    ],
)
def test_purchases_that_tell_nothing_are_refused_in_a_sentence(purchases: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        fold(purchases, CUT)


def test_equal_amounts_or_none_give_no_spending_model() -> None:
    free = _purchases().with_columns(pl.lit(0.0).alias("amount"))
    equal = _purchases().with_columns(pl.lit(5.0).alias("amount"))

    with pytest.raises(MingjingError, match="amount above zero"):
        fit_gamma_gamma(fold(free, CUT))
    with pytest.raises(MingjingError, match="All amounts are equal"):
        fit_gamma_gamma(fold(equal, CUT))


def test_customers_who_are_all_alike_give_no_model() -> None:
    with pytest.raises(MingjingError, match="bought equally often"):
        fit_bg_nbd(histories([5] * 50, [10.0] * 50, [11.0] * 50))


def test_a_holdout_without_purchases_is_refused() -> None:
    with pytest.raises(MingjingError, match="Nobody bought again"):
        check_on_holdout(_purchases(), CUT, date(2026, 12, 31))


def test_a_margin_over_one_is_refused() -> None:
    past = fold(_purchases(), CUT)

    with pytest.raises(MingjingError, match="margin"):
        lifetime_value(PLANTED, fit_gamma_gamma(past), past, Plan(10, 1.2))


def test_times_that_cannot_be_are_refused() -> None:
    with pytest.raises(MingjingError, match="between the first one and the cut"):
        histories([1], [12.0], [11.0])
    with pytest.raises(MingjingError, match="must be numbers"):
        histories([1], [float("nan")], [11.0])
