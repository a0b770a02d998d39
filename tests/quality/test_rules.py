"""Each rule strikes the row that breaks it and no other; the numbers of the tiny company are worked out by hand."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog
from datasource.quality.marks import all_marks, marks
from datasource.quality.rules.beside import BESIDE
from datasource.quality.rules.every import BY_TABLE, RULES
from datasource.tables.schema import TABLES, polars_schema
from tests.quality.made_store import Row, store_of

DAY = date(2024, 5, 1)
BEFORE, AFTER = date(2024, 4, 30), date(2024, 5, 2)
FUTURE = date(2024, 7, 1)
Case = tuple[str, dict[str, list[Row]], list[int]]
CASES: list[Case] = [
    ("customers.code.unique", {"customers": [{"code": "A1"}, {"code": " a1"}, {"code": "A2"}, {}, {}]}, [1, 2]),
    ("customers.phone.readable", {"customers": [{"phone": "none"}, {"phone": "13812345678"}, {}]}, [1]),
    ("customers.region_id.known", {"customers": [{"region_id": 0}, {"region_id": None}]}, [1]),
    ("customers.annual_revenue_amount.not_negative", {"customers": [{"annual_revenue_amount": -1}, {}]}, [1]),
    ("customers.founded_year.ahead", {"customers": [{"founded_year": 2025}, {"founded_year": 2024}]}, [1]),
    ("customers.parent_id.itself", {"customers": [{"parent_id": 1}, {"parent_id": 1}]}, [1]),
    (
        "customers.is_dealt_flag.contracts",
        {
            "customers": [{"is_dealt_flag": False}, {"is_dealt_flag": False}, {"is_dealt_flag": True}],
            "contracts": [{"customer_id": 1, "status": "approved"}, {"customer_id": 2, "status": "draft"}],
        },
        [1],
    ),
    (
        "customers.reachable",
        {
            "customers": [{}, {}, {"phone": "13812345678"}, {}],
            "contacts": [{"customer_id": 2, "phone": "13812345678"}, {"customer_id": 4}],
        },
        [1, 4],
    ),
    (
        "customers.owner_works_here",
        {"customers": [{"owner_id": 1}, {"owner_id": 2}, {}], "users": [{"is_active": False}, {}]},
        [1],
    ),
    ("contacts.email.readable", {"contacts": [{"email": "ann at acme"}, {"email": "ann@acme.com"}]}, [1]),
    ("contacts.reachable", {"contacts": [{}, {"email": "ann@acme.com"}]}, [1]),
    (
        "leads.customer_id.converted",
        {"leads": [{"status": "converted"}, {"status": "converted", "customer_id": 0}, {"status": "new"}]},
        [1, 2],
    ),
    ("leads.status.customer", {"leads": [{"status": "new", "converted_date": DAY}, {"status": "new"}]}, [1]),
    ("leads.converted_date.after_created_date", {"leads": [{"created_date": DAY, "converted_date": BEFORE}]}, [1]),
    (
        "leads.first_response_at.late",
        {"leads": [{"status": "new", "created_date": DAY}, {"status": "new", "created_date": date(2024, 6, 1)}]},
        [1],
    ),
    (
        "opportunities.close_date.closed",
        {"opportunities": [{"outcome": "won"}, {"outcome": "lost", "close_date": DAY}, {"outcome": "open"}]},
        [1],
    ),
    ("opportunities.close_date.open", {"opportunities": [{"outcome": "open", "close_date": DAY}]}, [1]),
    ("opportunities.close_date.ahead", {"opportunities": [{"outcome": "won", "close_date": FUTURE}]}, [1]),
    (
        "opportunities.close_date.after_created_date",
        {"opportunities": [{"created_date": DAY, "close_date": BEFORE}, {"created_date": DAY, "close_date": DAY}]},
        [1],
    ),
    ("opportunities.amount.won", {"opportunities": [{"outcome": "won"}, {"outcome": "won", "amount": 1}]}, [1]),
    (
        "opportunities.outcome.stage",
        {
            "stages": [{"kind": "won"}, {"kind": "open"}],
            "opportunities": [{"outcome": "open", "stage_id": 1}, {"outcome": "open", "stage_id": 2}],
        },
        [1],
    ),
    (
        "opportunities.stage_id.pipeline",
        {
            "stages": [{"pipeline_id": 1}, {"pipeline_id": 2}],
            "opportunities": [{"pipeline_id": 1, "stage_id": 1}, {"pipeline_id": 1, "stage_id": 2}],
        },
        [2],
    ),
    (
        "opportunities.contact_id.customer",
        {"contacts": [{"customer_id": 7}], "opportunities": [{"contact_id": 1, "customer_id": 8}]},
        [1],
    ),
    (
        "opportunities.expected_close_date.past",
        {"opportunities": [{"outcome": "open", "expected_close_date": DAY}, {"outcome": "won"}]},
        [1],
    ),
    (
        "opportunities.stale",
        {
            "opportunities": [{"outcome": "open", "created_date": date(2024, 1, 1)} for _ in range(2)],
            "activities": [{"opportunity_id": 2, "created_date": DAY}],
        },
        [1],
    ),
    (
        "opportunities.amount.lines",
        {
            "opportunities": [{"amount": 100}, {"amount": 100}, {"amount": 100}],
            "opportunity_lines": [
                {"opportunity_id": 1, "amount": 60}, {"opportunity_id": 1, "amount": 30},
                {"opportunity_id": 2, "amount": 99}, {"opportunity_id": 3, "amount": None},
            ],
        },
        [1],
    ),
    ("stages.win_probability.between", {"stages": [{"win_probability": 80.0}, {"win_probability": 1.0}]}, [1]),
    (
        "stages.win_probability.closed",
        {"stages": [{"kind": "won", "win_probability": 0.9}, {"kind": "lost", "win_probability": 0.0}]},
        [1],
    ),
    ("stage_events.left_date.after_entered_date", {"stage_events": [{"entered_date": DAY, "left_date": BEFORE}]}, [1]),
    (
        "stage_events.entered_date.after_deal_created_date",
        {
            "opportunities": [{"created_date": DAY}],
            "stage_events": [{"opportunity_id": 1, "entered_date": BEFORE}, {"opportunity_id": 1, "entered_date": DAY}],
        },
        [1],
    ),
    ("contracts.end_date.after_start_date", {"contracts": [{"start_date": DAY, "end_date": BEFORE}]}, [1]),
    (
        "contracts.amount.lines",
        {"contracts": [{"amount": 100}, {"amount": 100}], "contract_lines": [{"contract_id": 1, "amount": 98}]},
        [1],
    ),
    (
        "contracts.amount.plans",
        {
            "contracts": [{"amount": 100}, {"amount": 100}],
            "receivable_plans": [
                {"contract_id": 1, "amount": 100, "status": "open"}, {"contract_id": 1, "amount": 9, "status": "paid"},
                {"contract_id": 2, "amount": 100, "status": "open"},
                {"contract_id": 2, "amount": 9, "status": "voided"},
            ],
        },
        [1],
    ),
    (
        "contracts.amount.receipts",
        {
            "contracts": [{"amount": 100}, {"amount": 100}],
            "receipts": [
                {"contract_id": 1, "amount": 102, "status": "approved"},
                {"contract_id": 2, "amount": 500, "status": "rejected"},
            ],
        },
        [1],
    ),
    (
        "contracts.amount.invoices",
        {"contracts": [{"amount": 100}], "invoices": [{"contract_id": 1, "amount": 102, "status": "not_required"}]},
        [1],
    ),
    (
        "receivable_plans.number.unique",
        {
            "receivable_plans": [
                {"contract_id": 1, "number": 1}, {"contract_id": 1, "number": 1}, {"contract_id": 2, "number": 1},
            ]
        },
        [1, 2],
    ),
    (
        "receipts.received_date.after_contract_order_date",
        {"contracts": [{"order_date": DAY}], "receipts": [{"contract_id": 1, "received_date": BEFORE}]},
        [1],
    ),
    (
        "receipts.customer_id.contract",
        {"contracts": [{"customer_id": 7}], "receipts": [{"contract_id": 1, "customer_id": 8}, {"contract_id": 1}]},
        [1],
    ),
    (
        "split_credits.rate.whole",
        {
            "split_credits": [
                {"contract_id": 1, "rate": 0.7}, {"contract_id": 1, "rate": 0.2},
                {"contract_id": 2, "rate": 0.7}, {"contract_id": 2, "rate": 0.3}, {"receipt_id": 1, "rate": 1.0},
            ]
        },
        [1, 2],
    ),
    (
        "targets.year_amount.months",
        {
            "targets": [
                {"level": "company", "month_date": date(2024, 1, 1), "target_amount": 5, "year_amount": 9},
                {"level": "company", "month_date": date(2025, 1, 1), "target_amount": 9, "year_amount": 9},
            ]
        },
        [1],
    ),
    ("exchange_rates.rate.positive", {"exchange_rates": [{"currency": "EUR", "rate": 0.0}]}, [1]),
    ("activities.concerns", {"activities": [{}, {"lead_id": 1}]}, [1]),
    ("activities.created_date.not_ahead", {"activities": [{"created_date": FUTURE}, {"created_date": DAY}]}, [1]),
    ("visits.satisfaction.between", {"visits": [{"satisfaction": 6}, {"satisfaction": 5}, {}]}, [1]),
    (
        "tickets.first_response_at.after_opened_at",
        {"tickets": [{"opened_at": datetime(2024, 5, 1, 9), "first_response_at": datetime(2024, 5, 1, 8)}]},
        [1],
    ),
    ("users.is_active.left", {"users": [{"is_active": True, "left_date": DAY}, {"is_active": False}]}, [1]),
    ("users.manager_id.itself", {"users": [{"manager_id": 1}, {"manager_id": 1}]}, [1]),
    ("ad_stats.clicks.impressions", {"ad_stats": [{"clicks": 3, "impressions": 2}]}, [1]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "tables", "struck"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_strikes_the_row_that_breaks_it(
    tmp_path: Path, rule: str, tables: dict[str, list[Row]], struck: list[int]
) -> None:
    found = marks(store_of(tmp_path, tables), RULES[rule].table)
    assert found.filter(pl.col(rule))["key"].sort().to_list() == struck


def test_every_rule_looks_at_columns_that_there_are() -> None:
    for rule in RULES.values():
        beside = {name.split(".")[0] for name in rule.reads if "." in name}
        assert beside <= set(BESIDE.get(rule.table, ())), rule.id
        own = {name for name in rule.reads if "." not in name and "@" not in name}
        mended = {name for name in rule.columns if "." not in name}
        assert own | mended <= set(polars_schema(rule.table)), rule.id


def test_every_rule_has_a_name_of_its_own() -> None:
    assert sum(len(rules) for rules in BY_TABLE.values()) == len(RULES)
    assert set(BY_TABLE) <= set(TABLES)


def test_rows_that_the_source_deleted_are_not_asked(tmp_path: Path) -> None:
    customers: list[Row] = [{"code": "A"}, {"code": "A", "is_deleted": True}]
    found = marks(store_of(tmp_path, {"customers": customers}), "customers")
    assert found["key"].to_list() == [1]
    assert found["customers.code.unique"].to_list() == [False]


def test_a_rule_that_does_not_ask_a_row_leaves_it_empty(tmp_path: Path) -> None:
    deals: list[Row] = [{"outcome": "won", "close_date": DAY}, {"outcome": "open"}]
    found = marks(store_of(tmp_path, {"opportunities": deals}), "opportunities")
    assert found.sort("key")["opportunities.close_date.closed"].to_list() == [False, None]


def test_the_tiny_company_breaks_these_rules(tiny: Catalog) -> None:
    found = {
        rule: rows.filter(pl.col(rule))["key"].sort().to_list()
        for table, rows in all_marks(tiny).items()
        for rule in rows.columns[1:]
        if rows[rule].any() and not rule.endswith(("required", "reachable"))
    }
    assert found == {
        "customers.owner_works_here": [3],
        "contacts.owner_works_here": [2],
        "leads.customer_id.converted": [2],
        "leads.converted_date.converted": [2],
        "opportunities.stale": [3],
        "opportunities.owner_works_here": [3],
        "split_credits.rate.whole": [4, 5],
        "targets.year_amount.months": [4],
        "tickets.first_response_at.after_opened_at": [5],
        "activities.concerns": [5],
    }
