"""Rules about contracts and their lines, instalments, receipts, invoices, shared credits, targets and rates."""

import polars as pl

from datasource.quality.rules.rule import (
    FIRST_MONTH,
    Aspect,
    Rule,
    Severity,
    between,
    in_order,
    known,
    not_ahead,
    not_negative,
    owner_works_here,
    required,
    unique,
)
from datasource.texts import N_

_col = pl.col
_RATE_TOLERANCE = 1e-4
_LIVES = _col("status").is_in(("approved", "not_required", "pending"))
_FISCAL_YEAR = _col("month_date").dt.year() - (_col("month_date").dt.month() < _col(FIRST_MONTH)).cast(pl.Int32)
_YEAR = ("level", "kind", "department_id", "owner_id", _FISCAL_YEAR)
_RECORD = ("opportunity_id", "contract_id", "receipt_id")


def _sums_to_contract(beside: str, sentence: str) -> Rule:
    """What stands beside a contract adds up to its amount, a minor unit of rounding a row allowed."""
    apart = (_col("amount") - _col(f"{beside}.amount")).abs() > _col(f"{beside}.rows")
    asked = (_col(f"{beside}.empty") == 0) & _col("amount").is_not_null()
    return Rule(
        f"contracts.amount.{beside}",
        "contracts",
        ("amount",),
        Aspect.CONSISTENCY,
        Severity.MEDIUM,
        sentence,
        apart,
        asked,
    )


def _within_contract(beside: str, sentence: str) -> Rule:
    """What stands beside a contract is not more than its amount."""
    more = _col(f"{beside}.amount") > _col("amount") + _col(f"{beside}.rows")
    asked = _col(f"{beside}.amount").is_not_null() & _col("amount").is_not_null()
    return Rule(
        f"contracts.amount.{beside}", "contracts", ("amount",), Aspect.CONSISTENCY, Severity.HIGH, sentence, more, asked
    )


def _of_one_customer(table: str) -> Rule:
    """A payment or invoice is that of the contract's customer."""
    filled = (_col("customer_id") > 0) & (_col("contract.customer_id") > 0)
    return Rule(
        f"{table}.customer_id.contract", table, ("customer_id", "contract_id"), Aspect.CONSISTENCY, Severity.HIGH,
        N_("The customer is another one than the contract's"),
        _col("customer_id") != _col("contract.customer_id"), filled,
    )  # fmt: skip


MONEY_RULES = (
    required("contracts", "number", Severity.LOW),
    required("contracts", "customer_id", Severity.HIGH),
    required("contracts", "amount", Severity.HIGH),
    required("contracts", "order_date", Severity.HIGH),
    required("contracts", "owner_id", Severity.LOW),
    *known("contracts", "customer_id", "opportunity_id", "owner_id"),
    unique("contracts", "number", Severity.HIGH),
    *not_negative("contracts", "amount"),
    *not_ahead("contracts", "order_date"),
    in_order("contracts", "start_date", "end_date"),
    _sums_to_contract("lines", N_("The amount is another one than the sum of the lines")),
    _sums_to_contract("plans", N_("The instalments do not add up to the contract's amount")),
    _within_contract("receipts", N_("More was received than the contract's amount")),
    _within_contract("invoices", N_("More was invoiced than the contract's amount")),
    owner_works_here("contracts", _col("status") == "pending"),
    *known("contract_lines", "contract_id", "product_id"),
    required("contract_lines", "product_id", Severity.MEDIUM),
    required("contract_lines", "amount", Severity.HIGH),
    *not_negative("contract_lines", "quantity", "unit_price_amount", "unit_cost_amount"),
    required("receivable_plans", "due_date", Severity.HIGH),
    required("receivable_plans", "amount", Severity.HIGH),
    required("receivable_plans", "contract_id", Severity.HIGH),
    *known("receivable_plans", "contract_id", "customer_id"),
    *not_negative("receivable_plans", "amount"),
    Rule(
        "receivable_plans.number.unique", "receivable_plans", ("number", "contract_id"), Aspect.UNIQUENESS,
        Severity.MEDIUM, N_("The contract has two instalments of this number"),
        pl.struct("contract_id", "number").is_duplicated(),
        (_col("contract_id") > 0) & _col("number").is_not_null(),
    ),
    required("receipts", "contract_id", Severity.MEDIUM),
    required("receipts", "amount", Severity.HIGH),
    required("receipts", "received_date", Severity.HIGH),
    *known("receipts", "contract_id", "customer_id", "receivable_plan_id", "owner_id"),
    unique("receipts", "number", Severity.HIGH),
    *not_negative("receipts", "amount"),
    *not_ahead("receipts", "received_date"),
    in_order("receipts", "contract.order_date", "received_date", Severity.LOW),
    _of_one_customer("receipts"),
    required("invoices", "number", Severity.LOW),
    required("invoices", "amount", Severity.HIGH),
    required("invoices", "issue_date", Severity.HIGH),
    *known("invoices", "contract_id", "customer_id", "owner_id"),
    unique("invoices", "number", Severity.HIGH),
    *not_ahead("invoices", "issue_date"),
    in_order("invoices", "contract.order_date", "issue_date", Severity.LOW),
    _of_one_customer("invoices"),
    between("split_credits", "rate", 0, 1),
    Rule(
        "split_credits.rate.whole", "split_credits", ("rate",), Aspect.CONSISTENCY, Severity.HIGH,
        N_("The shares of this record do not add up to 100 %"),
        (_col("rate").sum().over(_RECORD) - 1).abs() > _RATE_TOLERANCE,
        _col("rate").is_not_null() & pl.any_horizontal(_col(*_RECORD) > 0),
    ),
    *known("split_credits", "opportunity_id", "contract_id", "receipt_id", "owner_id"),
    *not_negative("targets", "target_amount", "stretch_amount", "challenge_amount"),
    Rule(
        "targets.year_amount.months", "targets", ("target_amount", "year_amount"), Aspect.CONSISTENCY,
        Severity.MEDIUM, N_("The months do not add up to the stated year"),
        _col("target_amount").sum().over(_YEAR) != _col("year_amount"),
        _col("year_amount").is_not_null(),
    ),
    Rule(
        "exchange_rates.rate.positive", "exchange_rates", ("rate",), Aspect.VALIDITY, Severity.HIGH,
        N_("“{column}” is not above 0"), _col("rate").fill_null(0) <= 0,
    ),
)  # fmt: skip
