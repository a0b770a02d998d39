"""Metrics of the office: work logs and requests for approval (reports 2.7)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_


def _count(
    subject: str, name: str, label: str, definition: str, *where: Condition, higher_is_better: bool | None = True
) -> Metric:
    date = "log_date" if subject == "log_days" else "created_date"
    measure = Aggregate(subject, How.COUNT, where=where)
    return Metric(name, label, definition, measure, Unit.COUNT, date, higher_is_better=higher_is_better)


def _asked(how: How, column: str, *where: Condition) -> Aggregate:
    return Aggregate("approvals", how, column, where)


def _requests(name: str, label: str, definition: str, measure: Aggregate, unit: Unit) -> Metric:
    better = False if unit is Unit.HOURS else None
    return Metric(name, label, definition, measure, unit, "created_date", higher_is_better=better)


_SUBMITTED = Condition("status", Op.NE, "draft")
_APPROVED = Condition("status", Op.IN, ("approved", "not_required"))

_LOG_METRICS = (
    _count("work_logs", "work_logs", N_("Work logs"), N_("Work logs written in the period, of every kind.")),
    _count(
        "work_logs", "work_logs_commented", N_("Logs commented"),
        N_("Work logs written in the period that have received a comment by now."),
        Condition("is_commented", Op.EQ, True),
    ),
    _count(
        "work_logs", "work_logs_not_commented", N_("Logs not commented"),
        N_("Work logs written in the period that have received no comment so far."),
        Condition("is_commented", Op.NE, True), higher_is_better=False,
    ),
    Metric(
        "log_comment_rate", N_("Comment rate"),
        N_("Share of the work logs written in the period that have received a comment by now."),
        Combination(Join.RATIO, "work_logs_commented", "work_logs"), Unit.RATE,
    ),
    _count(
        "log_days", "log_days", N_("Days to log"),
        N_("Working days of the period, up to today, on which the employees were in employment."),
        higher_is_better=None,
    ),
    _count(
        "log_days", "missing_log_days", N_("Missing days"),
        N_(
            "Working days of the period, up to today, on which an employee wrote no log of any kind; from the first "
            "to the last working day of each, not before the company's first log."
        ),
        Condition("is_logged", Op.NE, True), higher_is_better=False,
    ),
    Metric(
        "missing_log_rate", N_("Missing rate"), N_("Share of the days to log on which no log was written."),
        Combination(Join.RATIO, "missing_log_days", "log_days"), Unit.RATE, higher_is_better=False,
    ),
)  # fmt: skip
_APPROVAL_METRICS = (
    _count(
        "approvals", "approvals_submitted", N_("Requests submitted"),
        N_("Requests for approval submitted in the period, drafts left out."), _SUBMITTED, higher_is_better=None,
    ),
    _count(
        "approvals", "approvals_approved", N_("Requests approved"),
        N_("Requests submitted in the period that are approved or needed no approval."), _APPROVED,
        higher_is_better=None,
    ),
    _count(
        "approvals", "approvals_rejected", N_("Requests rejected"),
        N_("Requests submitted in the period that were rejected."), Condition("status", Op.EQ, "rejected"),
        higher_is_better=False,
    ),
    _count(
        "approvals", "approvals_pending", N_("Requests pending"),
        N_("Requests submitted in the period that are not decided yet."), Condition("status", Op.EQ, "pending"),
        higher_is_better=False,
    ),
    _requests(
        "approval_decision_hours", N_("Hours to decision (median)"),
        N_("Median hours from submitting to approval or rejection, of the requests submitted in the period."),
        _asked(How.MEDIAN, "decision_hours"), Unit.HOURS,
    ),
    _requests(
        "requested_amount", N_("Requested amount"),
        N_("Money asked for in the requests submitted in the period, drafts left out."),
        _asked(How.KNOWN_SUM, "amount", _SUBMITTED), Unit.MONEY,
    ),
    _requests(
        "approved_amount", N_("Approved amount"),
        N_("Money asked for in the requests submitted in the period that are approved or needed no approval."),
        _asked(How.KNOWN_SUM, "amount", _APPROVED), Unit.MONEY,
    ),
    _requests(
        "requested_days", N_("Requested days"),
        N_("Days asked for in the requests submitted in the period, drafts left out."),
        _asked(How.KNOWN_SUM, "days", _SUBMITTED), Unit.DAYS,
    ),
    _requests(
        "approved_days", N_("Approved days"),
        N_("Days asked for in the requests submitted in the period that are approved or needed no approval."),
        _asked(How.KNOWN_SUM, "days", _APPROVED), Unit.DAYS,
    ),
)  # fmt: skip
OFFICE_METRICS = (*_LOG_METRICS, *_APPROVAL_METRICS)
