"""Metrics of targets beside `target_amount` and `attainment` (report 2.8): received money, the company, any holder.

The targets of a level already hold those of the levels below it, so that a holder's metrics need their holder.
"""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_


def _targets(column: str, kind: str, level: str = "") -> Aggregate:
    holding = (Condition("level", Op.EQ, level),) if level else ()
    how = How.SUM if column == "target_amount" else How.KNOWN_SUM
    return Aggregate("targets", how, column, (*holding, Condition("kind", Op.EQ, kind)))


def _target(name: str, label: str, definition: str, measure: Aggregate, needs: str = "") -> Metric:
    return Metric(name, label, definition, measure, Unit.MONEY, date="month_date", higher_is_better=None, needs=needs)


HOLDER = "goal_holder"

GOAL_METRICS = (
    _target(
        "received_target_amount",
        N_("Target for received amount"),
        N_("Employees' own targets for received amount, by month."),
        _targets("target_amount", "received_amount", "employee"),
    ),
    Metric(
        "received_attainment",
        N_("Attainment of received amount"),
        N_("Received amount out of the employees' targets for it."),
        Combination(Join.RATIO, "received_amount", "received_target_amount"),
        Unit.RATE,
    ),
    _target(
        "company_target_amount",
        N_("Company target"),
        N_("The company's own target for contract amount, by month; seen by those who see everything."),
        _targets("target_amount", "contract_amount", "company"),
    ),
    Metric(
        "company_attainment",
        N_("Attainment of the company"),
        N_("Contract amount out of the company's own target."),
        Combination(Join.RATIO, "contract_amount", "company_target_amount"),
        Unit.RATE,
    ),
    _target(
        "company_received_target_amount",
        N_("Company target for received amount"),
        N_("The company's own target for received amount, by month; seen by those who see everything."),
        _targets("target_amount", "received_amount", "company"),
    ),
    Metric(
        "company_received_attainment",
        N_("Attainment of the company in received amount"),
        N_("Received amount out of the company's own target for it."),
        Combination(Join.RATIO, "received_amount", "company_received_target_amount"),
        Unit.RATE,
    ),
    _target(
        "goal_amount",
        N_("Target of the holder"),
        N_("Target for contract amount of a company, department or employee, by month."),
        _targets("target_amount", "contract_amount"),
        HOLDER,
    ),
    _target(
        "goal_stretch_amount",
        N_("Stretch target"),
        N_("Second tier of the holder's target for contract amount, by month."),
        _targets("stretch_amount", "contract_amount"),
        HOLDER,
    ),
    _target(
        "goal_challenge_amount",
        N_("Challenge target"),
        N_("Third tier of the holder's target for contract amount, by month."),
        _targets("challenge_amount", "contract_amount"),
        HOLDER,
    ),
    _target(
        "received_goal_amount",
        N_("Target of the holder for received amount"),
        N_("Target for received amount of a company, department or employee, by month."),
        _targets("target_amount", "received_amount"),
        HOLDER,
    ),
    _target(
        "received_goal_stretch_amount",
        N_("Stretch target for received amount"),
        N_("Second tier of the holder's target for received amount, by month."),
        _targets("stretch_amount", "received_amount"),
        HOLDER,
    ),
    _target(
        "received_goal_challenge_amount",
        N_("Challenge target for received amount"),
        N_("Third tier of the holder's target for received amount, by month."),
        _targets("challenge_amount", "received_amount"),
        HOLDER,
    ),
)
