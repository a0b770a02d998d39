"""Contracts one after the other by hand, renewals to come by hand, and a business under contract made up."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from datasource.analytics.contract_renewals import (
    ContractRenewals,
    fit_contract_renewals,
    stretches,
)
from datasource.analytics.purchases.histories import fold
from datasource.analytics.purchases.holdout import bought, compare
from datasource.analytics.purchases.renewal_process import fit_renewal_process
from datasource.analytics.retention import Renewals
from datasource.errors import MingjingError

CUT = date(2024, 12, 31)
YEAR = 365 / 7
SCHEMA = ["customer", "day", "start", "end", "amount"]


def _year(customer: int, first: date, amount: float = 100.0, signed: int = 0) -> tuple[object, ...]:
    return customer, first - timedelta(days=signed), first, first + timedelta(days=364), amount


def _frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _business(seed: int = 1, until: date = date(2026, 6, 30)) -> pl.DataFrame:
    """Yearly contracts, each customer with a chance of its own to leave at every end."""
    draw = np.random.default_rng(seed)
    rows = []
    for customer in range(500):
        first, leaving = date(2020, 1, 1) + timedelta(days=int(draw.integers(0, 1900))), draw.beta(1.0, 3.0)
        amount = float(draw.gamma(5, 1000))
        while first < until:
            rows.append(_year(customer, first, amount * draw.uniform(0.9, 1.2), int(draw.integers(0, 30))))
            if draw.random() < leaving:
                break
            first += timedelta(days=365)
    return _frame(*rows).filter(pl.col("day") <= until)


def test_contracts_follow_each_other_stand_beside_or_begin_anew() -> None:
    found = stretches(
        _frame(
            _year(1, date(2022, 3, 1)),
            _year(1, date(2023, 3, 1), 300.0, signed=20),
            (1, date(2023, 5, 1), date(2023, 5, 1), date(2023, 8, 1), 50.0),
            _year(2, date(2020, 1, 1)),
            _year(2, date(2022, 1, 1)),
            _year(2, date(2023, 1, 20)),
            _year(3, date(2025, 1, 5), signed=10),
            _year(3, date(2026, 1, 5), signed=10),
        ),
        CUT,
    )

    assert found.term_days == 365
    assert found.rows.rows() == [
        (1, 2, date(2024, 2, 28), True, 225.0),
        (2, 1, date(2020, 12, 30), True, 100.0),
        (2, 2, date(2024, 1, 19), True, 100.0),
        (3, 1, date(2026, 1, 4), False, 100.0),
    ]
    assert sorted(found.delays) == [-19, 20]


def test_renewals_to_come_by_hand() -> None:
    """With Beta(1, 1), S(t) = 1 / (t + 1): of first terms 1/2 renew, then 2/3."""
    running = pl.DataFrame(
        {
            "customer": [1, 2, 3],
            "terms": [1, 1, 1],
            "last_end": [date(2025, 6, 30), date(2026, 6, 30), date(2024, 12, 21)],
            "left": [False] * 3,
            "term_amount": [100.0, 200, 300],
        }
    )
    past = fold(_frame(*(_year(one % 40, date(2022, 1, 1) + timedelta(days=one)) for one in range(80))), CUT)
    model = ContractRenewals(Renewals(1.0, 1.0, 0.0, 0.0, None), running, np.array([-10.0, 0, 10, 20]), 365.0, CUT)
    found = model.expected(past, YEAR)

    assert found[[0, 4]].tolist() == [0.0, 0.0]
    assert found[[1, 2]] == pytest.approx([1 / 2, 0.0])
    # ten days late, three quarters of those who renew have signed
    assert found[3] == pytest.approx(0.5 * 0.25 / (1 - 0.5 * 0.75))
    assert model.expected(past, 2 * YEAR)[1] == pytest.approx(1 / 2 + 1 / 3)
    assert model.amounts(past)[[1, 2, 3, 4]].tolist() == [100, 200, 300, 0]


def test_under_contract_it_errs_less_than_ways_that_wait_for_purchases() -> None:
    contracts, until = _business(), date(2026, 6, 30)
    cut = until - timedelta(days=365)
    past = fold(contracts, cut)
    actual = bought(contracts, past, cut, until)
    survival = compare(past, fit_contract_renewals(contracts, cut), actual, YEAR)
    gaps = compare(past, fit_renewal_process(contracts, cut), actual, YEAR)

    assert abs(survival.bias) < 0.1
    assert survival.error < gaps.error < survival.naive_error


def test_contracts_signed_after_the_cut_change_nothing() -> None:
    contracts, cut = _business(), date(2025, 6, 30)
    early = contracts.filter(pl.col("day") <= cut)
    past = fold(early, cut)

    before, after = (fit_contract_renewals(rows, cut).expected(past, YEAR) for rows in (early, contracts))
    assert (before == after).all()


def test_contracts_without_days_are_refused() -> None:
    with pytest.raises(MingjingError, match="Only 50% of the contracts have a first and a last day"):
        stretches(_frame(_year(1, date(2022, 1, 1)), (2, date(2022, 1, 1), None, None, 1.0)), CUT)
    with pytest.raises(MingjingError, match="Only 0%"):
        stretches(_frame(_year(1, date(2025, 2, 1))), CUT)
    with pytest.raises(MingjingError, match="lack the columns end"):
        stretches(_frame(_year(1, date(2022, 1, 1))).drop("end"), CUT)
    with pytest.raises(MingjingError, match="At least 30 contracts"):
        fit_contract_renewals(_frame(_year(1, date(2022, 1, 1))), CUT)
