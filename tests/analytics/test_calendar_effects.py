"""The lunar new year and workdays: planted effects are found, absent ones are not."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from datasource.analytics.calendar_effects import calendar_regressors, fit_calendar
from datasource.analytics.forecast import project
from datasource.analytics.smoothing import Floats
from datasource.field import Grain
from datasource.periods.calendar import calendar_table

STARTS = [date(year, month, 1) for year in range(2015, 2025) for month in range(1, 13)]


@pytest.fixture(scope="module")
def regressors() -> Floats:
    return calendar_regressors(calendar_table(date(2015, 1, 1), date(2024, 12, 31)), STARTS, Grain.MONTH)


def planted(regressors: Floats, seed: int, new_year: float) -> Floats:
    noise = np.random.default_rng(seed).normal(0, 0.04, len(regressors))
    season = np.tile(np.sin(np.arange(12)), len(regressors) // 12) * 0.1
    walk = np.arange(len(regressors)) * 0.005
    return np.exp(6 + walk + season + new_year * regressors[:, 2] + noise)


def test_the_regressors_share_out_three_weeks_and_a_fortnight(regressors: Floats) -> None:
    """The lunar new year of 2024 was 10 February: 9 of the 21 days before it lay in February, all 14 from it on."""
    january, february = regressors[STARTS.index(date(2024, 1, 1))], regressors[STARTS.index(date(2024, 2, 1))]
    assert february == pytest.approx([18, 9 / 21, 1])
    assert january == pytest.approx([22, 12 / 21, 0])


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_planted_slump_at_the_new_year_is_found_and_helps(regressors: Floats, seed: int) -> None:
    values = planted(regressors, seed, -0.6)
    found = fit_calendar(values[:108], regressors[:108], 12)
    assert found.coefficients[2] == pytest.approx(-0.6, abs=0.1)
    with_it = project(values[:108], 12, 12, regressors)
    without = project(values[:108], 12, 12)
    february = slice(1, 2)
    assert _error(with_it.values[february], values[109:110]) < _error(without.values[february], values[109:110])
    assert with_it.accuracy.mase < without.accuracy.mase


def test_noise_shows_no_effect_of_the_calendar(regressors: Floats) -> None:
    found = [fit_calendar(planted(regressors, seed, 0), regressors, 12).coefficients for seed in range(20)]
    assert sum(any(one) for one in found) <= 2


def test_buckets_outside_the_calendar_hold_nothing() -> None:
    empty = calendar_table(date(2024, 1, 1), date(2024, 1, 31)).filter(pl.lit(value=False))
    assert calendar_regressors(empty, STARTS[:2], Grain.MONTH).tolist() == [[0, 0, 0], [0, 0, 0]]


def _error(ahead: Floats, after: Floats) -> float:
    return float(np.abs(ahead - after).mean())
