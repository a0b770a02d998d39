"""The measure of what explains outcomes gives times within the budget of 2 seconds each."""

import pytest

from tests.benchmarks.explaining import measure_explaining


def test_the_measure_gives_milliseconds() -> None:
    assert min(measure_explaining(rows=400).values()) > 0


@pytest.mark.bench
def test_each_explanation_takes_at_most_2_seconds() -> None:
    assert max(measure_explaining().values()) <= 2000
