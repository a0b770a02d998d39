"""Metrics of how long opportunities stay in their stages, and of open ones that stand still (reports 2.2)."""

from datasource.metrics.metric import Aggregate, Condition, How, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

IDLE_DAYS = 30
SLOW_STAGE = 2
_OPEN = Condition("outcome", Op.EQ, "open")


def _stays(how: How, column: str = "", *where: Condition) -> Aggregate:
    return Aggregate("stage_dwell", how, column, where)


def _open(column: str, op: Op, value: int) -> Aggregate:
    return Aggregate("opportunities", How.COUNT, where=(_OPEN, Condition(column, op, value)))


DEAL_STAGE_METRICS = (
    Metric(
        "stays",
        N_("Stays in the stage"),
        N_("Stays of opportunities in an open stage that ended in the period, or last and the period takes in today."),
        _stays(How.COUNT),
        Unit.COUNT,
        date="until_date",
        higher_is_better=None,
    ),
    Metric(
        "ongoing_stays",
        N_("Still there"),
        N_("Stays in an open stage that last; their days are counted up to today."),
        _stays(How.COUNT, "", Condition("is_ongoing", Op.EQ, True)),
        Unit.COUNT,
        date="until_date",
        higher_is_better=None,
    ),
    Metric(
        "dwell_days",
        N_("Days in the stage (mean)"),
        N_("Mean days from entering a stage to leaving it, by the day of leaving; up to today while it lasts."),
        _stays(How.MEAN, "stay_days"),
        Unit.DAYS,
        date="until_date",
        higher_is_better=False,
    ),
    Metric(
        "dwell_days_median",
        N_("Days in the stage (median)"),
        N_("Median days from entering a stage to leaving it, by the day of leaving; up to today while it lasts."),
        _stays(How.MEDIAN, "stay_days"),
        Unit.DAYS,
        date="until_date",
        higher_is_better=False,
    ),
    Metric(
        "slow_stays",
        N_("Stays over the benchmark"),
        N_("Stays longer than the benchmark of their stage, the company-wide median of its ended stays."),
        _stays(How.COUNT, "", Condition("days_over_benchmark", Op.GT, 0)),
        Unit.COUNT,
        date="until_date",
        higher_is_better=False,
    ),
    Metric(
        "days_over_benchmark",
        N_("Days over the benchmark"),
        N_("Days that stays lasted beyond the benchmark of their stage, the company-wide median of its ended stays."),
        _stays(How.KNOWN_SUM, "days_over_benchmark"),
        Unit.DAYS,
        date="until_date",
        higher_is_better=False,
    ),
    Metric(
        "idle_opportunities",
        N_("Idle opportunities"),
        N_("Opportunities open today without an activity for 30 days, by the day they were entered."),
        _open("days_without_activity", Op.GTE, IDLE_DAYS),
        Unit.COUNT,
        date="created_date",
        higher_is_better=False,
    ),
    Metric(
        "overdue_opportunities",
        N_("Opportunities past their expected close"),
        N_("Opportunities open today whose expected close date has passed, by the day they were entered."),
        _open("days_past_close", Op.GT, 0),
        Unit.COUNT,
        date="created_date",
        higher_is_better=False,
    ),
    Metric(
        "slow_opportunities",
        N_("Opportunities slow in their stage"),
        N_("Opportunities open today, in their stage for over twice its benchmark, by the day they were entered."),
        _open("stage_age", Op.GT, SLOW_STAGE),
        Unit.COUNT,
        date="created_date",
        higher_is_better=False,
    ),
)
