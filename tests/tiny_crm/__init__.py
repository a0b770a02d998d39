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

TODAY = date(2024, 6, 30)


def build(folder: Path) -> Path:
    """Write the tiny store into `folder` and return it."""
    meta = Meta(source="tiny", company="Tiny", currency="CNY", today=TODAY)
    with Store(folder).publish(meta) as version:
        for name, rows in tables().items():
            version.write(name, _frame(name, rows))
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
            ("region_id", "name", "parent_id", "level"),
            (1, "Guangdong", None, "province"),
            (2, "Shenzhen", 1, "city"),
            (3, "Hunan", None, "province"),
        ],
        "customers": [
            ("customer_id", "name", "industry", "region_id", "owner_id", "created_date", "is_deleted", "source"),
            (1, "Acme", "IT", 2, 2, day(2024, 1, 10), False, "Web"),
            (2, "Beta", "IT", 1, 2, day(2024, 2, 5), False, "Web"),
            (3, "Core", "Retail", 3, 3, day(2024, 2, 20), False, "Fair"),
            (4, "Dune", None, None, None, day(2024, 3, 1), False, None),
            (5, "Echo", "Retail", 3, 4, day(2023, 12, 1), False, "Web"),
            (6, "Fake", "IT", 1, 4, day(2024, 3, 2), True, "Web"),
        ],
        "contacts": [
            ("contact_id", "customer_id", "name", "owner_id", "created_date"),
            (1, 1, "Xu", None, day(2024, 1, 11)),
            (2, 3, "Yi", 3, day(2024, 2, 21)),
            (3, 4, "Zo", None, day(2024, 3, 3)),
        ],
        "leads": [
            ("lead_id", "name", "source", "status", "owner_id", "created_date"),
            (1, "L1", "Web", "new", 2, day(2024, 1, 5)),
            (2, "L2", "Fair", "converted", 4, day(2024, 2, 5)),
        ],
        "product_categories": [
            ("product_category_id", "name"),
            (1, "Hardware"),
            (2, "Software"),
        ],
        "products": [
            ("product_id", "name", "product_category_id"),
            (1, "Box", 1),
            (2, "App", 2),
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
                "created_date", "close_date",
            ),
            (1, "O1", 1, 1, 3, "won", 100_00, 2, day(2024, 1, 12), day(2024, 2, 10)),
            (2, "O2", 2, 1, 4, "lost", 50_00, 2, day(2024, 2, 6), day(2024, 3, 15)),
            (3, "O3", 3, 1, 2, "open", 80_01, 3, day(2024, 2, 25), None),
            (4, "O4", 5, 1, 3, "won", 300_00, 4, day(2024, 1, 3), day(2024, 5, 20)),
            (5, "O5", 1, 1, 1, "open", 40_00, 2, day(2024, 4, 1), None),
            (6, "O6", 4, 1, 4, "invalid", 10_00, None, day(2024, 4, 2), day(2024, 4, 3)),
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
            ("contract_line_id", "contract_id", "product_id", "amount"),
            (1, 1, 1, 40_00),
            (2, 1, 2, 60_00),
            (3, 2, 2, 300_00),
        ],
        "receipts": [
            ("receipt_id", "contract_id", "owner_id", "status", "amount", "received_date"),
            (1, 1, None, "approved", 60_00, day(2024, 2, 20)),
            (2, 1, None, "rejected", 40_00, day(2024, 3, 20)),
            (3, 2, 4, "approved", 100_00, day(2024, 6, 1)),
            (4, 4, 2, "not_required", 20_00, day(2024, 2, 1)),
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
            ("target_id", "level", "kind", "owner_id", "department_id", "month_date", "target_amount"),
            (1, "employee", "contract_amount", 2, None, day(2024, 1, 1), 50_00),
            (2, "employee", "contract_amount", 2, None, day(2024, 2, 1), 150_00),
            (3, "company", "contract_amount", None, None, day(2024, 1, 1), 50_00),
            (4, "employee", "received_amount", 2, None, day(2024, 1, 1), 30_00),
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
