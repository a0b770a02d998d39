"""Anomalies: planted shocks are seen, quiet series are left alone, the future changes nothing."""

from pathlib import Path

import numpy as np
import pytest

from datasource.analytics.anomalies import CLEAR, SHARE_FALSE, standing_out, surprises
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from tests.analytics.m3 import monthly_series


def quiet(seed: int, size: int = 72) -> Floats:
    season = 20 * np.sin(np.arange(size) * np.pi / 6)
    return np.asarray(200 + season + np.random.default_rng(seed).normal(0, 5, size))


def test_a_shock_is_seen_on_its_day_with_its_sign() -> None:
    values = quiet(0)
    values[60] -= 60
    found = surprises(values, 12)
    assert found.deviations[60] < -CLEAR
    assert found.expected[60] == pytest.approx(200 + 20 * np.sin(60 * np.pi / 6), abs=12)


def test_a_season_is_no_anomaly() -> None:
    found = surprises(quiet(1), 12).deviations
    assert (np.abs(found[~np.isnan(found)]) > CLEAR).mean() < 0.05


def test_values_after_a_day_do_not_change_what_was_said_on_it() -> None:
    values = quiet(2)
    longer = np.append(values, [9999.0, 1.0])
    early, late = surprises(values, 12).deviations, surprises(longer, 12).deviations[: len(values)]
    assert np.array_equal(early, late, equal_nan=True)


def test_the_newest_alone_are_judged_as_they_are_among_all() -> None:
    every, newest = surprises(quiet(3), 12).deviations, surprises(quiet(3), 12, 4).deviations
    assert np.isnan(newest[:-4]).all()
    assert np.array_equal(every[-4:], newest[-4:])


def test_a_series_that_grew_is_judged_by_its_size_now() -> None:
    draw = np.random.default_rng(4)
    counts = draw.poisson(np.linspace(40, 4000, 96)).astype(np.float64)
    found = surprises(counts, 12).deviations

    # By the spread of the small years, every value of the large ones would be unusual.
    assert (np.abs(found[60:]) > CLEAR).mean() <= 0.1
    counts[90] += 8 * np.sqrt(counts[90])
    assert surprises(counts, 12).deviations[90] > CLEAR


def test_losses_and_zeros_are_judged_too() -> None:
    losses, zeros = quiet(5) - 200, np.maximum(quiet(6) - 195.0, 0.0)
    for values in (losses, np.asarray(zeros, dtype=np.float64)):
        values[65] += 150
        found = surprises(values, 12).deviations
        assert found[65] > CLEAR
        assert np.isfinite(found[~np.isnan(found)]).all()


@pytest.mark.slow
@pytest.mark.parametrize("offset", [0, 1])
def test_shocks_of_five_deviations_in_m3_series_are_seen(shared_data: Path, offset: int) -> None:
    """Series of the first set lent the limit; of the second nothing was chosen. Three shocks each, one at a time."""
    draw = np.random.default_rng(0)
    seen, false = [], []
    for history, after in monthly_series(shared_data)[offset::6]:
        values = np.concatenate([history, after])
        calm = surprises(values, 12)
        rest = (values - calm.expected)[24:]
        sigma = 1.4826 * np.median(np.abs(rest - np.median(rest)))
        for at in draw.integers(48, len(values), 3).tolist():
            shocked = values.copy()
            shocked[at] += 5 * sigma * draw.choice([-1, 1])
            seen.append(abs(surprises(shocked, 12).deviations[at]) > CLEAR)
        known = calm.deviations[48:]
        false.append((np.abs(known) > CLEAR).mean())
    assert np.mean(seen) >= 0.90
    assert np.mean(false) <= 0.02


def latest(series: list[Floats]) -> Floats:
    return np.array([surprises(values, 12, 1).deviations[-1] for values in series])


def test_shops_that_stand_out_are_found_among_many() -> None:
    shops = [quiet(number) for number in range(30)]
    shops[3][-1] += 90
    shops[7][-1] -= 120
    chances, are_odd = standing_out(latest(shops))
    assert {3, 7} <= set(np.flatnonzero(are_odd).tolist())
    assert are_odd.sum() <= 3
    assert chances[[3, 7]].max() <= SHARE_FALSE


def test_quiet_shops_give_nothing_in_nine_of_ten_runs() -> None:
    runs = [standing_out(latest([quiet(100 * run + one, 60) for one in range(10)]))[1] for run in range(20)]
    assert sum(bool(are_odd.any()) for are_odd in runs) <= 2


def test_nothing_within_the_limit_stands_out() -> None:
    """A whole family that moved a little is believed by its p-values alone."""
    chances, are_odd = standing_out(np.full(50, 2.8))
    assert chances.max() <= SHARE_FALSE
    assert not are_odd.any()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.array([1.0, 2.0, 3.0]), "3 buckets"),
        (np.full(60, 5.0), "never changed"),
        (np.append(quiet(0), np.nan), "unknown"),
        (np.append(np.tile([0.0, 0.0, 1.0], 20), 1.0), "half of the history is 0"),
    ],
)
def test_bad_histories_are_refused_with_the_reason(values: Floats, reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        surprises(values, 12)
