"""Rules about activities, visits, tickets and feedback, about the staff, and about marketing."""

import polars as pl

from datasource.quality import folding
from datasource.quality.rules.rule import (
    LATEST,
    Aspect,
    Rule,
    Severity,
    between,
    in_order,
    known,
    not_ahead,
    not_negative,
    required,
    unique,
)
from datasource.texts import N_

_col = pl.col
_CONCERNED = ("lead_id", "customer_id", "contact_id", "opportunity_id", "contract_id")
WORK_RULES = (
    required("activities", "owner_id", Severity.LOW),
    required("activities", "created_date", Severity.MEDIUM),
    *known("activities", *_CONCERNED, "owner_id"),
    *not_ahead("activities", "created_date"),
    Rule(
        "activities.concerns", "activities", _CONCERNED, Aspect.COMPLETENESS, Severity.LOW,
        N_("The activity belongs to no record"), pl.all_horizontal(_col(*_CONCERNED).is_null()),
    ),
    between("visits", "satisfaction", 1, 5),
    required("visits", "satisfaction", Severity.LOW),
    *known("visits", "customer_id", "contract_id", "owner_id"),
    *not_ahead("visits", "visit_date"),
    required("tickets", "customer_id", Severity.MEDIUM),
    required("tickets", "owner_id", Severity.LOW),
    *known("tickets", "customer_id", "contact_id", "product_id", "owner_id"),
    *not_ahead("tickets", "opened_at"),
    in_order("tickets", "opened_at", "first_response_at", Severity.HIGH),
    in_order("tickets", "opened_at", "resolved_at", Severity.HIGH),
    in_order("tickets", "resolved_at", "closed_at", Severity.LOW),
    *not_negative("tickets", "sla_hours", "reopen_count"),
    between("feedback", "score", 0, 10),
    *known("feedback", "customer_id", "ticket_id"),
    required("users", "department_id", Severity.MEDIUM, _col("is_active").fill_null(value=True)),
    *known("users", "department_id", "manager_id"),
    unique("users", "login", Severity.MEDIUM),
    unique("users", "email", Severity.MEDIUM, folding.email),
    in_order("users", "hired_date", "left_date"),
    Rule(
        "users.is_active.left", "users", ("is_active", "left_date"), Aspect.CONSISTENCY, Severity.MEDIUM,
        N_("The employee is active and has left"), _col("left_date") < _col(LATEST), _col("is_active"),
    ),
    Rule(
        "users.manager_id.itself", "users", ("manager_id",), Aspect.CONSISTENCY, Severity.MEDIUM,
        N_("The employee reports to themself"), _col("manager_id") == _col("user_id"), _col("manager_id").is_not_null(),
    ),
    in_order("trips", "start_date", "end_date"),
    *not_negative("trips", "cost_amount"),
    *known("trips", "customer_id", "owner_id"),
    *not_negative("approvals", "amount", "days"),
    in_order("approvals", "created_at", "decided_at"),
    *not_ahead("work_logs", "created_date"),
    in_order("campaigns", "start_date", "end_date"),
    *not_negative("campaigns", "budget_amount", "cost_amount"),
    *not_negative("ad_stats", "impressions", "clicks", "cost_amount"),
    Rule(
        "ad_stats.clicks.impressions", "ad_stats", ("clicks", "impressions"), Aspect.CONSISTENCY, Severity.MEDIUM,
        N_("It was clicked more often than shown"), _col("clicks") > _col("impressions"),
        _col("impressions").is_not_null(),
    ),
)  # fmt: skip
