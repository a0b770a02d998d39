"""Work logs and requests for approval (reports 2.7) in SQL."""

from tests.oracle.reports.grouped import IN_PERIOD, Facts

WORK_LOGS = Facts(
    parts={
        "written": f"""SELECT owner_key, customer_key, category, created_date AS day, 1 AS written,
                is_commented::INT AS commented
            FROM {{work_logs}} WHERE created_date {IN_PERIOD}""",
        "to_log": f"""SELECT owner_key, customer_key, log_date AS day, 1 AS to_log, (NOT is_logged)::INT AS missing
            FROM {{log_days}} WHERE log_date {IN_PERIOD}""",
    },
    cells={
        "work_logs": "count(written)",
        "work_logs_commented": "count(written) FILTER (commented = 1)",
        "work_logs_not_commented": "count(written) FILTER (commented = 0)",
        "log_comment_rate": "sum(commented) / nullif(count(written), 0)",
        "log_days": "count(to_log)",
        "missing_log_days": "count(to_log) FILTER (missing = 1)",
        "missing_log_rate": "sum(missing) / nullif(count(to_log), 0)",
    },
    keys={"owner": "coalesce(owner, 'Unknown')", "log_category": "shown(category)"},
)
APPROVALS = Facts(
    parts={"asked": f"SELECT *, created_date AS day, 1 AS asked FROM {{approvals}} WHERE created_date {IN_PERIOD}"},
    cells={
        "approvals_submitted": "count(asked) FILTER (is_submitted)",
        "approvals_approved": "count(asked) FILTER (is_approved)",
        "approvals_rejected": "count(asked) FILTER (status = 'rejected')",
        "approvals_pending": "count(asked) FILTER (status = 'pending')",
        "approval_decision_hours": "median(decision_hours) FILTER (asked = 1)",
        "requested_amount": "sum(amount) FILTER (asked = 1 AND is_submitted)::BIGINT",
        "approved_amount": "sum(amount) FILTER (asked = 1 AND is_approved)::BIGINT",
        "requested_days": "sum(days) FILTER (asked = 1 AND is_submitted)",
        "approved_days": "sum(days) FILTER (asked = 1 AND is_approved)",
    },
    keys={"owner": "coalesce(owner, 'Unknown')", "approval_category": "shown(category)"},
)
