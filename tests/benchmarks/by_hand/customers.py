"""Customers, contacts and reports over several tables, written by hand."""

from typing import Any

import polars as pl

from tests.benchmarks.by_hand.writing import (
    EFFECTIVE,
    LAST_YEAR,
    MONEY,
    MONTH,
    MONTH_BEFORE,
    YEAR,
    Answer,
    Question,
    Rows,
    joined,
    key,
    kpi,
    month,
    months,
    texts,
    within,
)

_COUNT = pl.len().cast(pl.Int64)
_DEALT = pl.col("first_deal_date").is_not_null()
_FOLLOW_UP = pl.col("kind") == "follow_up"
_EMPLOYEE = ("department", "owner")


def _new_customers(rows: Rows) -> Answer:
    return kpi(rows("customers"), "created_date", (MONTH, MONTH_BEFORE), new_customers=_COUNT)


def _new_contacts(rows: Rows) -> Answer:
    return kpi(rows("contacts"), "created_date", (MONTH, MONTH_BEFORE), new_contacts=_COUNT)


def _by_employee(rows: Rows, *, with_activities: bool) -> pl.LazyFrame:
    """One row per employee, every number beside the others; `deal_rate` is not worked out yet."""
    by = [key(name) for name in _EMPLOYEE]
    customers = rows("customers", "created_date").filter(within("created_date", YEAR)).group_by(by)
    contracts = rows("contracts").filter(EFFECTIVE & within("order_date", YEAR)).group_by(by)
    receipts = rows("receipts").filter(EFFECTIVE & within("received_date", YEAR)).group_by(by)
    tables = [
        customers.agg(new_customers=_COUNT, dealt_customers=_DEALT.sum().cast(pl.Int64)),
        contracts.agg(contract_count=_COUNT, contract_amount=MONEY),
        receipts.agg(received_amount=MONEY),
    ]
    if with_activities:
        made = rows("activities").filter(_FOLLOW_UP & within("created_date", YEAR))
        tables.append(made.group_by(by).agg(follow_ups=_COUNT))
    return joined(tables, _EMPLOYEE)


def _rated(table: pl.DataFrame, metrics: tuple[str, ...]) -> Answer:
    """The rows with the deal rate, and the totals."""
    totals: dict[str, Any] = table.select(pl.exclude(_EMPLOYEE).sum()).row(0, named=True)
    totals["deal_rate"] = totals["dealt_customers"] / totals["new_customers"] if totals["new_customers"] else None
    new = pl.col("new_customers")
    rate = pl.when(new != 0).then(pl.col("dealt_customers") / new).alias("deal_rate")
    shown = table.with_columns(rate, *texts(*_EMPLOYEE)).select(*_EMPLOYEE, *metrics)
    return Answer(shown, {name: totals[name] for name in metrics})


def _page(rows: Rows) -> Answer:
    table = _by_employee(rows, with_activities=False).sort(_EMPLOYEE).collect()
    return _rated(table, ("new_customers", "dealt_customers", "deal_rate", "contract_amount", "received_amount"))


def _board(rows: Rows) -> Answer:
    table = _by_employee(rows, with_activities=True)
    ordered = table.sort(["contract_amount", *_EMPLOYEE], descending=[True, False, False]).collect()
    counts = ("new_customers", "dealt_customers", "deal_rate", "follow_ups", "contract_count")
    return _rated(ordered, (*counts, "contract_amount", "received_amount"))


def _effort_and_money(rows: Rows) -> Answer:
    won = rows("opportunities").filter((pl.col("outcome") == "won") & within("close_date", LAST_YEAR))
    received = rows("receipts").filter(EFFECTIVE & within("received_date", LAST_YEAR))
    entered = {
        subject: rows(subject).filter(within("created_date", LAST_YEAR)) for subject in ("leads", "opportunities")
    }
    made = rows("activities").filter(_FOLLOW_UP & within("created_date", LAST_YEAR))
    by = month("created_date", "date")
    tables = [
        entered["leads"].group_by(by).agg(new_leads=_COUNT),
        entered["opportunities"].group_by(by).agg(new_opportunities=_COUNT),
        won.group_by(month("close_date", "date")).agg(won_amount=MONEY),
        received.group_by(month("received_date", "date")).agg(received_amount=MONEY),
        made.group_by(by).agg(follow_ups=_COUNT),
    ]
    return Answer(joined(tables, ["date"]).sort("date").with_columns(months("date")).collect())


def _cycle(rows: Rows) -> Answer:
    dealt = rows("first_deals").filter(within("first_deal_date", LAST_YEAR))
    days = pl.col("cycle_days")
    found = dealt.group_by(key("industry")).agg(
        cycle_days=days.mean(), cycle_days_median=days.median(), dealt_customers_period=_COUNT
    )
    return Answer(found.sort("industry").with_columns(texts("industry")).collect())


QUESTIONS: dict[str, Question] = {
    "cockpit/new_customers": _new_customers,
    "cockpit/new_contacts": _new_contacts,
    "customers/by-employee": _page,
    "people-and-money/by-employee": _board,
    "asked/effort-and-money-by-month": _effort_and_money,
    "asked/cycle-by-industry": _cycle,
}
