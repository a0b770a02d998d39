"""Renewals: the two published data sets of Fader and Hardie 2007, value by hand, and refusals."""

import numpy as np
import pytest

from datasource.analytics.purchases.worth import Plan
from datasource.analytics.refusals import Floats
from datasource.analytics.retention import Renewals, fit_renewals
from datasource.errors import MingjingError

HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


def _contracts(staying: list[int]) -> tuple[Floats, Floats]:
    """Contracts of which so many are left after each term."""
    gone = -np.diff(staying)
    terms = np.concatenate([np.repeat(np.arange(1, len(staying)), gone), np.full(staying[-1], len(staying) - 1)])
    return terms.astype(np.float64), (np.arange(len(terms)) < gone.sum()).astype(np.float64)


@pytest.mark.parametrize(("staying", "alpha", "beta"), [(HIGH_END, 0.668, 3.806), (REGULAR, 0.704, 1.182)])
def test_the_published_parameters_are_found(staying: list[int], alpha: float, beta: float) -> None:
    found = fit_renewals(*_contracts(staying))

    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), abs=1e-3)
    assert found.apart < 0.02
    assert found.withheld is None


def test_who_has_stayed_long_is_worth_more() -> None:
    model = fit_renewals(*_contracts(REGULAR))
    values = model.value(np.array([0.0, 1, 5]), np.full(3, 100.0), Plan(10, 1.0, 0.1))

    assert list(values) == sorted(values)


def test_a_value_by_hand() -> None:
    even = Renewals(1.0, 1.0, 0.0, 0.0, None)
    # with Beta(1, 1) the share that stays for more than t terms is 1 / (t + 1)
    expected = 0.5 * 100 * ((1 / 2) / 1.1 + (1 / 3) / 1.21)

    assert even.staying(np.array([0.0, 1, 3])) == pytest.approx([1, 1 / 2, 1 / 4])
    assert even.value(np.array([0.0]), np.array([100.0]), Plan(2, 0.5, 0.1)) == pytest.approx([expected])


def test_contracts_that_all_end_at_one_renewal_are_withheld_or_refused() -> None:
    terms = np.concatenate([np.full(80, 5.0), np.full(20, 6.0)])
    left = np.concatenate([np.ones(80), np.zeros(20)])

    assert fit_renewals(terms, left).withheld is not None


@pytest.mark.parametrize(
    ("terms", "left", "sentence"),
    [
        (np.array([1.0, 2, 3]), np.ones(3), "At least 30 contracts"),
        (np.full(40, 2.0), np.zeros(40), "contracts that left are needed; there are 0"),
        (np.full(40, 2.5), np.ones(40), "whole numbers"),
        (np.full(40, -2.0), np.ones(40), "whole numbers"),
        (np.full(40, np.nan), np.ones(40), "whole numbers"),
    ],
)
def test_contracts_that_tell_nothing_are_refused(terms: Floats, left: Floats, sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        fit_renewals(terms, left)
