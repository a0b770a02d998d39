"""A company at random, small and nasty: nulls, orphans (key 0), deleted rows, names shared by several, missing dates,
negative and huge money, 29 February, ISO week 53, managers in a circle, stage logs that overlap or never end.
"""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from datasource.store import Meta, Store
from datasource.tables.predicted import PREDICTIONS
from datasource.tables.schema import key_column, polars_schema
from tests.oracle.company_marketing import with_marketing
from tests.oracle.company_office import with_office
from tests.oracle.company_performance import with_plans_and_shares
from tests.tiny_crm.predictions import publish

TODAY = date(2021, 3, 10)
Row = dict[str, Any]
Tables = dict[str, list[Row]]
_EDGES = [
    date(2019, 12, 30), date(2020, 1, 1), date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2020, 12, 27),
    date(2020, 12, 28), date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 3), date(2021, 1, 4), date(2021, 2, 28),
    date(2021, 3, 9), TODAY,
]  # fmt: skip
_MONEY = [None, 0, 1, 29, 100, 333, -5_000, 10**12, 10**12 + 1]
_NAMES = ["Ann", "Ann", "Ann", "Bob", "Bob", "Unknown", "—", "Others", "", "Dee", "Ann (3)", "Eve"]


def random_company(folder: Path, seed: int, shuffle: int | None = None) -> Path:
    """Write the company of `seed` into `folder`; `shuffle` orders its rows another way, with the same keys."""
    tables = random_tables(seed)
    meta = Meta(source="random", company="Random", currency="CNY", today=TODAY)
    with Store(folder).publish(meta) as version:
        for name, rows in tables.items():
            ordered = rows if shuffle is None else Random(shuffle).sample(rows, len(rows))
            version.write(name, frame(name, ordered))
    publish(folder, _found(Random(seed), tables), TODAY)
    return folder


def _found(dice: Random, tables: Tables) -> dict[str, dict[str, pl.DataFrame]]:
    """Predictions of some of the records, and of one that is not there."""
    found: dict[str, dict[str, pl.DataFrame]] = {}
    for one in PREDICTIONS:
        key = key_column(one.table)
        rows = found.setdefault(one.study, {}).get(one.table)
        if rows is None:
            rows = pl.DataFrame({key: [*[row[key] for row in tables[one.table]][::2], 999_999]})
        values = [_prediction(dice, one.dtype) for _row in range(rows.height)]
        found[one.study][one.table] = rows.with_columns(pl.Series(one.name, values, one.dtype))
    return found


def _prediction(dice: Random, dtype: Any) -> float | int | str | None:
    if dice.random() < 0.2:
        return None
    if dtype == pl.Float64():
        return dice.random()
    return dice.choice(["New", "At risk", "B"]) if dtype == pl.String() else dice.choice(_MONEY)


def frame(table: str, rows: list[Row]) -> pl.DataFrame:
    """`rows` in the canonical types of `table`."""
    known = polars_schema(table)
    wanted = dict.fromkeys(name for row in rows for name in row)
    return pl.DataFrame(rows, schema={name: known[name] for name in wanted}, orient="row")


def random_tables(seed: int) -> Tables:
    """Rows by table."""
    dice = Random(seed)
    known = _organisation(dice) | _customers(dice) | _pipelines(dice) | _deals(dice) | _money(dice) | _activities(dice)
    known |= _pool_and_visits(dice) | _trips(dice)
    known |= {"contract_lines": _sold(dice, known["contract_lines"])}
    return with_marketing(with_office(with_plans_and_shares(known, seed), seed), seed)


def _day(dice: Random, missing: float = 0.1) -> date | None:
    if dice.random() < missing:
        return None
    if dice.random() < 0.4:
        return dice.choice(_EDGES)
    return date(2020, 1, 1) + timedelta(days=dice.randrange(435))


def _amount(dice: Random) -> int | None:
    return dice.choice(_MONEY) if dice.random() < 0.4 else dice.randrange(1, 5_000_000)


def _ref(dice: Random, last: int) -> int | None:
    chance = dice.random()
    return None if chance < 0.12 else 0 if chance < 0.2 else dice.randint(1, last)


def _keyed(key: str, rows: list[Row]) -> list[Row]:
    return [{key: number} | row for number, row in enumerate(rows, 1)]


def _organisation(dice: Random) -> Tables:
    parents = [None, 1, 1, 2, 2, None, 0]
    names = ["Company", "East", "West", "Sales", "Sales", "Loose", "Adrift"]
    departments = [{"name": name, "parent_id": above} for name, above in zip(names, parents, strict=True)]
    users = [
        {
            "name": name,
            "login": None if number % 3 == 0 else f"u{number}",
            "department_id": _ref(dice, 7),
            "manager_id": _ref(dice, 12),
            "is_active": True,
        }
        for number, name in enumerate(_NAMES, 1)
    ]
    users[2]["manager_id"], users[3]["manager_id"] = 4, 3
    targets = [
        {
            "level": dice.choice(["employee", "employee", "company", None]),
            "kind": dice.choice(["contract_amount", "contract_amount", "received_amount"]),
            "owner_id": _ref(dice, 12),
            "month_date": date(dice.choice([2020, 2021]), dice.randint(1, 12), 1),
            "target_amount": _amount(dice),
        }
        for _ in range(30)
    ]
    return {
        "departments": _keyed("department_id", departments),
        "users": _keyed("user_id", users),
        "targets": _keyed("target_id", targets),
    }


def _customers(dice: Random) -> Tables:
    regions: list[Row] = [
        {"name": "North", "parent_id": None, "level": "province"},
        {"name": "South", "parent_id": None, "level": "province"},
        {"name": "Port", "parent_id": 1, "level": "city"},
        {"name": "Port", "parent_id": 2, "level": "city"},
        {"name": "Hill", "parent_id": 2, "level": "city"},
    ]
    customers = [
        {
            "name": dice.choice(["Acme", "Acme", "Beta", "Unknown", "", f"C{number}"]),
            "industry": dice.choice(["IT", "Retail", "Unknown", None]),
            "source": dice.choice(["Web", "Fair", None]),
            "region_id": _ref(dice, 5),
            "owner_id": _ref(dice, 12),
            "created_date": _day(dice),
            "employee_count": dice.choice([None, 0, 5, 50, 500]),
            "is_deleted": dice.choice([None, False, False, False, True]),
        }
        for number in range(40)
    ]
    contacts = [
        {"customer_id": _ref(dice, 40), "owner_id": _ref(dice, 12), "created_date": _day(dice), "name": "Xu"}
        for _ in range(30)
    ]
    leads: list[Row] = [
        {"source": dice.choice(["Web", "Mail", None]), "owner_id": _ref(dice, 12), "created_date": _day(dice)}
        for _ in range(20)
    ]
    members = [{"customer_id": dice.randint(1, 40), "user_id": dice.randint(1, 12)} for _ in range(6)]
    return {
        "regions": _keyed("region_id", regions),
        "customers": _keyed("customer_id", customers),
        "contacts": _keyed("contact_id", contacts),
        "leads": _keyed("lead_id", leads),
        "customer_members": _keyed("customer_member_id", members),
    }


def _pipelines(dice: Random) -> Tables:
    kinds = [("Qualify", "open", 0.1), ("Propose", "open", 0.35), ("Won", "won", 1.0), ("Lost", "lost", 0.0)]
    stages = [
        {"pipeline_id": pipeline, "name": name, "position": place, "kind": kind, "win_probability": chance}
        for pipeline in (1, 2)
        for place, (name, kind, chance) in enumerate(kinds, 1)
    ]
    products = [
        {"name": name, "product_category_id": category}
        for name, category in [("Box", 1), ("Box", 2), ("App", 2), ("", None), ("Unknown", 0)]
    ]
    return {
        "pipelines": _keyed("pipeline_id", [{"name": "Main", "position": 1}, {"name": "Side", "position": 2}]),
        "stages": _keyed("stage_id", stages),
        "product_categories": _keyed("product_category_id", [{"name": "Hard"}, {"name": "Soft"}]),
        "products": _keyed("product_id", products),
    }


def _deals(dice: Random) -> Tables:
    deals: list[Row] = []
    events: list[Row] = []
    for number in range(1, 91):
        outcome = dice.choice(["open", "open", "won", "won", "lost", "invalid", None])
        pipeline = dice.choice([1, 1, 2])
        closed = _day(dice) if outcome != "open" else None
        deals.append(
            {
                "customer_id": _ref(dice, 40),
                "owner_id": _ref(dice, 12),
                "pipeline_id": pipeline,
                "stage_id": dice.choice([0, *range(pipeline * 4 - 3, pipeline * 4 + 1)]),
                "outcome": outcome,
                "amount": _amount(dice),
                "created_date": _day(dice),
                "close_date": closed,
                "is_deleted": dice.random() < 0.1,
            }
        )
        events += _log(dice, number, pipeline)
    lines = [
        {"opportunity_id": _ref(dice, 90), "product_id": _ref(dice, 5), "amount": _amount(dice)} for _ in range(120)
    ]
    return {
        "opportunities": _keyed("opportunity_id", deals),
        "stage_events": _keyed("stage_event_id", events),
        "opportunity_lines": _keyed("opportunity_line_id", lines),
    }


def _log(dice: Random, deal: int, pipeline: int) -> list[Row]:
    events = []
    for step in range(dice.choice([0, 0, 1, 2, 3])):
        entered = _day(dice, 0.05)
        left = entered + timedelta(days=dice.randint(0, 90)) if entered and dice.random() < 0.6 else None
        stage = dice.choice([0, pipeline * 4 - 3, pipeline * 4 - 2, pipeline * 4 - step % 2])
        event = {"opportunity_id": deal, "stage_id": stage, "entered_date": entered, "left_date": left}
        events.append(event | {"amount": _amount(dice), "owner_id": _ref(dice, 12)})
    return events


def _money(dice: Random) -> Tables:
    status: list[str | None] = ["approved", "approved", "not_required", "pending", "voided", None]
    contracts = [
        {
            "customer_id": _ref(dice, 40),
            "owner_id": _ref(dice, 12),
            "opportunity_id": _ref(dice, 90),
            "status": dice.choice(status),
            "amount": _amount(dice),
            "order_date": _day(dice),
            "is_deleted": dice.random() < 0.1,
        }
        for _ in range(60)
    ]
    receipts = [_payment(dice, status) | {"received_date": _day(dice)} for _ in range(80)]
    invoices = [_payment(dice, status) | {"issue_date": _day(dice)} for _ in range(80)]
    lines = [{"contract_id": _ref(dice, 60), "product_id": _ref(dice, 5), "amount": _amount(dice)} for _ in range(90)]
    return {
        "contracts": _keyed("contract_id", contracts),
        "contract_lines": _keyed("contract_line_id", lines),
        "receipts": _keyed("receipt_id", receipts),
        "invoices": _keyed("invoice_id", invoices),
    }


def _payment(dice: Random, status: list[str | None]) -> Row:
    return {
        "contract_id": _ref(dice, 60),
        "customer_id": _ref(dice, 40),
        "owner_id": dice.choice([None, _ref(dice, 12)]),
        "status": dice.choice(status),
        "amount": _amount(dice),
        "is_deleted": dice.random() < 0.1,
    }


def _activities(dice: Random) -> Tables:
    activities = [
        {
            "kind": dice.choice(["follow_up", "follow_up", "system", None]),
            "channel": dice.choice(["Phone", "Visit", "Unknown", None]),
            "customer_id": _ref(dice, 40),
            "owner_id": _ref(dice, 12),
            "created_date": _day(dice),
            "is_deleted": dice.random() < 0.1,
        }
        for _ in range(150)
    ]
    return {"activities": _keyed("activity_id", activities)}


def _pool_and_visits(dice: Random) -> Tables:
    moves: list[Row] = [
        {
            "customer_id": _ref(dice, 40),
            "owner_id": _ref(dice, 12),
            "kind": dice.choice(["into_pool", "into_pool", "claimed", "assigned", None]),
            "event_date": _day(dice),
        }
        for _ in range(60)
    ]
    visits: list[Row] = [
        {
            "customer_id": _ref(dice, 40),
            "contract_id": _ref(dice, 60),
            "owner_id": _ref(dice, 12),
            "visit_date": _day(dice),
            "satisfaction": dice.choice([None, 0, 1, 2, 3, 4, 5, 5, 9]),
        }
        for _ in range(80)
    ]
    return {"pool_events": _keyed("pool_event_id", moves), "visits": _keyed("visit_id", visits)}


def _trips(dice: Random) -> Tables:
    trips: list[Row] = [
        {"owner_id": _ref(dice, 12), "customer_id": _ref(dice, 40), "start_date": _day(dice)} for _ in range(40)
    ]
    return {"trips": _keyed("trip_id", trips)}


def _sold(dice: Random, lines: list[Row]) -> list[Row]:
    quantities, costs = [None, 0.0, 1.0, 2.5, 3.0], [None, 0, 99, 333, 10_000]
    return [line | {"quantity": dice.choice(quantities), "unit_cost_amount": dice.choice(costs)} for line in lines]
