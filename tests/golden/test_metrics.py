"""Every metric on the tiny company, worked out by hand from `tests/tiny_crm` (the working stands beside the number)."""

from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.metrics.registry import METRICS
from datasource.query import answer
from datasource.question import Dimension, Period, Query

GOLDEN: dict[str, float] = {
    "new_customers": 5,  # Acme, Beta, Core, Dune, Echo; Fake is deleted
    "dealt_customers": 2,  # Acme (C4, C1) and Echo (C2); Beta's contract is pending, Core's voided
    "dealt_customers_period": 2,
    "deal_rate": 0.4,  # 2 of 5
    "cycle_days": 96,  # Acme 10 Jan → 30 Jan = 20, Echo 1 Dec 2023 → 21 May 2024 = 172; (20 + 172) / 2
    "cycle_days_median": 96,
    "new_contacts": 3,
    "new_leads": 2,
    "follow_ups": 4,  # activities 1, 2, 3, 5; 4 is a system note, 6 deleted
    "customers_followed": 2,  # Acme twice, Core once, one without customer
    "new_opportunities": 6,
    "new_opportunity_amount": 580.01,  # 100 + 50 + 80.01 + 300 + 40 + 10
    "open_opportunities": 2,  # O3, O5
    "open_amount": 120.01,
    "weighted_amount": 48.01,  # O3 80.01 × 0.5 = 40.005 → 40.01 (half up); O5 40 × 0.2 = 8
    "won_count": 2,
    "lost_count": 1,
    "closed_count": 3,  # invalid O6 is neither
    "won_amount": 400,
    "lost_amount": 50,
    "win_rate": 2 / 3,
    "avg_won_amount": 200,
    "reached_opportunities": 6,
    "contract_count": 3,  # C1, C2, C4
    "contract_amount": 420,
    "outstanding_amount": 240,  # C1 100 − 60 = 40, C2 300 − 100 = 200, C4 20 − 20 = 0
    "received_amount": 180,  # 60 + 100 + 20; 40 was rejected
    "receipt_count": 3,
    "invoiced_amount": 100,  # the invoice of 300 is pending
    "target_amount": 200,  # Bob's 50 + 150; company rows and received targets are others
    "attainment": 2.1,  # 420 / 200
}
NEEDS_STAGE = {"reached_amount": {"Qualify": 580.01, "Propose": 480.01, "Won": 400.0}}


def test_every_metric_has_a_golden_value() -> None:
    assert set(GOLDEN) | set(NEEDS_STAGE) == set(METRICS)


@pytest.mark.parametrize(("name", "value"), GOLDEN.items())
def test_metric_over_everything(tiny: Catalog, name: str, value: float) -> None:
    rows = answer(tiny, Query(metrics=(name,), totals=True))
    assert rows.rows[name].to_list() == pytest.approx([value])
    assert rows.totals == pytest.approx({name: value})


@pytest.mark.parametrize(("name", "values"), NEEDS_STAGE.items())
def test_metric_by_stage(tiny: Catalog, name: str, values: dict[str, float]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="stage"),)))
    assert dict(rows.rows.iter_rows()) == pytest.approx(values)


BY_OWNER: dict[str, dict[str, float | None]] = {
    "new_customers": {"Bob": 2, "Cid": 1, "Dee": 1, "—": 1},
    "won_amount": {"Bob": 100.0, "Dee": 300.0},
    "win_rate": {"Bob": 0.5, "Dee": 1.0},
    "received_amount": {"Bob": 80.0, "Dee": 100.0},
    "new_contacts": {"Bob": 1, "Cid": 1, "—": 1},
    "follow_ups": {"Bob": 2, "Cid": 1, "Dee": 1},
    "outstanding_amount": {"Bob": 40.0, "Dee": 200.0},
}


@pytest.mark.parametrize(("name", "values"), BY_OWNER.items())
def test_metric_by_owner(tiny: Catalog, name: str, values: dict[str, float | None]) -> None:
    rows = answer(tiny, Query(metrics=(name,), by=(Dimension(field="owner"),)))
    assert dict(rows.rows.iter_rows()) == values


IN_FEBRUARY: dict[str, float | None] = {
    "new_customers": 2,  # Beta, Core
    "dealt_customers": 0,
    "deal_rate": 0.0,
    "won_amount": 100,  # O1 on 10 Feb
    "win_rate": 1.0,
    "contract_amount": 100,  # C1 on 11 Feb
    "received_amount": 80,  # 60 on 20 Feb, 20 on 1 Feb
    "follow_ups": 2,  # 22 and 24 Feb
    "customers_followed": 1,
    "target_amount": 150,
    "cycle_days": None,  # nobody dealt for the first time in February
    "open_opportunities": 3,  # at the end of 29 Feb: O2, O3 in Qualify, O4 in Qualify
    "open_amount": 380.01,  # 50 + 80.01 + 250 (O4's amount at the time)
    "weighted_amount": 76.0,  # all three in Qualify: 10 + 16.00 + 50
}


@pytest.mark.parametrize(("name", "value"), IN_FEBRUARY.items())
def test_metric_in_february(tiny: Catalog, name: str, value: float | None) -> None:
    period = Period(start=date(2024, 2, 1), end=date(2024, 2, 29))
    assert answer(tiny, Query(metrics=(name,), period=period)).rows[name].to_list() == pytest.approx([value])
