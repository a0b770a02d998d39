"""Metrics of return visits and satisfaction (reports 2.1)."""

from datasource.metrics.metric import Aggregate, Combination, Condition, How, Join, Metric
from datasource.question import Op
from datasource.result import Unit
from datasource.texts import N_


def _answer(name: str, score: int, label: str, definition: str, higher_is_better: bool | None) -> Metric:
    measure = Aggregate("visits", How.COUNT, where=(Condition("score", Op.EQ, score),))
    return Metric(name, label, definition, measure, Unit.COUNT, "visit_date", higher_is_better=higher_is_better)


def _share(name: str, of: str, label: str, definition: str, higher_is_better: bool | None) -> Metric:
    measure = Combination(Join.RATIO, of, "visits_answered")
    return Metric(name, label, definition, measure, Unit.RATE, higher_is_better=higher_is_better)


VISIT_METRICS = (
    Metric(
        "visits",
        N_("Return visits"),
        N_("Return visits in the period, by whoever visited."),
        Aggregate("visits", How.COUNT),
        Unit.COUNT,
        date="visit_date",
    ),
    Metric(
        "visits_answered",
        N_("Visits with an answer"),
        N_("Return visits in the period with an answer on the scale from 1 to 5."),
        Aggregate("visits", How.COUNT, where=(Condition("score", Op.NOT_NULL),)),
        Unit.COUNT,
        date="visit_date",
    ),
    Metric(
        "satisfaction_score",
        N_("Satisfaction score"),
        N_("Mean answer from 1 (very dissatisfied) to 5 (very satisfied) over the visits with an answer."),
        Aggregate("visits", How.MEAN, "score"),
        Unit.NUMBER,
        date="visit_date",
    ),
    _answer("visits_very_satisfied", 5, N_("Very satisfied"), N_("Return visits answered with 5."), True),
    _answer("visits_satisfied", 4, N_("Satisfied"), N_("Return visits answered with 4."), True),
    _answer("visits_neutral", 3, N_("Neutral"), N_("Return visits answered with 3."), None),
    _answer("visits_dissatisfied", 2, N_("Dissatisfied"), N_("Return visits answered with 2."), False),
    _answer("visits_very_dissatisfied", 1, N_("Very dissatisfied"), N_("Return visits answered with 1."), False),
    _share(
        "very_satisfied_share", "visits_very_satisfied",
        N_("Very satisfied (share)"), N_("Share of the answers that are 5."), True,
    ),
    _share(
        "satisfied_share", "visits_satisfied",
        N_("Satisfied (share)"), N_("Share of the answers that are 4."), True,
    ),
    _share("neutral_share", "visits_neutral", N_("Neutral (share)"), N_("Share of the answers that are 3."), None),
    _share(
        "dissatisfied_share", "visits_dissatisfied",
        N_("Dissatisfied (share)"), N_("Share of the answers that are 2."), False,
    ),
    _share(
        "very_dissatisfied_share", "visits_very_dissatisfied",
        N_("Very dissatisfied (share)"), N_("Share of the answers that are 1."), False,
    ),
)  # fmt: skip
