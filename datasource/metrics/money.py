"""Metrics of contracts, receipts, invoices and targets (reports 2.3 and 2.8)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_EFFECTIVE = Condition("is_effective", Op.EQ, True)
_EMPLOYEE_TARGET = (Condition("level", Op.EQ, "employee"), Condition("kind", Op.EQ, "contract_amount"))

MONEY_METRICS = (
    Metric(
        "contract_count",
        N_("New contracts"),
        N_("Effective contracts, by order date."),
        Aggregate("contracts", How.COUNT, where=(_EFFECTIVE,)),
        Unit.COUNT,
        date="order_date",
    ),
    Metric(
        "contract_amount",
        N_("Contract amount"),
        N_("Amount of the effective contracts, by order date."),
        Aggregate("contracts", How.SUM, "amount", (_EFFECTIVE,)),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "outstanding_amount",
        N_("Outstanding amount"),
        N_("Amount of the effective contracts less all effective receipts on them, by order date."),
        Aggregate("contracts", How.SUM, "outstanding_amount", (_EFFECTIVE,)),
        Unit.MONEY,
        date="order_date",
        higher_is_better=False,
    ),
    Metric(
        "received_amount",
        N_("Received amount"),
        N_("Amount of the effective receipts, by the day the money came in."),
        Aggregate("receipts", How.SUM, "amount", (_EFFECTIVE,)),
        Unit.MONEY,
        date="received_date",
    ),
    Metric(
        "receipt_count",
        N_("Receipts"),
        N_("Effective receipts, by the day the money came in."),
        Aggregate("receipts", How.COUNT, where=(_EFFECTIVE,)),
        Unit.COUNT,
        date="received_date",
    ),
    Metric(
        "invoiced_amount",
        N_("Invoiced amount"),
        N_("Amount of the effective invoices, by issue date."),
        Aggregate("invoices", How.SUM, "amount", (_EFFECTIVE,)),
        Unit.MONEY,
        date="issue_date",
    ),
    Metric(
        "target_amount",
        N_("Target"),
        N_("Employees' own targets for contract amount, by month."),
        Aggregate("targets", How.SUM, "target_amount", _EMPLOYEE_TARGET),
        Unit.MONEY,
        date="month_date",
        higher_is_better=None,
    ),
    Metric(
        "attainment",
        N_("Attainment"),
        N_("Contract amount out of the target."),
        Combination(Join.RATIO, "contract_amount", "target_amount"),
        Unit.RATE,
    ),
)
