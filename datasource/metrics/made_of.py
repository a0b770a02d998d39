"""What the computed columns of entities are made of, so that every number can be followed to the stored columns.

One row a computed column: the columns that it stands on, stored ones or computed ones again.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from datasource.metrics.made import FORMULA
from datasource.metrics.metric import Aggregate
from datasource.metrics.registry import DIMENSIONS, SUBJECTS, leaves
from datasource.tables.custom import OWN
from datasource.tables.schema import TABLES, columns, table_of

Place = tuple[str, str]
"""A table and a column of it."""
_TAKEN_FROM: Mapping[str, str] = MappingProxyType(
    {
        "first_deals": "customers",
        "stage_reach": "opportunities",
        "stage_dwell": "opportunities",
        "stage_stays": "opportunities",
        "owner_changes": "customers",
        "log_days": "users",
    }
)
"""Derived entity → the table whose columns its rows take over."""
_DEAL = ("contracts.order_date", "contracts.status", "contracts.customer_id")
_BOUGHT = (*_DEAL, "contracts.amount")
_LEAD = (
    "leads.source", "leads.industry", "leads.status", "leads.created_date", "leads.converted_date", "leads.campaign_id",
    "campaigns.kind", "campaigns.channel", "leads.phone", "leads.email",
)  # fmt: skip
_STAY = ("stage_events.entered_date", "stage_events.left_date", "stage_events.stage_id")
_PAID = ("receipts.amount", "receipts.status", "receipts.contract_id")
_BILLED = ("invoices.amount", "invoices.status", "invoices.contract_id")
_SHARE = ("split_credits.rate", "split_credits.coefficient")
_RECORDS = (
    "contracts.amount", "contracts.order_date", "receipts.amount", "receipts.received_date", "opportunities.amount",
    "opportunities.close_date",
)  # fmt: skip
_RECORD_KEYS = ("split_credits.contract_id", "split_credits.receipt_id", "split_credits.opportunity_id")
_LAST_SEEN = ("activities.created_date", "activities.opportunity_id", "activities.customer_id")
_DONE = (*_LAST_SEEN, "activities.channel", "activities.kind")
MADE_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers.first_deal_date": _DEAL,
        "customers.cycle_days": ("customers.created_date", *_DEAL),
        "customers.p_churn_risk": _BOUGHT,
        "customers.p_risk_amount": _BOUGHT,
        "customers.p_predicted_amount": _BOUGHT,
        "customers.p_segment": _BOUGHT,
        "customers.p_lifecycle_stage": _BOUGHT,
"customers.p_recency": _DEAL,
        "customers.p_frequency": _DEAL,
        "customers.p_money_amount": _BOUGHT,
        "customers.p_basket_amount": _BOUGHT,
        "customers.p_tenure": _DEAL,
        "customers.p_year_amount": _BOUGHT,
        "customers.p_follow_ups": ("activities.created_date", "activities.customer_id", "activities.kind"),
        "customers.p_tickets": ("tickets.opened_at", "tickets.customer_id"),
        "opportunities.p_win_chance": (*_STAY, *_LAST_SEEN, "opportunities.outcome"),
        "opportunities.p_expected_amount": (*_STAY, *_LAST_SEEN, "opportunities.outcome", "opportunities.amount"),
        "opportunities.p_next_action": (*_STAY, *_DONE, "opportunities.outcome", "opportunities.amount"),
        "customers.p_next_action": (*_BOUGHT, *_DONE),
        "leads.p_lead_score": _LEAD,
        "leads.p_lead_grade": _LEAD,
        "touches.p_credit_amount": (
            "touches.touched_at", "touches.customer_id", "touches.lead_id", "opportunities.amount",
            "opportunities.outcome", "opportunities.close_date",
        ),
        "visits.score": ("visits.satisfaction",),
        "visits.p_feeling": ("visits.comment",),
        "feedback.p_feeling": ("feedback.comment",),
        "opportunities.weighted_amount": ("opportunities.amount", "stages.win_probability"),
        "opportunities.days_without_activity": _LAST_SEEN,
        "opportunities.days_past_close": ("opportunities.expected_close_date",),
        "opportunities.stage_age": _STAY,
        "stage_dwell.until_date": _STAY,
        "stage_dwell.is_ongoing": _STAY,
        "stage_dwell.stay_days": _STAY,
        "stage_dwell.days_over_benchmark": _STAY,
        "contracts.is_effective": ("contracts.status",),
        "receipts.is_effective": ("receipts.status",),
        "invoices.is_effective": ("invoices.status",),
        "contracts.received_amount": _PAID,
        "contracts.outstanding_amount": ("contracts.amount", *_PAID),
        "contracts.invoiced_amount": _BILLED,
        "contracts.received_not_invoiced_amount": (*_PAID, *_BILLED),
        "contracts.invoiced_not_received_amount": (*_BILLED, *_PAID),
        "split_credits.allocated_amount": (*_SHARE, *_RECORDS),
        "split_credits.is_counted": ("contracts.status", "receipts.status", "opportunities.outcome"),
        "split_credits.split_record": _RECORD_KEYS,
        "split_credits.record_date": ("contracts.order_date", "receipts.received_date", "opportunities.close_date"),
        "split_credits.split_key": _RECORD_KEYS,
        "split_credits.split_status": ("split_credits.rate",),
        "receivable_plans.is_due": ("contracts.status", "receivable_plans.amount"),
        "receivable_plans.outstanding_amount": ("receivable_plans.amount", *_PAID),
        "receivable_plans.days_overdue": ("receivable_plans.due_date",),
        "receivable_plans.ageing": ("receivable_plans.due_date",),
        "contract_lines.is_effective": ("contracts.status",),
        "contract_lines.contract_number": ("contracts.number",),
        "contract_lines.cost_amount": ("contract_lines.quantity", "contract_lines.unit_cost_amount"),
        "contract_lines.costed_amount": ("contract_lines.amount", "contract_lines.unit_cost_amount"),
        "contract_lines.margin_amount": (
            "contract_lines.amount", "contract_lines.quantity", "contract_lines.unit_cost_amount",
        ),
        "leads.first_response_hours": ("leads.created_at", "leads.first_response_at"),
        "campaigns.spend_amount": ("campaigns.cost_amount", "ad_stats.cost_amount", "ad_stats.campaign_id"),
        "campaigns.platform": ("ad_stats.platform", "ad_stats.campaign_id"),
        "tickets.resolved_date": ("tickets.resolved_at",),
        "tickets.first_response_hours": ("tickets.opened_at", "tickets.first_response_at"),
        "tickets.resolution_hours": ("tickets.opened_at", "tickets.resolved_at"),
        "tickets.sla": ("tickets.sla_hours", "tickets.opened_at", "tickets.resolved_at"),
        "tickets.is_reopened": ("tickets.reopen_count",),
        "tickets.was_resolved": ("tickets.resolved_at", "tickets.reopen_count"),
        "work_logs.is_commented": ("work_logs.comment_count",),
        "log_days.log_date": ("work_logs.created_date", "users.hired_date", "users.left_date"),
        "log_days.is_logged": ("work_logs.created_date", "work_logs.owner_id"),
        "approvals.decision_hours": ("approvals.created_at", "approvals.decided_at"),
    }
)  # fmt: skip
"""Computed column → what it is made of, each as `table.column`."""


def behind(metric: str) -> tuple[Place, ...]:
    """The stored columns that the number of `metric` stands on: what it puts together, its conditions, its date.

    A count of rows stands on the ids that its rows have in the source. A formula that a person wrote over records is
    not followed into its text. Raises `MingjingError` for an unknown metric.
    """
    found: dict[Place, None] = {}
    for leaf in leaves(metric):
        measure = leaf.measure
        assert isinstance(measure, Aggregate)
        subject = SUBJECTS[measure.subject]
        asked = [measure.column or "source_key", *(ask.column for ask in measure.where), subject.dates.get(leaf.date)]
        paths = [path for path in asked if path and not path.startswith(FORMULA)]
        paths += [path for ask in measure.within for path in _of_dimension(subject.table, ask.field)]
        for path in paths:
            found |= dict.fromkeys(stored_columns(subject.table, path))
    return tuple(found)


def stored_columns(entity: str, path: str) -> tuple[Place, ...]:
    """The stored columns that `path` (a column of `entity`, or references to one) leads to, references included."""
    found: dict[Place, None] = {}
    for way in path.split("|"):
        table = entity
        *references, column = way.strip().split(".")
        for reference in references:
            found |= dict.fromkeys(_stored(table, reference))
            table = table_of(reference)
        found |= dict.fromkeys(_stored(table, column))
    return tuple(found)


def _of_dimension(entity: str, field: str) -> Iterator[str]:
    dim = DIMENSIONS.get(field)
    subject = SUBJECTS[entity]
    if dim is not None and field in subject.own:
        yield subject.own[field]
    if dim is not None and field in subject.numbers:
        yield subject.numbers[field]


def _stored(entity: str, column: str) -> Iterator[Place]:
    made = MADE_OF.get(f"{entity}.{column}")
    if made is not None:
        for one in made:
            table, _, name = one.partition(".")
            yield from _stored(table, name)
    elif entity in _TAKEN_FROM:
        yield from _stored(_TAKEN_FROM[entity], column)
    elif column.startswith(OWN) or entity not in TABLES or any(info.name == column for info in columns(entity)):
        yield entity, column
