"""Shared credit: each share of each record once, to the cent, and never a sum of a contract and its receipt."""

from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import records
from datasource.question import Records
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import TODAY, company, rows


def shared(folder: Path, amount: int | None, *shares: Row, **contract: Any) -> Catalog:
    return company(
        folder,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        contracts=[{"status": "approved", "amount": amount, "order_date": TODAY, "owner_id": 1} | contract],
        split_credits=[{"contract_id": 1} | share for share in shares],
    )


@pytest.mark.parametrize(
    ("amount", "rate", "coefficient", "allocated"),
    [
        (100, 0.285, 1.0, 0.29),  # 28.5 cents; as floats 28.499999999999996
        (-100, 0.285, 1.0, -0.29),
        (115, 1.0, 1.15, 1.32),  # 132.25
        (1, 0.5, 1.0, 0.01),
        (1, 0.5, 0.98, 0.0),
        (333, 1 / 3, 1.0, 1.11),
        (10**14, 0.7, 1.2, 84 * 10**10),
        (100, 0.5, None, 0.5),  # no coefficient weighs 1
        (100, None, 1.0, None),
        (None, 0.5, 1.0, None),
    ],
)
def test_a_share_is_rounded_half_away_from_zero(
    tmp_path: Path, *, amount: int | None, rate: float | None, coefficient: float | None, allocated: float | None
) -> None:
    catalog = shared(tmp_path, amount, {"rate": rate, "coefficient": coefficient, "owner_id": 1})
    page = records(catalog, Records(subject="split_credits", columns=("allocated_amount",)), OPERATOR)
    assert page.rows.rows() == [(allocated,)]


@pytest.mark.parametrize(
    ("rates", "status"),
    [
        ([1.0], "complete"), ([0.7, 0.3], "complete"), ([0.1] * 10, "complete"), ([1 / 3] * 3, "complete"),
        ([0.3333] * 3, "incomplete"), ([0.5, 0.4], "incomplete"), ([0.6, 0.6], "incomplete"),
        ([1.0, None], "incomplete"),
    ],
)  # fmt: skip
def test_rates_that_do_not_add_up_are_flagged(tmp_path: Path, rates: list[float | None], status: str) -> None:
    catalog = shared(tmp_path, 100_00, *({"rate": rate, "owner_id": 1} for rate in rates))
    found = rows(catalog, metrics=["split_record_count", "split_share_count"], by=["split_status"])
    assert found == [(status, 1, len(rates))]
    assert rows(catalog, metrics=["incomplete_split_count"]) == [(int(status == "incomplete"),)]


def test_shares_of_what_is_not_effective_or_not_won_do_not_count(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        contracts=[{"status": "voided", "amount": 1_00}],
        receipts=[{"status": "rejected", "amount": 1_00}],
        opportunities=[{"outcome": outcome, "amount": 1_00} for outcome in ("open", "lost", "invalid", "won")],
        split_credits=[
            *({kind: 1, "rate": 1.0} for kind in ("contract_id", "receipt_id")),
            *({"opportunity_id": number, "rate": 1.0} for number in (1, 2, 3, 4)),
            {"contract_id": 0, "rate": 1.0},
            {"rate": 1.0},
        ],
    )
    assert rows(catalog, metrics=["split_credit_amount"], by=["split_record"]) == [("opportunity", 1.0)]
    assert rows(catalog, metrics=["split_share_count"]) == [(1,)]


def test_a_contract_and_its_receipt_are_never_added_up(tmp_path: Path) -> None:
    catalog = shared(tmp_path, 100_00, {"rate": 1.0})
    with pytest.raises(MingjingError, match="needs 'split_record' in 'by'"):
        rows(catalog, metrics=["split_credit_amount"])


def test_a_share_is_its_allocatee_s_and_without_one_the_record_s_owner_s(tmp_path: Path) -> None:
    catalog = shared(tmp_path, 100_00, {"rate": 0.6, "owner_id": 2}, {"rate": 0.4})
    metrics = ["contract_amount", "split_contract_amount"]
    assert rows(catalog, metrics=metrics, by=["owner"]) == [("Ann", 100.0, 40.0), ("Bob", 0.0, 60.0)]
    assert rows(catalog, Viewer("Bob", ScopeKind.SELF, 2), metrics=metrics) == [(0.0, 60.0)]


def test_shares_count_on_the_day_of_their_record(tmp_path: Path) -> None:
    catalog = shared(tmp_path, 100_00, {"rate": 1.0, "owner_id": 2})
    month = [{"field": "date", "grain": "month"}]
    assert rows(catalog, metrics=["split_contract_amount"], by=month) == [("2024-06", 100.0)]
