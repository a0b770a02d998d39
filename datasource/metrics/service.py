"""Metrics of service tickets and feedback (reports 2.10)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_RESOLVED = Condition("resolved_date", Op.NOT_NULL)
_MET = Condition("sla", Op.EQ, "met")
_BREACHED = Condition("sla", Op.EQ, "breached")


def _tickets(how: How, column: str = "", *where: Condition) -> Aggregate:
    return Aggregate("tickets", how, column, where)


def _opened(name: str, label: str, definition: str, *where: Condition, higher_is_better: bool | None = False) -> Metric:
    """A count of tickets by the day they were opened."""
    measure = _tickets(How.COUNT, "", *where)
    return Metric(name, label, definition, measure, Unit.COUNT, "opened_date", higher_is_better=higher_is_better)


def _hours(name: str, label: str, definition: str, measure: Aggregate, date: str) -> Metric:
    return Metric(name, label, definition, measure, Unit.HOURS, date, higher_is_better=False)


def _rate(name: str, label: str, definition: str, parts: tuple[str, str], *, higher_is_better: bool = False) -> Metric:
    measure = Combination(Join.RATIO, *parts)
    return Metric(name, label, definition, measure, Unit.RATE, higher_is_better=higher_is_better)


SERVICE_METRICS = (
    Metric(
        "feedback_count", N_("Feedback received"),
        N_("Scores and comments that customers gave in the period, by whoever handled the ticket or is in charge."),
        Aggregate("feedback", How.COUNT), Unit.COUNT, "given_date", higher_is_better=None,
    ),
    Metric(
        "feedback_score", N_("Feedback score"),
        N_("Mean score, as given on the scale from 0 to 10, of the feedback of the period that has one."),
        Aggregate("feedback", How.MEAN, "score"), Unit.NUMBER, "given_date",
    ),
    _opened(
        "tickets_opened", N_("Tickets opened"), N_("Tickets opened in the period."), higher_is_better=None,
    ),
    Metric(
        "open_tickets",
        N_("Open tickets"),
        N_("Tickets opened by the end of the period and not resolved by then, counted by their last resolution."),
        _tickets(How.COUNT, "", Condition("resolved_date", Op.IS_NULL)),
        Unit.COUNT,
        date="opened_date",
        as_of=True,
        higher_is_better=False,
    ),
    Metric(
        "tickets_resolved",
        N_("Tickets resolved"),
        N_("Tickets whose last resolution lies in the period."),
        _tickets(How.COUNT, "", _RESOLVED),
        Unit.COUNT,
        date="resolved_date",
    ),
    _hours(
        "first_response_hours", N_("First response (mean)"),
        N_("Mean hours from opening to the first answer, of the tickets opened in the period and answered."),
        _tickets(How.MEAN, "first_response_hours"), "opened_date",
    ),
    _hours(
        "first_response_hours_median", N_("First response (median)"),
        N_("Median hours from opening to the first answer, of the tickets opened in the period and answered."),
        _tickets(How.MEDIAN, "first_response_hours"), "opened_date",
    ),
    _hours(
        "resolution_hours", N_("Resolution time (mean)"),
        N_("Mean hours from opening to the last resolution, of the tickets resolved in the period."),
        _tickets(How.MEAN, "resolution_hours"), "resolved_date",
    ),
    _hours(
        "resolution_hours_median", N_("Resolution time (median)"),
        N_("Median hours from opening to the last resolution, of the tickets resolved in the period."),
        _tickets(How.MEDIAN, "resolution_hours"), "resolved_date",
    ),
    _opened(
        "sla_met", N_("SLA met"),
        N_("Tickets opened in the period that were resolved within the hours their service level allows."),
        _MET, higher_is_better=True,
    ),
    _opened(
        "sla_breached", N_("SLA breached"),
        N_(
            "Tickets opened in the period that were resolved later than their service level allows, or are still open "
            "though that time ran out before today."
        ),
        _BREACHED,
    ),
    _opened(
        "sla_judged", N_("SLA decided"),
        N_("Tickets opened in the period whose service level was met or breached; those still running are left out."),
        Condition("sla", Op.IN, ("met", "breached")), higher_is_better=None,
    ),
    _rate(
        "sla_met_rate", N_("SLA met rate"),
        N_("Tickets that met their service level out of those that met or breached it, by the day they were opened."),
        ("sla_met", "sla_judged"), higher_is_better=True,
    ),
    _opened(
        "escalated_tickets", N_("Escalated tickets"),
        N_("Tickets opened in the period that were escalated at least once."),
        Condition("is_escalated", Op.EQ, True),
    ),
    _rate(
        "escalation_rate", N_("Escalation rate"),
        N_("Share of the tickets opened in the period that were escalated at least once."),
        ("escalated_tickets", "tickets_opened"),
    ),
    _opened(
        "reopened_tickets", N_("Reopened tickets"),
        N_("Tickets opened in the period that were reopened at least once after a resolution."),
        Condition("is_reopened", Op.EQ, True),
    ),
    _opened(
        "once_resolved_tickets", N_("Tickets once resolved"),
        N_("Tickets opened in the period that were resolved at least once, whether or not they were reopened."),
        Condition("was_resolved", Op.EQ, True), higher_is_better=True,
    ),
    _rate(
        "reopen_rate", N_("Reopen rate"),
        N_("Share of the tickets opened in the period and once resolved that were reopened."),
        ("reopened_tickets", "once_resolved_tickets"),
    ),
)  # fmt: skip
