"""The measure of advice gives times within the budget."""

import pytest

from tests.benchmarks.advising import BUDGET, measure_advising


@pytest.mark.bench
def test_each_piece_of_advice_takes_at_most_two_seconds_on_the_demo_company() -> None:
    assert {name: taken for name, taken in measure_advising().items() if taken > BUDGET} == {}
