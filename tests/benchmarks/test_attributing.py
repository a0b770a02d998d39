"""The measure of attribution gives a time within the budget."""

import pytest

from tests.benchmarks.attributing import measure_attribution


def test_the_measure_gives_milliseconds() -> None:
    assert measure_attribution(100) > 0


@pytest.mark.bench
def test_attribution_of_100_000_journeys_takes_at_most_a_second() -> None:
    assert min(measure_attribution() for _run in range(3)) <= 1000
