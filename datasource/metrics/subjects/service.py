"""Subjects of service: tickets, feedback, and the changes of a customer's owner."""

from datasource.metrics.subjects.subject import Subject
from datasource.texts import N_

SERVICE_SUBJECTS = (
    Subject(
        "tickets", N_("Tickets"), "ticket_id",
        dates={"opened_date": "opened_date", "resolved_date": "resolved_date"},
        links={"users": "owner_id | customer_id.owner_id", "customers": "customer_id", "products": "product_id"},
        own={
            "ticket_channel": "channel", "ticket_category": "category", "ticket_priority": "priority",
            "ticket_sla": "sla",
        },
        columns=(
            "first_response_hours", "resolution_hours", "is_escalated", "is_reopened", "was_resolved", "reopen_count",
        ),
        lasts=("opened_date", "resolved_date"),
        records=(
            "title", "customer", "product", "owner", "ticket_channel", "ticket_priority", "opened_date",
            "first_response_hours", "resolution_hours", "ticket_sla", "is_escalated", "reopen_count",
        ),
    ),
    Subject(
        "feedback", N_("Feedback"), "feedback_id",
        dates={"given_date": "given_date"},
        links={
            "users": "ticket_id.owner_id | customer_id.owner_id", "customers": "customer_id", "products": "product_id",
        },
        own={"feeling": "p_feeling"},
        columns=("score",),
        records=("given_date", "customer", "owner", "product", "score", "feeling", "comment"),
    ),
    Subject(
        "owner_changes", N_("Changes of owner"), "owner_change_id",
        dates={"event_date": "event_date"},
        links={"users": "customer_id.owner_id", "customers": "customer_id"},
        own={"owner_move": "owner_move"},
        columns=("old_owner", "new_owner"),
        records=("event_date", "customer", "owner_move", "old_owner", "new_owner"),
    ),
)  # fmt: skip
