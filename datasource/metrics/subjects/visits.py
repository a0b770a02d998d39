"""Subjects of moves through the public pool and of return visits."""

from datasource.metrics.subjects.subject import Lines, Subject
from datasource.texts import N_

POOL_AND_VISIT_SUBJECTS = (
    Subject(
        "pool_events", N_("Moves through the public pool"), "pool_event_id",
        dates={"event_date": "event_date"},
        links={"users": "owner_id", "customers": "customer_id"},
        own={"pool_move": "kind"},
        columns=("kind", "customer_id"),
        records=("event_date", "pool_move", "customer", "owner"),
    ),
    Subject(
        "visits", N_("Return visits"), "visit_id",
        dates={"visit_date": "visit_date"},
        links={"users": "owner_id | customer_id.owner_id", "customers": "customer_id", "contracts": "contract_id"},
        own={"channel": "channel", "satisfaction": "answer", "feeling": "p_feeling"},
        columns=("score",),
        lines=Lines("visit_lines", "visit_id"),
        wholes=("score",),
        records=("visit_date", "customer", "owner", "channel", "satisfaction", "comment"),
    ),
)  # fmt: skip
