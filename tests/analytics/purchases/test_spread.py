"""Intervals of money hold as many customers as they say, and the expectation always."""

import numpy as np
import pytest

from datasource.analytics.purchases.spread import spread
from datasource.errors import MingjingError


def test_eight_of_ten_customers_are_inside() -> None:
    draw = np.random.default_rng(5)
    expected, each = draw.gamma(2.0, 0.5, 4000), draw.gamma(4.0, 25.0, 4000)
    brought = draw.poisson(expected) * each * draw.gamma(4.0, 0.25, 4000)
    found = spread(expected[:3000], each[:3000], brought[:3000])
    low, high = found.around(expected[3000:], each[3000:])
    later = brought[3000:]

    assert 0.78 < found.held < 0.84
    assert 0.78 < ((later >= low) & (later <= high)).mean() < 0.84
    assert ((low <= expected[3000:] * each[3000:]) & (expected[3000:] * each[3000:] <= high)).all()


def test_who_brings_nothing_mostly_is_between_nothing_and_the_expectation() -> None:
    found = spread(np.full(100, 0.1), np.full(100, 50.0), np.repeat([0.0, 500.0], [90, 10]))

    assert [bound.tolist() for bound in found.around(np.array([0.1]), np.array([50.0]))] == [[0.0], [5.0]]


def test_few_customers_give_no_interval() -> None:
    with pytest.raises(MingjingError, match="At least 80 customers held back"):
        spread(np.ones(100), np.repeat([0.0, 1.0], [50, 50]), np.ones(100))
