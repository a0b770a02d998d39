"""Service tickets (reports 2.10) in SQL: opened and resolved ones on their own days, the open ones at the end."""

from tests.oracle.reports.grouped import IN_PERIOD, Facts

_OF_ALL = "owner_key, customer_key, product, channel, priority, category"
TICKETS = Facts(
    parts={
        "opened": f"""SELECT {_OF_ALL}, opened_date AS day, 1 AS opened, first_response_hours,
                (sla = 'met')::INT AS kept, (sla = 'breached')::INT AS broken,
                (sla IN ('met', 'breached'))::INT AS judged, is_escalated::INT AS escalated,
                is_reopened::INT AS reopened, was_resolved::INT AS once_resolved
            FROM {{tickets}} WHERE opened_date {IN_PERIOD}""",
        "resolved": f"""SELECT {_OF_ALL}, resolved_date AS day, 1 AS resolved, resolution_hours
            FROM {{tickets}} WHERE resolved_date {IN_PERIOD}""",
        "still_open": f"""SELECT {_OF_ALL}, {{last}} AS day, 1 AS still_open FROM {{tickets}}
            WHERE opened_date <= {{last}} AND (resolved_date IS NULL OR resolved_date > {{last}})""",
    },
    cells={
        "tickets_opened": "count(opened)",
        "open_tickets": "count(still_open)",
        "tickets_resolved": "count(resolved)",
        "first_response_hours": "avg(first_response_hours) FILTER (opened = 1)",
        "first_response_hours_median": "median(first_response_hours) FILTER (opened = 1)",
        "resolution_hours": "avg(resolution_hours) FILTER (resolved = 1)",
        "resolution_hours_median": "median(resolution_hours) FILTER (resolved = 1)",
        "sla_breached": "coalesce(sum(broken) FILTER (opened = 1), 0)::BIGINT",
        "sla_met_rate": "sum(kept) FILTER (opened = 1) / nullif(sum(judged), 0)",
        "escalation_rate": "sum(escalated) / nullif(count(opened), 0)",
        "reopen_rate": "sum(reopened) FILTER (opened = 1) / nullif(sum(once_resolved), 0)",
    },
    keys={
        "owner": "coalesce(owner, 'Unknown')",
        "product": "coalesce(product, 'Unknown')",
        "ticket_channel": "shown(channel)",
        "ticket_priority": "shown(priority)",
        "ticket_category": "shown(category)",
    },
)
