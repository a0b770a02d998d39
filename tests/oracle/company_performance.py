"""The random company's instalments and shares of credit: receipts name some of them, some name what is not there."""

from random import Random
from typing import Any

Row = dict[str, Any]
Tables = dict[str, list[Row]]
PLANS, SHARES = 90, 120


def with_plans_and_shares(tables: Tables, seed: int) -> Tables:
    """`tables` with instalments that some receipts pay, and with credit that is split."""
    dice = Random(f"plans {seed}")
    receipts = [receipt | {"receivable_plan_id": _ref(dice, PLANS, 0.5)} for receipt in tables["receipts"]]
    days = [row["order_date"] for row in tables["contracts"]]
    plans = [
        {
            "receivable_plan_id": number,
            "contract_id": _ref(dice, len(days), 0.1),
            "customer_id": _ref(dice, len(tables["customers"]), 0.3),
            "owner_id": _ref(dice, len(tables["users"]), 0.5),
            "number": dice.choice([None, 1, 2, 3]),
            "status": dice.choice([None, "open", "part_paid", "paid", "voided"]),
            "amount": dice.choice([None, 0, -700, 10**12, *range(100, 4_000_000, 199_999)]),
            "due_date": dice.choice(days),
        }
        for number in range(1, PLANS + 1)
    ]
    shares = [_share(dice, tables) | {"split_credit_id": number} for number in range(1, SHARES + 1)]
    return tables | {"receipts": receipts, "receivable_plans": plans, "split_credits": shares}


def _share(dice: Random, tables: Tables) -> Row:
    table, key = dice.choice(
        [("contracts", "contract_id"), ("receipts", "receipt_id"), ("opportunities", "opportunity_id")]
    )
    return {
        key: _ref(dice, len(tables[table]) // 2, 0.0),
        "owner_id": _ref(dice, len(tables["users"]), 0.2),
        "rate": dice.choice([None, 0.0, 0.5, 0.5, 1 / 3, 0.333333, 1.0, 1.15]),
        "coefficient": dice.choice([None, 0.0, 0.8, 1.0, 1.0, 1.2]),
    }


def _ref(dice: Random, last: int, missing: float) -> int | None:
    chance = dice.random()
    return None if chance < missing else 0 if chance < missing + 0.08 else dice.randint(1, last)
