"""The random company's office and service: logs, requests, tickets, and targets of every level with their tiers."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
FIRST = datetime(2020, 1, 1, 8)


def with_office(tables: Tables, seed: int) -> Tables:
    """`tables` with people who come and go, their logs and requests, tickets, and more targets."""
    dice = Random(f"office {seed}")
    users = [user | _employment(dice) for user in tables["users"]]
    targets = [*tables["targets"], *(_target(dice) for _ in range(90))]
    return tables | {
        "users": users,
        "targets": _keyed("target_id", targets),
        "work_logs": _keyed("work_log_id", [_log(dice) for _ in range(60)]),
        "approvals": _keyed("approval_id", [_request(dice) for _ in range(60)]),
        "tickets": _keyed("ticket_id", [_ticket(dice) for _ in range(80)]),
        "feedback": _keyed("feedback_id", [_feedback(dice) for _ in range(60)]),
    }


def _keyed(key: str, rows: list[Row]) -> list[Row]:
    return [
        {key: number} | {name: cell for name, cell in row.items() if name != key} for number, row in enumerate(rows, 1)
    ]


def _ref(dice: Random, last: int) -> int | None:
    chance = dice.random()
    return None if chance < 0.12 else 0 if chance < 0.2 else dice.randint(1, last)


def _moment(dice: Random, days: int = 430) -> datetime:
    return FIRST + timedelta(minutes=dice.randrange(days * 24 * 60), seconds=dice.choice([0, 0, 1, 59]))


def _later(dice: Random, began: datetime | None, missing: float) -> datetime | None:
    """Some hours after `began`, now and then before it, or nothing."""
    if began is None or dice.random() < missing:
        return None
    return began + timedelta(seconds=dice.choice([-3600, 0, 1, 3600, 8 * 3600, dice.randrange(1_000_000)]))


def _employment(dice: Random) -> Row:
    hired = dice.choice([None, date(2019, 5, 1), date(2020, 6, 15), date(2021, 3, 9)])
    left = dice.choice([None, None, date(2020, 12, 31), date(2020, 3, 2), date(2022, 1, 1)])
    return {"hired_date": hired, "left_date": left, "is_active": dice.choice([None, True, True, False])}


def _target(dice: Random) -> Row:
    level = dice.choice(["company", "department", "department", "employee"])
    tiers = {name: dice.choice([None, 0, 100, 7_700_00, 10**12]) for name in ("stretch_amount", "challenge_amount")}
    return tiers | {
        "level": level,
        "kind": dice.choice(["contract_amount", "received_amount", None]),
        "department_id": _ref(dice, 7) if level == "department" else None,
        "owner_id": _ref(dice, 12) if level == "employee" else None,
        "month_date": date(dice.choice([2020, 2021]), dice.randint(1, 12), 1),
        "target_amount": dice.choice([None, 0, 1, 500_00, 10**12]),
    }


def _log(dice: Random) -> Row:
    day = None if dice.random() < 0.1 else _moment(dice).date()
    comments = dice.choice([None, 0, 0, 1, 4])
    return {"owner_id": _ref(dice, 12), "category": dice.choice(["Daily", "Weekly", "", None]), "created_date": day} | {
        "comment_count": comments
    }


def _request(dice: Random) -> Row:
    asked = None if dice.random() < 0.1 else _moment(dice)
    return {
        "owner_id": _ref(dice, 12),
        "category": dice.choice(["Leave", "Expenses", "", None]),
        "status": dice.choice(["approved", "rejected", "pending", "draft", "withdrawn", "not_required", None]),
        "amount": dice.choice([None, None, 0, 99, 10**12]),
        "days": dice.choice([None, None, 0.0, 0.5, 3.0]),
        "created_at": asked,
        "created_date": asked.date() if asked else None,
        "decided_at": _later(dice, asked, 0.4),
    }


def _ticket(dice: Random) -> Row:
    opened = None if dice.random() < 0.1 else _moment(dice)
    return {
        "customer_id": _ref(dice, 40),
        "product_id": _ref(dice, 5),
        "owner_id": _ref(dice, 12),
        "channel": dice.choice(["Phone", "Mail", None]),
        "opened_at": opened,
        "opened_date": opened.date() if opened else None,
        "first_response_at": _later(dice, opened, 0.3),
        "resolved_at": _later(dice, opened, 0.3),
        "sla_hours": dice.choice([None, 0.5, 8.0, 24.0]),
        "is_escalated": dice.choice([None, False, False, True]),
        "reopen_count": dice.choice([None, 0, 0, 1, 2]),
    }


def _feedback(dice: Random) -> Row:
    return {
        "customer_id": _ref(dice, 40),
        "ticket_id": _ref(dice, 80),
        "product_id": _ref(dice, 5),
        "score": dice.choice([None, 0.0, 3.5, 10.0]),
        "given_date": None if dice.random() < 0.1 else _moment(dice).date(),
    }
