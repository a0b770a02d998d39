"""The table of the algorithms' times beside their bars, and that none is over."""

import pytest

from tests.benchmarks.analysing import lines, measure_analytics
from tests.benchmarks.knowing_customers import Took


def test_the_table_names_what_is_over_its_bar() -> None:
    table = lines([Took("quick", 120, 10.0, 50.0, "months"), Took("slow", 5_000, 3_000.0, 2_000.0)])

    assert table[2].split() == ["quick", "120", "months", "10.0", "50", "0.20"]
    assert table[3].split() == ["slow", "5,000", "customers", "3000.0", "2000", "1.50"]
    assert table[-1] == "over the bar: slow"
    assert lines([]) == []


@pytest.mark.bench
def test_every_algorithm_stays_within_its_bar() -> None:
    measured = measure_analytics()

    assert len(measured) > 20
    assert [took.line() for took in measured if took.share > 1] == []
