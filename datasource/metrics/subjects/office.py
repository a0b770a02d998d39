"""Subjects of the office: work logs, requests for approval, days on which a log was to be written."""

from datasource.metrics.subjects.subject import Subject
from datasource.texts import N_

OFFICE_SUBJECTS = (
    Subject(
        "work_logs", N_("Work logs"), "work_log_id",
        dates={"created_date": "created_date"},
        links={"users": "owner_id"},
        own={"log_category": "category"},
        columns=("is_commented", "comment_count"),
        records=("created_date", "owner", "sales_team", "log_category", "content", "comment_count"),
    ),
    Subject(
        "log_days", N_("Days to log"), "log_day_id",
        dates={"log_date": "log_date"},
        links={"users": "owner_id"},
        columns=("is_logged",),
        records=("log_date", "owner", "sales_team", "is_logged"),
    ),
    Subject(
        "approvals", N_("Approval requests"), "approval_id",
        dates={"created_date": "created_date"},
        links={"users": "owner_id"},
        own={"approval_category": "category", "approval_status": "status"},
        columns=("decision_hours", "days"),
        numbers={"amount": "amount"},
        records=(
            "created_date", "owner", "sales_team", "approval_category", "approval_status", "amount", "days",
            "decision_hours",
        ),
    ),
)  # fmt: skip
