"""What customers owe: paid once, aged to the day, and never netted across contracts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from datasource.catalog.catalog import Catalog
from datasource.people.account import ScopeKind
from datasource.scope import Viewer
from tests.oracle.company import Row
from tests.traps.company import TODAY, company, rows

OPEN = ["receivable_amount", "receivable_count"]


def plan(amount: int, day: date | None, contract_id: int | None = 1, **more: Any) -> Row:
    return {"contract_id": contract_id, "status": "open", "amount": amount, "due_date": day} | more


def paid(amount: int, contract_id: int | None = 1, **more: Any) -> Row:
    return {"contract_id": contract_id, "status": "approved", "amount": amount} | more


def debts(folder: Path, plans: list[Row], receipts: list[Row]) -> Catalog:
    contracts: list[Row] = [{"status": "approved", "amount": 500_00}, {"status": "approved", "amount": 500_00}]
    tables = {"contracts": contracts, "receivable_plans": plans} | ({"receipts": receipts} if receipts else {})
    return company(folder, TODAY, **tables)


@pytest.mark.parametrize(
    ("days", "age"),
    [(-1, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
     (90, "61-90"), (91, "over_90"), (400, "over_90")],
)  # fmt: skip
def test_ages_meet_without_gap_or_overlap(tmp_path: Path, days: int, age: str) -> None:
    catalog = debts(tmp_path, [plan(1_00, TODAY - timedelta(days))], [])
    assert rows(catalog, metrics=OPEN, by=["ageing"]) == [(age, 1.0, 1)]
    assert rows(catalog, metrics=["overdue_amount"]) == [(1.0 if days > 0 else 0.0,)]


def test_ages_stand_from_young_to_old_and_an_unknown_due_date_is_not_dropped(tmp_path: Path) -> None:
    days = [date(2020, 1, 1), None, TODAY, TODAY - timedelta(45)]
    catalog = debts(tmp_path, [plan(1_00, day) for day in days], [])
    assert rows(catalog, metrics=OPEN[:1], by=["ageing"]) == [
        ("not_due", 1.0), ("31-60", 1.0), ("over_90", 1.0), ("Unknown", 1.0),
    ]  # fmt: skip


def test_a_receipt_without_instalment_pays_the_oldest_first(tmp_path: Path) -> None:
    plans = [plan(50_00, date(2024, 5, 1)), plan(50_00, date(2024, 2, 1)), plan(50_00, date(2024, 2, 1), contract_id=2)]
    catalog = debts(tmp_path, plans, [paid(60_00)])
    by = [{"field": "due_date", "grain": "month"}]
    assert rows(catalog, metrics=OPEN, by=by) == [("2024-02", 50.0, 1), ("2024-05", 40.0, 1)]


def test_what_is_paid_beyond_an_instalment_pays_the_next(tmp_path: Path) -> None:
    plans = [plan(50_00, date(2024, 2, 1)), plan(50_00, date(2024, 3, 1)), plan(50_00, date(2024, 4, 1))]
    catalog = debts(tmp_path, plans, [paid(70_00, receivable_plan_id=2)])
    by = [{"field": "due_date", "grain": "month"}]
    assert rows(catalog, metrics=OPEN, by=by) == [("2024-02", 30.0, 1), ("2024-04", 50.0, 1)]


def test_receipts_that_do_not_count_pay_nothing(tmp_path: Path) -> None:
    plans = [plan(50_00, date(2024, 2, 1))]
    receipts = [paid(10_00, status="pending"), paid(10_00, is_deleted=True), paid(10_00, contract_id=2)]
    assert rows(debts(tmp_path, plans, receipts), metrics=OPEN) == [(50.0, 1)]


def test_a_receipt_on_a_voided_instalment_pays_the_contract(tmp_path: Path) -> None:
    plans = [plan(50_00, date(2024, 2, 1), status="voided"), plan(50_00, date(2024, 3, 1))]
    assert rows(debts(tmp_path, plans, [paid(20_00, receivable_plan_id=1)]), metrics=OPEN) == [(30.0, 1)]


def test_an_instalment_is_owed_though_its_status_says_paid(tmp_path: Path) -> None:
    assert rows(debts(tmp_path, [plan(50_00, TODAY, status="paid")], []), metrics=OPEN) == [(50.0, 1)]


def test_instalments_of_ineffective_and_deleted_contracts_are_left_out(tmp_path: Path) -> None:
    contracts: list[Row] = [{"status": "pending"}, {"status": "voided"}, {"status": "approved", "is_deleted": True}]
    plans = [plan(1_00, TODAY, contract_id=contract) for contract in (1, 2, 3, None)]
    catalog = company(tmp_path, contracts=contracts, receivable_plans=plans)
    assert rows(catalog, metrics=OPEN) == [(1.0, 1)]  # only the one that belongs to no contract


def test_an_instalment_without_owner_is_its_contract_s_owner_s(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        users=[{"name": "Ann"}, {"name": "Bob"}],
        contracts=[{"status": "approved", "owner_id": 1}],
        receivable_plans=[plan(1_00, TODAY), plan(2_00, TODAY, owner_id=2)],
    )
    assert rows(catalog, metrics=OPEN[:1], by=["owner"]) == [("Ann", 1.0), ("Bob", 2.0)]
    assert rows(catalog, Viewer("Ann", ScopeKind.SELF, 1), metrics=OPEN[:1]) == [(1.0,)]


def test_invoices_and_receipts_are_netted_within_a_contract_and_not_across(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        contracts=[{"status": "approved", "amount": 100_00, "order_date": TODAY} for _ in range(3)],
        receipts=[paid(10_00), paid(20_00), paid(5_00, contract_id=2), paid(9_00, contract_id=2, status="pending")],
        invoices=[
            {"contract_id": contract, "status": "approved", "amount": amount}
            for contract, amount in ((1, 4_00), (1, 6_00), (1, 5_00), (2, 40_00), (3, 1_00))
        ],
    )
    metrics = ["received_on_contracts", "invoiced_on_contracts"]
    metrics += ["received_not_invoiced_amount", "invoiced_not_received_amount"]
    # Contract 1: 30 − 15 = 15 received ahead; 2: 40 − 5 = 35 and 3: 1 invoiced ahead. Two receipts × three invoices = 6
    # joined rows would make it 90 − 30.
    assert rows(catalog, metrics=metrics) == [(35.0, 56.0, 15.0, 36.0)]
