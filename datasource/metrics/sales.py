"""Metrics of opportunities and the funnel (reports 2.2)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_

_OPEN = Condition("outcome", Op.EQ, "open")
_WON = Condition("outcome", Op.EQ, "won")
_LOST = Condition("outcome", Op.EQ, "lost")
_CLOSED = Condition("outcome", Op.IN, ("won", "lost"))


def _opportunities(how: How, column: str = "", *where: Condition) -> Aggregate:
    return Aggregate("opportunities", how, column, where)


SALES_METRICS = (
    Metric(
        "new_opportunities",
        N_("New opportunities"),
        N_("Opportunities entered in the period, whatever became of them."),
        _opportunities(How.COUNT),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "new_opportunity_amount",
        N_("New opportunity amount"),
        N_("Amount of the opportunities entered in the period, whatever became of them."),
        _opportunities(How.SUM, "amount"),
        Unit.MONEY,
        date="created_date",
    ),
    Metric(
        "open_opportunities",
        N_("Open opportunities"),
        N_("Opportunities neither won, lost nor dropped at the end of the period."),
        _opportunities(How.COUNT, "", _OPEN),
        Unit.COUNT,
        date="created_date",
        as_of=True,
    ),
    Metric(
        "open_amount",
        N_("Open amount"),
        N_("Amount of the opportunities that are open at the end of the period."),
        _opportunities(How.SUM, "amount", _OPEN),
        Unit.MONEY,
        date="created_date",
        as_of=True,
    ),
    Metric(
        "weighted_amount",
        N_("Weighted amount"),
        N_("Amount of each open opportunity times the win probability of the stage it is in now."),
        _opportunities(How.SUM, "weighted_amount", _OPEN),
        Unit.MONEY,
        date="created_date",
        as_of=True,
    ),
    Metric(
        "won_count",
        N_("Won deals"),
        N_("Opportunities won, by close date."),
        _opportunities(How.COUNT, "", _WON),
        Unit.COUNT,
        date="close_date",
    ),
    Metric(
        "lost_count",
        N_("Lost deals"),
        N_("Opportunities lost, by close date."),
        _opportunities(How.COUNT, "", _LOST),
        Unit.COUNT,
        date="close_date",
        higher_is_better=False,
    ),
    Metric(
        "closed_count",
        N_("Closed deals"),
        N_("Opportunities won or lost, by close date."),
        _opportunities(How.COUNT, "", _CLOSED),
        Unit.COUNT,
        date="close_date",
        higher_is_better=None,
    ),
    Metric(
        "won_amount",
        N_("Won amount"),
        N_("Amount of the opportunities won, by close date."),
        _opportunities(How.SUM, "amount", _WON),
        Unit.MONEY,
        date="close_date",
    ),
    Metric(
        "lost_amount",
        N_("Lost amount"),
        N_("Amount of the opportunities lost, by close date."),
        _opportunities(How.SUM, "amount", _LOST),
        Unit.MONEY,
        date="close_date",
        higher_is_better=False,
    ),
    Metric(
        "win_rate",
        N_("Win rate"),
        N_("Won deals out of won and lost deals, by close date."),
        Combination(Join.RATIO, "won_count", "closed_count"),
        Unit.RATE,
    ),
    Metric(
        "won_of_created",
        N_("Won by now"),
        N_("Of the opportunities entered in the period, those won by now."),
        _opportunities(How.COUNT, "", _WON),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "win_rate_cohort",
        N_("Win rate (Wukong rule)"),
        N_("Opportunities won by now out of all entered in the period, open ones included."),
        Combination(Join.RATIO, "won_of_created", "new_opportunities"),
        Unit.RATE,
    ),
    Metric(
        "avg_won_amount",
        N_("Average won amount"),
        N_("Won amount per won deal."),
        Combination(Join.RATIO, "won_amount", "won_count"),
        Unit.MONEY,
    ),
    Metric(
        "reached_opportunities",
        N_("Reached the stage"),
        N_("Opportunities entered in the period that ever reached the stage or a later one."),
        Aggregate("stage_reach", How.DISTINCT, "opportunity_id"),
        Unit.COUNT,
        date="created_date",
    ),
    Metric(
        "reached_amount",
        N_("Amount that reached the stage"),
        N_("Amount of the opportunities entered in the period that ever reached the stage or a later one."),
        Aggregate("stage_reach", How.SUM, "amount"),
        Unit.MONEY,
        date="created_date",
        needs="stage",
    ),
)
