"""The sales forecast: published bars, honesty of its backtest, and what it refuses."""

from pathlib import Path

import numpy as np
import pytest

from datasource.analytics.forecast import forecast, project
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError
from tests.analytics.air_passengers import AIR_PASSENGERS
from tests.analytics.m3 import monthly_series, score

TREND_AND_SEASON = (100 + np.arange(60)) * np.tile([0.5, 1, 1, 1.5, 1, 1, 1, 1, 1, 0.8, 1.2, 1], 5)


def test_two_years_of_air_passengers_are_forecast_within_the_bar() -> None:
    found = forecast(AIR_PASSENGERS[:120], 12, 24)
    after = AIR_PASSENGERS[120:]
    assert 100 * np.mean(np.abs(found.values - after) / after) == pytest.approx(8.424, abs=0.001)
    assert found.accuracy.skill > 0.5
    assert np.mean((after >= found.intervals[1].low) & (after <= found.intervals[1].high)) >= 0.9


def test_every_tenth_m3_series_meets_the_bars(shared_data: Path) -> None:
    found = score(monthly_series(shared_data, every=10))
    assert found["mase"] <= 0.86
    assert found["smape"] <= 13.85


@pytest.mark.slow
def test_all_m3_monthly_series_meet_the_bars(shared_data: Path) -> None:
    found = score(monthly_series(shared_data))
    assert found["smape"] == pytest.approx(13.479, abs=0.01)
    assert found["mase"] == pytest.approx(0.8406, abs=0.001)
    assert 77 <= found["cover80"] <= 86
    assert 92 <= found["cover95"] <= 97


def test_a_trend_with_a_season_goes_on() -> None:
    found = project(TREND_AND_SEASON[:48], 12, 12)
    assert found.values == pytest.approx(TREND_AND_SEASON[48:], rel=0.03)


def test_intervals_hold_the_forecast_and_never_narrow() -> None:
    found = project(AIR_PASSENGERS, 12, 18)
    inner, outer = found.intervals
    assert (outer.low <= inner.low).all()
    assert (inner.low <= found.values).all()
    assert (outer.high >= inner.high).all()
    assert (np.diff(outer.high - found.values) >= 0).all()


@pytest.mark.parametrize(("season", "size"), [(7, 70), (52, 40), (52, 160), (12, 24), (4, 12)])
def test_days_weeks_months_and_quarters_with_zeros_give_finite_numbers_of_zero_or_more(season: int, size: int) -> None:
    values = np.random.default_rng(1).poisson(2, size).astype(float)
    found = project(values, season, 6 if size > 12 else 4)
    assert np.isfinite(found.values).all()
    assert (found.intervals[1].low >= 0).all()
    assert sum(found.weights.values()) == pytest.approx(1)
    assert found.weights["logs"] == 0


def test_the_backtest_is_that_of_forecasts_made_at_the_time() -> None:
    """Each backtest error is what the method itself, run on that date, would have been wrong by in its first step."""
    whole = project(AIR_PASSENGERS, 12, 12)
    changed = AIR_PASSENGERS.copy()
    changed[-1] *= 3
    other = project(changed, 12, 12)
    known = np.isfinite(whole.errors) & (np.arange(12) + _first_steps(12) < len(AIR_PASSENGERS) - 1)
    assert (whole.errors[known] == other.errors[known]).all()


def _first_steps(horizon: int) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    size = len(AIR_PASSENGERS)
    return np.arange(size - horizon - 20, size, 4)[:, None]


def test_noise_about_a_level_repeats_nothing_of_last_season() -> None:
    values = np.random.default_rng(0).normal(100, 10, 72)
    found = project(values, 12, 6)
    assert found.values == pytest.approx(np.full(6, 100), rel=0.12)


def test_a_walk_without_season_is_refused_when_it_has_no_skill() -> None:
    season = np.tile([5.0, 50.0, 20.0, 80.0], 10)
    with pytest.raises(MingjingError, match="no better than repeating last season"):
        forecast(season, 4, 4)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (np.array([1.0, 2.0, 3.0]), "has 3 buckets; a forecast needs at least 24"),
        (np.full(30, 7.0), "never change"),
        (np.full(30, np.nan), "unknown"),
        (np.append(np.arange(29.0), -1), "negative"),
        (np.append(np.arange(29.0), np.inf), "unknown"),
    ],
)
def test_bad_histories_are_refused_with_the_reason(values: Floats, reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        project(values, 12, 6)


def test_a_horizon_beyond_half_of_the_history_is_refused() -> None:
    with pytest.raises(MingjingError, match="at most 30 ahead"):
        project(TREND_AND_SEASON, 12, 31)
