"""A company small enough to count on one's fingers: the golden values are worked out by hand from these rows.

Org: Company 1 → East 2 (head Ann 1) → Team A 3 (Bob 2, Cid 3 (left)); Company 1 → West 4 (Dee 4). Bob and Cid report to
Ann. Money in minor units of CNY (100 = 1 yuan). Today is 2024-06-30.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from datasource.store import Meta, Store
from datasource.tables.schema import polars_schema
from tests.tiny_crm.predictions import publish

TODAY = date(2024, 6, 30)


def build(folder: Path) -> Path:
    """Write the tiny store into `folder` and return it."""
    meta = Meta(source="tiny", company="Tiny", currency="CNY", today=TODAY)
    with Store(folder).publish(meta) as version:
        for name, rows in tables().items():
            version.write(name, _frame(name, rows))
    publish(folder)
    return folder


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Rows by table; the first row names the columns."""
    day = date
    return {
        "departments": [
            ("department_id", "name", "parent_id"),
            (1, "Company", None),
            (2, "East", 1),
            (3, "Team A", 2),
            (4, "West", 1),
        ],
        "users": [
            ("user_id", "name", "login", "department_id", "manager_id", "is_active"),
            (1, "Ann", "ann", 2, None, True),
            (2, "Bob", "bob", 3, 1, True),
            (3, "Cid", "cid", 3, 1, False),
            (4, "Dee", "dee", 4, None, True),
        ],
        "regions": [
            ("region_id", "name", "parent_id", "level", "adcode"),
            (1, "Guangdong", None, "province", "440000"),
            (2, "Shenzhen", 1, "city", "440300"),
            (3, "Hunan", None, "province", "430000"),
        ],
        "customers": [
            (
                "customer_id", "name", "industry", "region_id", "owner_id", "created_date", "is_deleted", "source",
                "next_contact_at",
            ),
            (1, "Acme", "IT", 2, 2, day(2024, 1, 10), False, "Web", datetime(2024, 1, 15, 9, 0)),
            (2, "Beta", "IT", 1, 2, day(2024, 2, 5), False, "Web", datetime(2024, 5, 31, 9, 0)),
            (3, "Core", "Retail", 3, 3, day(2024, 2, 20), False, "Fair", datetime(2024, 7, 1, 9, 0)),
            (4, "Dune", None, None, None, day(2024, 3, 1), False, None, None),
            (5, "Echo", "Retail", 3, 4, day(2023, 12, 1), False, "Web", None),
            (6, "Fake", "IT", 1, 4, day(2024, 3, 2), True, "Web", None),
        ],
        "contacts": [
            ("contact_id", "customer_id", "name", "owner_id", "created_date"),
            (1, 1, "Xu", None, day(2024, 1, 11)),
            (2, 3, "Yi", 3, day(2024, 2, 21)),
            (3, 4, "Zo", None, day(2024, 3, 3)),
        ],
        "leads": [
            (
                "lead_id", "name", "source", "status", "owner_id", "created_date", "campaign_id", "created_at",
                "first_response_at",
            ),
            (
                1, "L1", "Web", "new", 2, day(2024, 1, 5), 2, datetime(2024, 1, 5, 9, 0), datetime(2024, 1, 5, 9, 30),
            ),
            (2, "L2", "Fair", "converted", 4, day(2024, 2, 5), 1, datetime(2024, 2, 5, 9, 0), None),
        ],
        "campaigns": [
            ("campaign_id", "name", "channel", "kind", "owner_id", "start_date", "end_date", "cost_amount"),
            (1, "Fair 24", "Events", "Fair", 4, day(2024, 1, 20), day(2024, 2, 10), 90_00),
            (2, "Search 24", "Online", "Search", 2, day(2024, 1, 1), None, None),
        ],
        "contents": [
            ("content_id", "title", "kind", "published_date", "cost_amount"),
            (1, "Paper", "White paper", day(2023, 12, 1), 50_00),
        ],
        "touches": [
            (
                "touch_id", "lead_id", "customer_id", "campaign_id", "content_id", "channel", "touched_at",
                "touched_date",
            ),
            (1, 1, None, 2, 1, "Search", datetime(2024, 1, 4, 10, 0), day(2024, 1, 4)),
            (2, 1, None, None, None, "Mail", datetime(2024, 1, 5, 8, 0), day(2024, 1, 5)),
            (3, 2, None, 1, None, "Fair", datetime(2024, 2, 1, 10, 0), day(2024, 2, 1)),
            (4, None, 1, None, 1, "Mail", datetime(2024, 2, 1, 9, 0), day(2024, 2, 1)),
        ],
        "campaign_members": [
            (
                "campaign_member_id", "campaign_id", "lead_id", "contact_id", "has_registered", "has_attended",
                "has_interacted", "joined_at", "joined_date",
            ),
            (1, 1, 2, None, True, True, False, datetime(2024, 2, 1, 9, 0), day(2024, 2, 1)),
            (2, 1, None, 1, True, False, None, datetime(2024, 2, 2, 9, 0), day(2024, 2, 2)),
        ],
        "ad_stats": [
            (
                "ad_stat_id", "stat_date", "platform", "campaign_id", "keyword", "impressions", "clicks",
                "cost_amount",
            ),
            (1, day(2024, 1, 3), "Bing", 2, "crm", 1000, 20, 10_00),
            (2, day(2024, 2, 3), "Bing", 2, "bi", 500, 10, 20_00),
            (3, day(2024, 2, 4), "Bing", None, "crm", 100, 0, None),
        ],
        "product_categories": [
            ("product_category_id", "name", "parent_id"),
            (1, "Hardware", None),
            (2, "Software", None),
            (3, "Cables", 1),
        ],
        "products": [
            ("product_id", "name", "product_category_id", "is_active"),
            (1, "Box", 1, True),
            (2, "App", 2, True),
            (3, "Cord", 3, True),
            (4, "Tape", 3, False),
        ],
        "pipelines": [
            ("pipeline_id", "name", "position"),
            (1, "Main", 1),
        ],
        "stages": [
            ("stage_id", "pipeline_id", "name", "position", "kind", "win_probability"),
            (1, 1, "Qualify", 1, "open", 0.2),
            (2, 1, "Propose", 2, "open", 0.5),
            (3, 1, "Won", 3, "won", 1.0),
            (4, 1, "Lost", 4, "lost", 0.0),
        ],
        "opportunities": [
            (
                "opportunity_id", "name", "customer_id", "pipeline_id", "stage_id", "outcome", "amount", "owner_id",
                "created_date", "close_date", "campaign_id",
            ),
            (1, "O1", 1, 1, 3, "won", 100_00, 2, day(2024, 1, 12), day(2024, 2, 10), 2),
            (2, "O2", 2, 1, 4, "lost", 50_00, 2, day(2024, 2, 6), day(2024, 3, 15), 1),
            (3, "O3", 3, 1, 2, "open", 80_01, 3, day(2024, 2, 25), None, None),
            (4, "O4", 5, 1, 3, "won", 300_00, 4, day(2024, 1, 3), day(2024, 5, 20), None),
            (5, "O5", 1, 1, 1, "open", 40_00, 2, day(2024, 4, 1), None, None),
            (6, "O6", 4, 1, 4, "invalid", 10_00, None, day(2024, 4, 2), day(2024, 4, 3), None),
        ],
        "opportunity_lines": [
            ("opportunity_line_id", "opportunity_id", "product_id", "amount"),
            (1, 1, 1, 33_33),
            (2, 1, 2, 66_67),
            (3, 2, 1, 50_00),
            (4, 4, 2, 200_00),
            (5, 4, 2, 50_00),
            (6, 4, 1, 50_00),
        ],
        "stage_events": [
            ("stage_event_id", "opportunity_id", "stage_id", "entered_date", "left_date", "amount", "owner_id"),
            (1, 1, 1, day(2024, 1, 12), day(2024, 1, 20), 90_00, 2),
            (2, 1, 2, day(2024, 1, 20), day(2024, 2, 10), 100_00, 2),
            (3, 1, 3, day(2024, 2, 10), None, 100_00, 2),
            (4, 2, 1, day(2024, 2, 6), day(2024, 3, 15), 50_00, 3),
            (5, 2, 4, day(2024, 3, 15), None, 50_00, 2),
            (6, 3, 1, day(2024, 2, 25), day(2024, 3, 10), 80_01, 3),
            (7, 3, 2, day(2024, 3, 10), None, 80_01, 3),
            (8, 4, 1, day(2024, 1, 3), day(2024, 3, 1), 250_00, 4),
            (9, 4, 2, day(2024, 3, 1), day(2024, 5, 20), 300_00, 4),
            (10, 4, 3, day(2024, 5, 20), None, 300_00, 4),
            (11, 5, 1, day(2024, 4, 1), None, 40_00, 2),
            (12, 6, 1, day(2024, 4, 2), day(2024, 4, 3), 10_00, None),
        ],
        "contracts": [
            ("contract_id", "number", "customer_id", "opportunity_id", "owner_id", "status", "amount", "order_date"),
            (1, "C1", 1, 1, 2, "approved", 100_00, day(2024, 2, 11)),
            (2, "C2", 5, 4, 4, "not_required", 300_00, day(2024, 5, 21)),
            (3, "C3", 2, None, 2, "pending", 70_00, day(2024, 3, 1)),
            (4, "C4", 1, None, 2, "approved", 20_00, day(2024, 1, 30)),
            (5, "C5", 3, None, 3, "voided", 99_00, day(2024, 4, 1)),
        ],
        "contract_lines": [
            ("contract_line_id", "contract_id", "product_id", "amount", "quantity", "unit_cost_amount"),
            (1, 1, 1, 40_00, 2.0, 15_00),
            (2, 1, 2, 60_00, 1.5, None),
            (3, 2, 2, 300_00, 3.0, 66_67),
            (4, 3, 1, 70_00, 7.0, 5_00),
        ],
        "receipts": [
            ("receipt_id", "contract_id", "owner_id", "status", "amount", "received_date", "receivable_plan_id"),
            (1, 1, None, "approved", 60_00, day(2024, 2, 20), None),
            (2, 1, None, "rejected", 40_00, day(2024, 3, 20), 2),
            (3, 2, 4, "approved", 100_00, day(2024, 6, 1), 4),
            (4, 4, 2, "not_required", 20_00, day(2024, 2, 1), None),
        ],
        "receivable_plans": [
            ("receivable_plan_id", "contract_id", "owner_id", "number", "status", "amount", "due_date"),
            (1, 1, None, 1, "part_paid", 50_00, day(2024, 2, 20)),
            (2, 1, None, 2, "open", 50_00, day(2024, 5, 31)),
            (3, 2, None, 1, "open", 100_00, day(2024, 3, 31)),
            (4, 2, 4, 2, "part_paid", 200_00, day(2024, 6, 30)),
            (5, 4, 2, 1, "paid", 20_00, day(2024, 2, 10)),
            (6, 5, None, 1, "open", 99_00, day(2024, 4, 10)),
            (7, 1, None, 3, "voided", 30_00, day(2024, 4, 20)),
            (8, 3, None, 1, "open", 70_00, day(2024, 4, 1)),
        ],
        "split_credits": [
            ("split_credit_id", "opportunity_id", "contract_id", "receipt_id", "owner_id", "rate", "coefficient"),
            (1, None, 1, None, 2, 0.7, 1.0),
            (2, None, 1, None, 3, 0.3, 1.2),
            (3, None, 3, None, 2, 1.0, 1.0),
            (4, None, None, 1, 2, 0.5, 1.0),
            (5, None, None, 1, 4, 0.4, None),
            (6, 4, None, None, 4, 0.6, 1.0),
            (7, 4, None, None, 2, 0.4, 0.5),
            (8, 3, None, None, 3, 1.0, 1.0),
        ],
        "invoices": [
            ("invoice_id", "contract_id", "status", "amount", "issue_date"),
            (1, 1, "approved", 100_00, day(2024, 2, 28)),
            (2, 2, "pending", 300_00, day(2024, 6, 2)),
        ],
        "activities": [
            ("activity_id", "kind", "channel", "customer_id", "owner_id", "created_date", "created_at", "is_deleted"),
            (1, "follow_up", "Phone", 1, 2, day(2024, 1, 15), datetime(2024, 1, 15, 9, 0), False),
            (2, "follow_up", "Visit", 1, 2, day(2024, 1, 16), datetime(2024, 1, 16, 9, 0), False),
            (3, "follow_up", "Phone", 3, 3, day(2024, 2, 22), datetime(2024, 2, 22, 9, 0), False),
            (4, "system", "Phone", 3, 3, day(2024, 2, 23), datetime(2024, 2, 23, 9, 0), False),
            (5, "follow_up", "Phone", None, 4, day(2024, 2, 24), datetime(2024, 2, 24, 9, 0), False),
            (6, "follow_up", "Phone", 5, 4, day(2024, 2, 25), datetime(2024, 2, 25, 9, 0), True),
        ],
        "targets": [
            (
                "target_id", "level", "kind", "owner_id", "department_id", "month_date", "target_amount",
                "stretch_amount", "challenge_amount", "year_amount",
            ),
            (1, "employee", "contract_amount", 2, None, day(2024, 1, 1), 50_00, 60_00, 75_00, 200_00),
            (2, "employee", "contract_amount", 2, None, day(2024, 2, 1), 150_00, 180_00, 225_00, 200_00),
            (3, "company", "contract_amount", None, None, day(2024, 1, 1), 50_00, None, None, None),
            (4, "employee", "received_amount", 2, None, day(2024, 1, 1), 30_00, 36_00, None, 40_00),
            (5, "department", "contract_amount", None, 2, day(2024, 1, 1), 60_00, 70_00, None, None),
            (6, "department", "contract_amount", None, 2, day(2024, 2, 1), 160_00, None, None, None),
            (7, "department", "contract_amount", None, 3, day(2024, 2, 1), 150_00, None, None, None),
            (8, "company", "received_amount", None, None, day(2024, 1, 1), 90_00, None, None, None),
        ],
        "trips": [
            ("trip_id", "owner_id", "customer_id", "start_date", "end_date", "cost_amount"),
            (1, 2, 1, day(2024, 2, 5), day(2024, 2, 7), 120_00),
            (2, 2, None, day(2024, 5, 10), day(2024, 5, 10), 30_00),
            (3, 4, 5, day(2024, 5, 21), day(2024, 5, 22), None),
        ],
        "pool_events": [
            ("pool_event_id", "customer_id", "owner_id", "kind", "event_date"),
            (1, 2, 4, "into_pool", day(2024, 2, 8)),
            (2, 2, 2, "claimed", day(2024, 2, 15)),
            (3, 3, None, "claimed", day(2024, 2, 25)),
            (4, 4, 3, "into_pool", day(2024, 3, 5)),
            (5, 2, 2, "into_pool", day(2024, 3, 20)),
            (6, 2, 2, "assigned", day(2024, 4, 2)),
        ],
        "visits": [
            ("visit_id", "customer_id", "contract_id", "owner_id", "visit_date", "satisfaction"),
            (1, 1, 1, 2, day(2024, 3, 1), 5),
            (2, 1, 4, 2, day(2024, 3, 2), 4),
            (3, 5, 2, 4, day(2024, 6, 5), 2),
            (4, 3, None, None, day(2024, 4, 5), None),
            (5, 4, None, None, day(2024, 2, 10), 5),
        ],
        "tickets": [
            (
                "ticket_id", "title", "customer_id", "product_id", "owner_id", "channel", "category", "priority",
                "opened_at", "opened_date", "first_response_at", "resolved_at", "sla_hours", "is_escalated",
                "reopen_count",
            ),
            (
                1, "Box broken", 1, 1, 4, "Phone", "Fault", "High", datetime(2024, 2, 12, 9, 0), day(2024, 2, 12),
                datetime(2024, 2, 12, 10, 0), datetime(2024, 2, 13, 9, 0), 24.0, False, 0,
            ),
            (
                2, "App slow", 1, 2, 4, "Mail", "Fault", "Low", datetime(2024, 2, 28, 9, 0), day(2024, 2, 28),
                datetime(2024, 2, 28, 13, 0), datetime(2024, 3, 2, 9, 0), 48.0, True, 1,
            ),
            (
                3, "How to log in", 5, 2, 2, "Phone", "Question", "Low", datetime(2024, 6, 1, 8, 0), day(2024, 6, 1),
                None, None, 24.0, True, 0,
            ),
            (
                4, "Bill wrong", 3, None, None, "Phone", "Billing", "High", datetime(2024, 6, 30, 8, 0),
                day(2024, 6, 30), datetime(2024, 6, 30, 8, 30), None, 8.0, False, 0,
            ),
            (
                5, "Wish", 2, 1, 4, None, "Question", "Low", datetime(2024, 5, 1, 9, 0), day(2024, 5, 1),
                datetime(2024, 5, 1, 8, 0), datetime(2024, 5, 1, 11, 0), None, None, None,
            ),
        ],
        "feedback": [
            ("feedback_id", "customer_id", "ticket_id", "product_id", "score", "comment", "given_at", "given_date"),
            (1, 1, 1, 1, 9.0, "Very good support", datetime(2024, 2, 20, 9, 0), day(2024, 2, 20)),
            (2, 5, None, None, 3.0, "响应很慢", datetime(2024, 6, 10, 9, 0), day(2024, 6, 10)),
            (3, 2, None, 2, None, None, datetime(2024, 6, 12, 9, 0), day(2024, 6, 12)),
        ],
        "work_logs": [
            ("work_log_id", "owner_id", "category", "content", "comment_count", "created_at", "created_date"),
            (1, 2, "Daily", "Called Acme", 2, datetime(2024, 6, 24, 18, 0), day(2024, 6, 24)),
            (2, 2, "Weekly", "Good week", 0, datetime(2024, 6, 28, 18, 0), day(2024, 6, 28)),
            (3, 2, "Daily", "Late", None, datetime(2024, 6, 28, 19, 0), day(2024, 6, 28)),
            (4, 4, "Daily", "Saw Echo", 1, datetime(2024, 6, 26, 18, 0), day(2024, 6, 26)),
        ],
        "approvals": [
            (
                "approval_id", "owner_id", "category", "status", "amount", "days", "created_at", "created_date",
                "decided_at",
            ),
            (
                1, 2, "Leave", "approved", None, 2.0, datetime(2024, 2, 5, 9, 0), day(2024, 2, 5),
                datetime(2024, 2, 5, 15, 0),
            ),
            (
                2, 2, "Expenses", "rejected", 80_50, None, datetime(2024, 2, 6, 9, 0), day(2024, 2, 6),
                datetime(2024, 2, 8, 9, 0),
            ),
            (3, 2, "Expenses", "pending", 20_00, None, datetime(2024, 6, 28, 9, 0), day(2024, 6, 28), None),
            (4, 4, "Travel", "not_required", 100_00, 1.5, datetime(2024, 3, 1, 9, 0), day(2024, 3, 1), None),
            (
                5, 4, "Leave", "withdrawn", None, 1.0, datetime(2024, 3, 4, 9, 0), day(2024, 3, 4),
                datetime(2024, 3, 4, 10, 0),
            ),
            (6, 4, "Expenses", "draft", 999_00, None, datetime(2024, 3, 5, 9, 0), day(2024, 3, 5), None),
        ],
        "customer_members": [
            ("customer_member_id", "customer_id", "user_id", "access"),
            (1, 5, 3, "read"),
        ],
    }  # fmt: skip


def _frame(table: str, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    names, *cells = rows
    schema = polars_schema(table)
    return pl.DataFrame(cells, schema={name: schema[name] for name in names}, orient="row")
