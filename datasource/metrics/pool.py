"""Metrics of the public pool (reports 2.1): moves into it and out of it, as events and as distinct customers."""

from datasource.metrics.metric import Aggregate, Condition, How, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_


def _moves(kind: str) -> Aggregate:
    return Aggregate("pool_events", How.COUNT, where=(Condition("kind", Op.EQ, kind),))


def _customers(kind: str) -> Aggregate:
    return Aggregate("pool_events", How.DISTINCT, "customer_id", (Condition("kind", Op.EQ, kind),))


POOL_METRICS = (
    Metric(
        "pool_entries",
        N_("Into the pool (moves)"),
        N_("Moves of customers into the public pool in the period, by whoever gave them up."),
        _moves("into_pool"),
        Unit.COUNT,
        date="event_date",
        higher_is_better=False,
    ),
    Metric(
        "pool_entered_customers",
        N_("Into the pool"),
        N_("Distinct customers that went into the public pool in the period, by whoever gave them up."),
        _customers("into_pool"),
        Unit.COUNT,
        date="event_date",
        higher_is_better=False,
    ),
    Metric(
        "pool_claims",
        N_("Claimed (moves)"),
        N_("Moves of customers out of the public pool by whoever claimed them in the period."),
        _moves("claimed"),
        Unit.COUNT,
        date="event_date",
    ),
    Metric(
        "pool_claimed_customers",
        N_("Claimed"),
        N_("Distinct customers claimed from the public pool in the period, by whoever claimed them."),
        _customers("claimed"),
        Unit.COUNT,
        date="event_date",
    ),
    Metric(
        "pool_assignments",
        N_("Assigned (moves)"),
        N_("Moves of customers out of the public pool by assignment in the period, by whoever got them."),
        _moves("assigned"),
        Unit.COUNT,
        date="event_date",
        higher_is_better=None,
    ),
    Metric(
        "pool_assigned_customers",
        N_("Assigned"),
        N_("Distinct customers assigned from the public pool in the period, by whoever got them."),
        _customers("assigned"),
        Unit.COUNT,
        date="event_date",
        higher_is_better=None,
    ),
)
