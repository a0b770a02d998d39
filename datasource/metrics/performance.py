"""Metrics of what was collected and invoiced on contracts, of shared credit and of receivables (reports 2.3)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_EFFECTIVE = Condition("is_effective", Op.EQ, True)
_COUNTED = Condition("is_counted", Op.EQ, True)
_OUTSTANDING = (Condition("is_due", Op.EQ, True), Condition("outstanding_amount", Op.GT, 0))
_OVERDUE = (*_OUTSTANDING, Condition("days_overdue", Op.GT, 0))


def _of_age(name: str, label: str, definition: str, age: str, *, higher_is_better: bool | None = False) -> Metric:
    where = (*_OUTSTANDING, Condition("ageing", Op.EQ, age))
    measure = Aggregate("receivable_plans", How.SUM, "outstanding_amount", where)
    return Metric(name, label, definition, measure, Unit.MONEY, date="due_date", higher_is_better=higher_is_better)


def _on_contracts(column: str, *where: Condition) -> Aggregate:
    return Aggregate("contracts", How.SUM, column, (_EFFECTIVE, *where))


def _allocated(*where: Condition) -> Aggregate:
    return Aggregate("split_credits", How.SUM, "allocated_amount", (_COUNTED, *where))


def _split_of(kind: str) -> Aggregate:
    return _allocated(Condition("split_record", Op.EQ, kind))


PERFORMANCE_METRICS = (
    Metric(
        "received_on_contracts",
        N_("Received on these contracts"),
        N_("All effective receipts to this day on the effective contracts ordered in the period."),
        _on_contracts("received_amount"),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "collection_rate",
        N_("Collection rate"),
        N_("What has come in to this day on the contracts ordered in the period, out of their amount."),
        Combination(Join.RATIO, "received_on_contracts", "contract_amount"),
        Unit.RATE,
    ),
    Metric(
        "invoiced_on_contracts",
        N_("Invoiced on these contracts"),
        N_("All effective invoices to this day on the effective contracts ordered in the period."),
        _on_contracts("invoiced_amount"),
        Unit.MONEY,
        date="order_date",
    ),
    Metric(
        "received_not_invoiced_amount",
        N_("Received, not invoiced"),
        N_(
            "Per effective contract ordered in the period, what its receipts to this day exceed its invoices by; "
            "contracts do not offset each other."
        ),
        _on_contracts("received_not_invoiced_amount", Condition("received_not_invoiced_amount", Op.GT, 0)),
        Unit.MONEY,
        date="order_date",
        higher_is_better=False,
    ),
    Metric(
        "invoiced_not_received_amount",
        N_("Invoiced, not received"),
        N_(
            "Per effective contract ordered in the period, what its invoices to this day exceed its receipts by; "
            "contracts do not offset each other."
        ),
        _on_contracts("invoiced_not_received_amount", Condition("invoiced_not_received_amount", Op.GT, 0)),
        Unit.MONEY,
        date="order_date",
        higher_is_better=False,
    ),
    Metric(
        "split_contract_amount",
        N_("Split credit: contracts"),
        N_("Shares of effective contracts: amount × rate × coefficient, to whom it is allocated, by order date."),
        _split_of("contract"),
        Unit.MONEY,
        date="record_date",
    ),
    Metric(
        "split_received_amount",
        N_("Split credit: receipts"),
        N_("Shares of effective receipts: amount × rate × coefficient, to whom it is allocated, by received date."),
        _split_of("receipt"),
        Unit.MONEY,
        date="record_date",
    ),
    Metric(
        "split_won_amount",
        N_("Split credit: won deals"),
        N_("Shares of won opportunities: amount × rate × coefficient, to whom it is allocated, by close date."),
        _split_of("opportunity"),
        Unit.MONEY,
        date="record_date",
    ),
    Metric(
        "split_credit_amount",
        N_("Split credit"),
        N_(
            "Amount × rate × coefficient of the shares of effective contracts, effective receipts and won "
            "opportunities, by the record's order, received or close date."
        ),
        _allocated(),
        Unit.MONEY,
        date="record_date",
        needs="split_record",
    ),
    Metric(
        "split_share_count",
        N_("Shares of credit"),
        N_("Shares of effective contracts, effective receipts and won opportunities."),
        Aggregate("split_credits", How.COUNT, where=(_COUNTED,)),
        Unit.COUNT,
        date="record_date",
        higher_is_better=None,
    ),
    Metric(
        "split_record_count",
        N_("Split records"),
        N_("Effective contracts, effective receipts and won opportunities whose credit is split."),
        Aggregate("split_credits", How.DISTINCT, "split_key", (_COUNTED,)),
        Unit.COUNT,
        date="record_date",
        higher_is_better=None,
    ),
    Metric(
        "incomplete_split_count",
        N_("Splits not adding up"),
        N_("Split records whose rates do not add up to 100%."),
        Aggregate(
            "split_credits", How.DISTINCT, "split_key", (_COUNTED, Condition("split_status", Op.EQ, "incomplete"))
        ),
        Unit.COUNT,
        date="record_date",
        higher_is_better=False,
    ),
    Metric(
        "planned_amount",
        N_("Instalments due"),
        N_("Instalments of effective contracts, paid or not, by due date; voided ones are left out."),
        Aggregate("receivable_plans", How.SUM, "amount", (_OUTSTANDING[0],)),
        Unit.MONEY,
        date="due_date",
        higher_is_better=None,
    ),
    Metric(
        "receivable_amount",
        N_("Receivables"),
        N_(
            "What is outstanding on the instalments of effective contracts: amount less effective receipts on it; "
            "receipts that name no instalment pay the contract's oldest."
        ),
        Aggregate("receivable_plans", How.SUM, "outstanding_amount", _OUTSTANDING),
        Unit.MONEY,
        date="due_date",
        higher_is_better=False,
    ),
    Metric(
        "receivable_count",
        N_("Open instalments"),
        N_("Instalments of effective contracts on which something is outstanding, by due date."),
        Aggregate("receivable_plans", How.COUNT, where=_OUTSTANDING),
        Unit.COUNT,
        date="due_date",
        higher_is_better=False,
    ),
    Metric(
        "overdue_amount",
        N_("Overdue amount"),
        N_("What is outstanding on instalments whose due date has passed today."),
        Aggregate("receivable_plans", How.SUM, "outstanding_amount", _OVERDUE),
        Unit.MONEY,
        date="due_date",
        higher_is_better=False,
    ),
    _of_age(
        "receivable_not_due",
        N_("Not due"),
        N_("Receivables on instalments that are due today or later."),
        "not_due",
        higher_is_better=None,
    ),
    _of_age("overdue_1_30", N_("1–30 days"), N_("Receivables on instalments 1 to 30 days overdue today."), "1-30"),
    _of_age("overdue_31_60", N_("31–60 days"), N_("Receivables on instalments 31 to 60 days overdue today."), "31-60"),
    _of_age("overdue_61_90", N_("61–90 days"), N_("Receivables on instalments 61 to 90 days overdue today."), "61-90"),
    _of_age(
        "overdue_over_90", N_("Over 90 days"), N_("Receivables on instalments over 90 days overdue today."), "over_90"
    ),
    Metric(
        "overdue_share",
        N_("Overdue share"),
        N_("Overdue amount out of all receivables."),
        Combination(Join.RATIO, "overdue_amount", "receivable_amount"),
        Unit.RATE,
        higher_is_better=False,
    ),
)
