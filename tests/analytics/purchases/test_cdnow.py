"""BG/NBD, Pareto/NBD and Gamma-Gamma give the published numbers of CDNOW."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.evaluation import auc
from datasource.analytics.purchases.bg_nbd import BgNbd, fit_bg_nbd
from datasource.analytics.purchases.gamma_gamma import fit_gamma_gamma
from datasource.analytics.purchases.histories import Histories, fold, histories
from datasource.analytics.purchases.holdout import bought, check_on_holdout
from datasource.analytics.purchases.pareto_nbd import fit_pareto_nbd
from datasource.analytics.purchases.worth import Plan, lifetime_value, purchases_interval
from tests.analytics.purchases import cdnow

EXACT = BgNbd(r=0.2425945, alpha=4.4136019, a=0.7929199, b=2.4258881, log_likelihood=-9582.429)
ROUNDED = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4)


@pytest.fixture(scope="module")
def purchases(shared_data: Path) -> pl.DataFrame:
    return cdnow.read(shared_data)


@pytest.fixture(scope="module")
def past(purchases: pl.DataFrame) -> Histories:
    return fold(purchases, cdnow.CUT)


def test_bg_nbd_finds_the_published_parameters(past: Histories) -> None:
    found = fit_bg_nbd(past)

    assert len(past) == 2357
    assert (found.r, found.alpha, found.a, found.b) == pytest.approx(
        (0.2425945, 4.4136019, 0.7929199, 2.4258881), abs=5e-5
    )
    assert found.log_likelihood == pytest.approx(-9582.429, abs=0.001)


def test_pareto_nbd_finds_the_published_parameters(past: Histories) -> None:
    found = fit_pareto_nbd(past)

    assert (found.r, found.alpha, found.s, found.beta) == pytest.approx((0.553, 10.578, 0.606, 11.669), abs=5e-4)
    assert (found.r, found.alpha, found.s, found.beta) == pytest.approx((0.5533, 10.5776, 0.6062, 11.6679), abs=1e-3)
    assert found.log_likelihood == pytest.approx(-9594.974, abs=0.01)
    assert round(found.log_likelihood, 1) == -9595.0
    assert found.expected(histories([26], [30.86], [31]), 52) == pytest.approx([25.46], abs=0.01)


def test_gamma_gamma_finds_the_published_parameters(past: Histories) -> None:
    found = fit_gamma_gamma(past)

    assert (found.p, found.q, found.gamma) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert found.repeaters == 946
    assert found.log_likelihood == pytest.approx(-4055.9177, abs=0.001)
    assert found.mean == pytest.approx(35.17, abs=0.01)
    assert found.correlation == pytest.approx(0.114, abs=0.0005)
    first = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert found.expected(past)[:10] == pytest.approx(first, abs=0.01)


def test_one_customer_is_predicted_as_in_the_published_sheet() -> None:
    one = histories([2], [30.43], [38.86])

    assert EXACT.expected(one, 39) == pytest.approx([1.226], abs=5e-4)
    assert EXACT.alive(one) == pytest.approx([0.7266], abs=2e-4)


def test_new_customers_are_predicted_as_published() -> None:
    found = [EXACT.expected_of_new(weeks) for weeks in (0.1429, 1, 3, 31.857, 32, 78)]

    assert found == pytest.approx([0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576], abs=5e-4)
    assert ROUNDED.chance_of_count(0, 39) == pytest.approx(0.5737864, abs=5e-8)
    assert ROUNDED.chance_of_count(10, 2) == pytest.approx(1.07869e-07, rel=1e-5)


def test_the_holdout_comes_out_as_measured_by_others(purchases: pl.DataFrame) -> None:
    found = check_on_holdout(purchases, cdnow.CUT, cdnow.UNTIL)

    assert (found.actual, round(found.expected), round(found.naive)) == (1882, 1653, 2930)
    assert (found.correlation, found.naive_correlation) == pytest.approx((0.626, 0.584), abs=5e-4)
    assert (found.error, found.naive_error) == pytest.approx((0.785, 1.024), abs=5e-4)
    assert found.top_decile == pytest.approx(0.467, abs=5e-4)
    assert found.by_repeats["actual"].round(3).to_list() == [0.237, 0.697, 1.393, 1.560, 2.532, 2.947, 3.862, 6.359]
    assert found.by_repeats["expected"].to_list() == pytest.approx(
        [0.225, 0.523, 1.044, 1.520, 2.164, 2.654, 3.504, 6.157], abs=6e-4
    )
    assert abs(found.bias) < 0.15
    assert found.error < 0.8 * found.naive_error
    assert found.withheld is None


def test_recency_tells_who_comes_back_almost_as_well_as_the_model(purchases: pl.DataFrame, past: Histories) -> None:
    back = (bought(purchases, past, cdnow.CUT, cdnow.UNTIL) > 0).astype(np.float64)

    assert auc(back, past.last - past.known) == pytest.approx(0.771, abs=1e-3)
    assert auc(back, fit_bg_nbd(past).expected(past, 39)) == pytest.approx(0.7725, abs=5e-4)


def test_purchases_after_the_cut_change_no_prediction(purchases: pl.DataFrame, past: Histories) -> None:
    before = fold(purchases.filter(pl.col("day") <= cdnow.CUT), cdnow.CUT)

    assert fit_bg_nbd(before) == fit_bg_nbd(past)
    assert (fit_bg_nbd(before).expected(before, 39) == fit_bg_nbd(past).expected(past, 39)).all()


def test_the_value_is_purchases_times_amount_times_margin(past: Histories) -> None:
    model, spending = fit_bg_nbd(past), fit_gamma_gamma(past)
    plain = lifetime_value(model, spending, past, Plan(39, 0.3))

    assert plain == pytest.approx(0.3 * model.expected(past, 39) * spending.expected(past), rel=1e-9)
    assert (lifetime_value(model, spending, past, Plan(39, 0.3, 0.002)) <= plain).all()


@pytest.mark.slow
def test_the_interval_holds_the_expectation_and_is_the_same_each_time(past: Histories) -> None:
    model = fit_bg_nbd(past)
    found = purchases_interval(model, past, 39.0, draws=20)

    assert found.low < found.expected < found.high
    assert found == purchases_interval(model, past, 39.0, draws=20)
    assert np.isclose(found.expected, 1653.4, atol=0.5)
