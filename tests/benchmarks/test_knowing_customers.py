"""The measures of the models of customers give times within their budgets."""

import pytest

from tests.benchmarks.knowing_customers import measure_churn, measure_others


def test_the_measures_give_milliseconds() -> None:
    assert measure_churn(1000).milliseconds > 0


@pytest.mark.bench
def test_churn_of_100_000_customers_takes_at_most_five_seconds() -> None:
    took = min((measure_churn() for _run in range(2)), key=lambda one: one.milliseconds)

    assert took.milliseconds <= took.budget


@pytest.mark.bench
def test_every_other_model_takes_at_most_two_seconds() -> None:
    measure_others()

    assert [took.line() for took in measure_others() if took.milliseconds > took.budget] == []
