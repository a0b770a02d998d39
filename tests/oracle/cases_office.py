"""Questions of tickets, work logs, requests for approval and targets, with the same thing asked in SQL."""

from tests.oracle.cases import MONTHS, OWN, YEAR, Question

OPENED = """count(*), count(*) FILTER (sla = 'met'), count(*) FILTER (sla = 'breached'),
    count(*) FILTER (sla IN ('met', 'breached')),
    count(*) FILTER (sla = 'met') / nullif(count(*) FILTER (sla IN ('met', 'breached')), 0),
    count(*) FILTER (is_escalated), count(*) FILTER (is_escalated) / count(*),
    count(*) FILTER (is_reopened), count(*) FILTER (was_resolved),
    count(*) FILTER (is_reopened) / nullif(count(*) FILTER (was_resolved), 0),
    avg(first_response_hours), median(first_response_hours)"""
OPENED_METRICS = [
    "tickets_opened", "sla_met", "sla_breached", "sla_judged", "sla_met_rate", "escalated_tickets", "escalation_rate",
    "reopened_tickets", "once_resolved_tickets", "reopen_rate", "first_response_hours", "first_response_hours_median",
]  # fmt: skip
TIERS = """coalesce(sum(target_amount) FILTER (kind = 'contract_amount'), 0),
    sum(stretch_amount) FILTER (kind = 'contract_amount'), sum(challenge_amount) FILTER (kind = 'contract_amount'),
    coalesce(sum(target_amount) FILTER (kind = 'received_amount'), 0),
    sum(stretch_amount) FILTER (kind = 'received_amount'), sum(challenge_amount) FILTER (kind = 'received_amount')"""
TIER_METRICS = [
    "goal_amount", "goal_stretch_amount", "goal_challenge_amount", "received_goal_amount",
    "received_goal_stretch_amount", "received_goal_challenge_amount",
]  # fmt: skip
OF_COMPANY = "sum(target_amount) FILTER (level = 'company' AND kind = '{0}')"

OFFICE_CASES: dict[str, tuple[Question, str]] = {
    "tickets opened, by handler": (
        {"metrics": OPENED_METRICS, "by": ["owner"]},
        f"SELECT owner, {OPENED} FROM {{tickets}} x {OWN} GROUP BY 1",
    ),
    "tickets opened in a year, by product and channel": (
        {"metrics": OPENED_METRICS, "by": ["product", "ticket_channel"], "period": YEAR},
        f"""SELECT coalesce(product, 'Unknown'), shown(channel), {OPENED} FROM {{tickets}}
        WHERE opened_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY ALL""",
    ),
    "tickets resolved, by month": (
        {"metrics": ["tickets_resolved", "resolution_hours", "resolution_hours_median"], "by": [MONTHS]},
        """SELECT grain_label(resolved_date, 'month'), count(resolved_date), avg(resolution_hours),
        median(resolution_hours) FROM {tickets} GROUP BY 1""",
    ),
    "tickets open today, by handler": (
        {"metrics": ["open_tickets"], "by": ["owner"]},
        f"""SELECT owner, count(*) FROM {{tickets}} x {OWN} WHERE coalesce(opened_date, today()) <= today()
        AND coalesce(resolved_date > today(), true) GROUP BY 1""",
    ),
    "tickets open on a past day": (
        {"metrics": ["open_tickets"], "by": ["owner"], "period": {"from": "2020-01-01", "to": "2020-07-15"}},
        f"""SELECT owner, count(*) FROM {{tickets}} x {OWN} WHERE opened_date <= '2020-07-15'
        AND coalesce(resolved_date > '2020-07-15', true) GROUP BY 1""",
    ),
    "feedback by owner and feeling": (
        {"metrics": ["feedback_count", "feedback_score"], "by": ["owner", "feeling"]},
        f"SELECT owner, feeling, count(*), avg(score) FROM {{felt_feedback}} x {OWN} GROUP BY 1, 2",
    ),
    "feedback of a year by product": (
        {"metrics": ["feedback_count", "feedback_score"], "by": ["product"], "period": YEAR},
        """SELECT coalesce(product, 'Unknown'), count(*), avg(score) FROM {feedback}
        WHERE given_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "customers in the books today, by industry": (
        {"metrics": ["customer_count"], "by": ["industry"]},
        """SELECT industry_shown, count(*) FROM {customers} WHERE coalesce(created_date, today()) <= today()
        GROUP BY 1""",
    ),
    "customers in the books on a past day": (
        {"metrics": ["customer_count"], "by": ["owner"], "period": YEAR},
        f"SELECT owner, count(*) FROM {{customers}} x {OWN} WHERE created_date <= '2020-12-31' GROUP BY 1",
    ),
    "work logs by author and category": (
        {
            "metrics": ["work_logs", "work_logs_commented", "work_logs_not_commented", "log_comment_rate"],
            "by": ["owner", "log_category"],
        },
        f"""SELECT owner, shown(category), count(*), count(*) FILTER (is_commented), count(*) FILTER (NOT is_commented),
        count(*) FILTER (is_commented) / count(*) FROM {{work_logs}} x {OWN} GROUP BY ALL""",
    ),
    "days to log by employee": (
        {"metrics": ["log_days", "missing_log_days", "missing_log_rate"], "by": ["owner"]},
        f"""SELECT owner, count(*), count(*) FILTER (NOT is_logged), count(*) FILTER (NOT is_logged) / count(*)
        FROM {{log_days}} x {OWN} GROUP BY 1""",
    ),
    "days to log by month of a year": (
        {"metrics": ["log_days", "missing_log_days"], "by": [MONTHS], "period": YEAR},
        """SELECT grain_label(day, 'month'), count(log_date), count(log_date) FILTER (NOT is_logged)
        FROM generate_series(DATE '2020-01-01', DATE '2020-12-31', INTERVAL 1 DAY) AS days(day)
        LEFT JOIN {log_days} ON log_date = day GROUP BY 1""",
    ),
    "requests by employee and category": (
        {
            "metrics": [
                "approvals_submitted", "approvals_approved", "approvals_rejected", "approvals_pending",
                "approval_decision_hours", "requested_amount", "approved_amount", "requested_days", "approved_days",
            ],
            "by": ["owner", "approval_category"],
            "period": YEAR,
        },
        f"""SELECT owner, category_shown, count(*) FILTER (is_submitted), count(*) FILTER (is_approved),
        count(*) FILTER (status = 'rejected'), count(*) FILTER (status = 'pending'), median(decision_hours),
        sum(amount) FILTER (is_submitted), sum(amount) FILTER (is_approved), sum(days) FILTER (is_submitted),
        sum(days) FILTER (is_approved) FROM {{approvals}} x {OWN}
        WHERE created_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY ALL""",
    ),
    "three tiers by holder": (
        {"metrics": TIER_METRICS, "by": ["goal_holder"]},
        f"SELECT holder, {TIERS} FROM {{held_targets}} WHERE kind IS NOT NULL GROUP BY 1",
    ),
    "three tiers by holder and month of a year": (
        {"metrics": TIER_METRICS, "by": ["goal_holder", MONTHS], "period": YEAR},
        f"""SELECT holder, grain_label(month_date, 'month'), {TIERS} FROM {{held_targets}}
        WHERE kind IS NOT NULL AND month_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY ALL""",
    ),
    "targets of the company": (
        {
            "metrics": [
                "company_target_amount", "company_received_target_amount", "company_attainment",
                "company_received_attainment",
            ],
        },
        f"""SELECT coalesce(a, 0), coalesce(b, 0), c / nullif(a, 0), r / nullif(b, 0) FROM (
            SELECT {OF_COMPANY.format("contract_amount")} AS a, {OF_COMPANY.format("received_amount")} AS b
            FROM {{held_targets}}), (SELECT coalesce(sum(amount), 0) AS c FROM {{contracts}}),
            (SELECT coalesce(sum(amount), 0) AS r FROM {{receipts}})""",
    ),
    "received money and its targets by employee": (
        {"metrics": ["received_target_amount", "received_attainment"], "by": ["owner"], "period": YEAR},
        f"""SELECT owner, coalesce(sum(t), 0), coalesce(sum(r), 0) / nullif(sum(t), 0) FROM (
            SELECT owner_key, target_amount AS t, NULL AS r FROM {{held_targets}}
            WHERE month_date BETWEEN '2020-01-01' AND '2020-12-31' AND level = 'employee' AND kind = 'received_amount'
            UNION ALL SELECT owner_key, NULL, amount FROM {{receipts}}
            WHERE received_date BETWEEN '2020-01-01' AND '2020-12-31') x {OWN} GROUP BY 1""",
    ),
}  # fmt: skip
