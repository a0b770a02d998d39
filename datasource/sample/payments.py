"""What follows from a contract: instalments, payments (early, late, in parts, never) and invoices."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from datasource.sample.customers import Customers
from datasource.sample.days import LAST, at_work, on_workday
from datasource.sample.draw import NONE, Draw, Flags, Ints, ranges, split_amounts, where
from datasource.sample.frames import Frames, Keys, frame, numbered, words
from datasource.sample.money import APPROVED, PENDING, REJECTED, STATUSES, VOIDED, Contracts

_METHODS = ("银行转账", "支票", "支付宝", "微信支付", "承兑汇票")
_INVOICE_KINDS = ("增值税专用发票", "增值税普通发票", "电子发票")
_PLAN_STATUSES = ("open", "part_paid", "paid", "voided")
_INSTALMENT_DAYS = np.array([12, 65, 150, 270])
_NEVER_PAYS = 0.18


@dataclass(frozen=True)
class Plans:
    """One element per instalment: key, contract (its place), number from 0, amount, due day."""

    key: Ints
    contract: Ints
    number: Ints
    amount: Ints
    due: Ints


@dataclass(frozen=True)
class Receipts:
    """One element per payment: key, contract (its place), amount, day, status."""

    key: Ints
    contract: Ints
    amount: Ints
    day: Ints
    status: Ints


def make_plans(draw: Draw, keys: Keys, contracts: Contracts) -> Plans:
    """One to four instalments for each effective or voided contract, more for larger ones."""
    total = contracts.baskets.total
    size = len(total)
    due_at_all = contracts.effective | (contracts.status == VOIDED)
    counts = np.where(total < 1_500_000, 1, np.where(total < 10_000_000, draw.ints(1, 2, size), draw.ints(2, 4, size)))
    counts = np.where(due_at_all, counts, 0)
    contract, number = ranges(counts)
    amount = split_amounts(total, counts, draw.spread((0.5, 0.9, 1.1, 1.5), len(contract)))
    due = contracts.day[contract] + _INSTALMENT_DAYS[number] + draw.ints(0, 15, len(contract))
    return Plans(keys.take("receivable_plans", len(contract)), contract, number, amount, due)


def payment_tables(
    draw: Draw, keys: Keys, contracts: Contracts, plans: Plans, customers: Customers
) -> tuple[Frames, Receipts]:
    """The tables of instalments and payments, and the payments as arrays."""
    plan, day, amount = _paid(draw, contracts, plans, customers)
    size, contract, status = len(plan), plans.contract[plan], _receipt_status(draw, day)
    receipts = Receipts(keys.take("receipts", size), contract, amount, day, status)
    cells = {
        "receipt_id": receipts.key,
        "number": numbered("HK{}", receipts.key + 10_000_000),
        "contract_id": contracts.key[contract],
        "customer_id": customers.key[contracts.who[contract]],
        "receivable_plan_id": where(draw.chance(0.97, size), plans.key[plan]),
        "owner_id": contracts.owner[contract],
        "status": words(STATUSES, status),
        "amount": amount,
        "method": words(_METHODS, draw.choose((72, 6, 6, 4, 12), size)),
        "received_date": day,
        "created_at": at_work(draw, day),
        "is_deleted": (status == VOIDED) & draw.chance(0.2, size),
    }
    got = np.bincount(plan[status == APPROVED], amount[status == APPROVED], len(plans.key)).astype(np.int64)
    tables = {
        "receivable_plans": _plan_rows(draw, contracts, plans, customers, got),
        "receipts": frame("receipts", cells),
    }
    return tables, receipts


def _paid(draw: Draw, contracts: Contracts, plans: Plans, customers: Customers) -> tuple[Ints, Ints, Ints]:
    """Instalment, day and amount of each payment up to today; late payers are late, and sometimes never pay."""
    size, who = len(plans.key), contracts.who[plans.contract]
    late: Flags = customers.late_payer[who]
    delay = np.where(late, draw.days((8, 25, 55, 130), size), draw.days((-9, -1, 2, 12), size))
    day = np.maximum(plans.due + delay, contracts.day[plans.contract])
    pays = contracts.effective[plans.contract] & ~(late & draw.chance(_NEVER_PAYS, size))
    counts = np.where(pays, 1 + draw.chance(0.14, size), 0)
    plan, part = ranges(counts)
    amount = split_amounts(plans.amount, counts, draw.spread((0.7, 1.0, 1.3), len(plan)))
    day = on_workday(np.minimum(day[plan] + part * draw.ints(15, 45, len(plan)), LAST + 60))
    seen = np.flatnonzero((day <= LAST) & (amount > 0))
    seen = seen[np.argsort(day[seen], kind="stable")]
    return plan[seen], day[seen], amount[seen]


def _receipt_status(draw: Draw, day: Ints) -> Ints:
    size = len(day)
    status = np.where((day > LAST - 8) & draw.chance(0.5, size), PENDING, APPROVED)
    return np.where(draw.chance(0.012, size), REJECTED, np.where(draw.chance(0.008, size), VOIDED, status))


def _plan_rows(draw: Draw, contracts: Contracts, plans: Plans, customers: Customers, got: Ints) -> pl.DataFrame:
    voided = contracts.status[plans.contract] == VOIDED
    state = np.where(got >= plans.amount, 2, np.where(got > 0, 1, 0))
    cells = {
        "receivable_plan_id": plans.key,
        "contract_id": contracts.key[plans.contract],
        "customer_id": customers.key[contracts.who[plans.contract]],
        "owner_id": contracts.owner[plans.contract],
        "number": plans.number + 1,
        "status": words(_PLAN_STATUSES, np.where(voided, 3, state)),
        "amount": plans.amount,
        "due_date": plans.due,
        "created_at": at_work(draw, contracts.day[plans.contract]),
    }
    return frame("receivable_plans", cells)


def invoice_rows(draw: Draw, keys: Keys, contracts: Contracts, customers: Customers) -> pl.DataFrame:
    """One to three invoices for most effective contracts, over the whole amount or a part of it."""
    size = len(contracts.key)
    billed = contracts.effective & draw.chance(0.93, size)
    percent = np.where(draw.chance(0.16, size), draw.ints(30, 90, size), 100)
    total = contracts.baskets.total * percent // 10_000 * 100
    counts = np.where(billed, 1 + draw.choose((58, 29, 13), size), 0)
    contract, part = ranges(counts)
    amount = split_amounts(total, counts, draw.spread((0.7, 1.0, 1.3), len(contract)))
    day = contracts.day[contract] + draw.days((1, 8, 20, 45), len(contract)) + part * draw.ints(35, 80, len(contract))
    day = on_workday(np.minimum(day, LAST + 60))
    seen = np.flatnonzero((day <= LAST) & (amount > 0))
    seen = seen[np.argsort(day[seen], kind="stable")]
    contract, amount, day, size = contract[seen], amount[seen], day[seen], len(seen)
    key = keys.take("invoices", size)
    status = np.where((day > LAST - 8) & draw.chance(0.4, size), PENDING, APPROVED)
    cells = {
        "invoice_id": key,
        "number": numbered("FP{}", key + 10_000_000),
        "contract_id": contracts.key[contract],
        "customer_id": customers.key[contracts.who[contract]],
        "owner_id": contracts.owner[contract],
        "status": words(STATUSES, np.where(draw.chance(0.02, size), VOIDED, status)),
        "kind": words(_INVOICE_KINDS, draw.choose((60, 20, 20), size)),
        "amount": amount,
        "issue_date": day,
    }
    return frame("invoices", cells)


def split_rows(draw: Draw, keys: Keys, records: dict[str, tuple[Ints, Ints]], colleagues: Ints) -> pl.DataFrame:
    """Shared credit for one record in twelve: key and owner of the `records` by kind, `colleagues` who may share."""
    parts: list[dict[str, Ints]] = []
    for kind, (key, owner) in records.items():
        chosen = np.flatnonzero(draw.chance(0.08, len(key)) & (owner != NONE))
        shape = draw.choose((5, 3, 2), len(chosen))
        record, number = ranges(np.array([2, 2, 3])[shape])
        share = np.array([[70, 30, 0], [50, 50, 0], [60, 25, 15]])[shape[record], number]
        place = np.searchsorted(colleagues, owner[chosen[record]])
        other = colleagues[(place + number * draw.ints(1, 4, len(record))[record]) % len(colleagues)]
        names = ("opportunity", "contract", "receipt")
        cells = {name: key[chosen[record]] if name == kind else np.full(len(record), NONE) for name in names}
        parts.append(cells | {"owner": np.where(number == 0, owner[chosen[record]], other), "share": share})
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    size = len(joined["share"])
    cells = {
        "split_credit_id": keys.take("split_credits", size),
        "opportunity_id": joined["opportunity"],
        "contract_id": joined["contract"],
        "receipt_id": joined["receipt"],
        "owner_id": joined["owner"],
        "rate": joined["share"] / 100,
        "coefficient": np.array([1.0, 1.2, 0.8])[draw.choose((85, 8, 7), size)],
    }
    return frame("split_credits", cells)
