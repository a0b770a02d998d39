"""Forecasts by company, department and person add up exactly."""

import numpy as np
import pytest

from datasource.analytics.forecast import project
from datasource.analytics.hierarchy import Path, forecast_levels
from datasource.analytics.smoothing import Floats
from datasource.errors import MingjingError


def parts(seed: int = 3) -> dict[Path, Floats]:
    draw = np.random.default_rng(seed)
    season = 1 + 0.3 * np.sin(np.arange(60) * np.pi / 6)
    people: list[Path] = [("East", "Ann"), ("East", "Bo"), ("West", "Cy"), ("West", "Di"), ("West", "New")]
    found: dict[Path, Floats] = {one: draw.gamma(20, 517.331, 60) * season for one in people[:-1]}
    return found | {people[-1]: np.zeros(60)}


def test_totals_are_exactly_the_sum_of_their_parts() -> None:
    found = forecast_levels(parts(), 12, 6)
    people = [node for node in found if len(node) == 2]
    assert (found["East",].values == found["East", "Ann"].values + found["East", "Bo"].values).all()
    assert (found[()].values == found["East",].values + found["West",].values).all()
    assert (found[()].values == sum(found[one].values for one in reversed(people))).all()


def test_the_whole_is_the_forecast_of_the_whole_itself() -> None:
    given = parts()
    alone = project(np.sum(list(given.values()), axis=0), 12, 6)
    assert forecast_levels(given, 12, 6)[()].values == pytest.approx(alone.values, rel=1e-9)
    regressors = np.random.default_rng(1).integers(20, 24, (66, 1)).astype(np.float64)
    shifted = {path: history * (1 + (regressors[:60, 0] - 20)) for path, history in given.items()}
    alone = project(np.sum(list(shifted.values()), axis=0), 12, 6, regressors)
    assert alone.calendar is not None
    assert any(alone.calendar.coefficients)
    assert forecast_levels(shifted, 12, 6, regressors)[()].values == pytest.approx(alone.values, rel=1e-9)


def test_a_total_is_surer_than_its_parts_are_together() -> None:
    found = forecast_levels(parts(), 12, 6)
    people = [node for node in found if len(node) == 2]
    apart = sum((found[one].intervals[0].high - found[one].values for one in people), np.zeros(6))
    assert (found[()].intervals[0].high - found[()].values < apart).all()


def test_totals_keep_the_season_that_is_lost_in_the_noise_of_each_part() -> None:
    """Forecast from its parts alone the whole has no skill on most of these seeds."""
    assert np.median([forecast_levels(parts(seed), 12, 6)[()].skill for seed in range(8)]) > 0


def test_a_part_that_never_sold_is_forecast_nothing() -> None:
    assert forecast_levels(parts(), 12, 6)["West", "New"].values.tolist() == [0] * 6


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "same levels"),
        ({("a",): np.ones(30), ("b", "c"): np.ones(30)}, "same levels"),
        ({("a",): np.arange(30.0), ("b",): np.arange(29.0)}, "same buckets"),
        ({("a",): np.arange(30.0) - 1}, "negative"),
        ({("a",): np.arange(3.0)}, "too short"),
        ({("a",): np.ones(30)}, "never changes"),
    ],
)
def test_bad_parts_are_refused_with_the_reason(given: dict[Path, Floats], reason: str) -> None:
    with pytest.raises(MingjingError, match=reason):
        forecast_levels(given, 12, 6)
