"""The measure of alerts and anomalies gives times within the budget of 2 seconds each."""

import pytest

from tests.benchmarks.alarming import measure_alarms


@pytest.mark.bench
def test_each_takes_at_most_2_seconds() -> None:
    taken = measure_alarms()
    assert len(taken) == 3
    assert max(taken.values()) <= 2000
