"""The measure of forecasts gives a time within the budget of the interface."""

import pytest

from tests.benchmarks.forecasting import measure_forecast


def test_the_measure_gives_milliseconds() -> None:
    assert measure_forecast(runs=1) > 0


@pytest.mark.bench
def test_a_forecast_takes_at_most_50_milliseconds() -> None:
    assert measure_forecast() <= 50
