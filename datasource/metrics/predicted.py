"""Metrics of what the studies predict of each record (reports 2.10): unknown until they have been worked out."""

from datasource.metrics.metric import Aggregate, How, Metric
from datasource.result import Unit
from datasource.texts import N_

PREDICTED_METRICS = (
    Metric(
        "mean_churn_risk",
        N_("Churn risk (mean)"),
        N_("Mean chance of the customers to buy nothing more within the horizon, as the churn study predicts it."),
        Aggregate("customers", How.MEAN, "p_churn_risk"),
        Unit.RATE,
        date="created_date",
        as_of=True,
        higher_is_better=False,
    ),
    Metric(
        "revenue_at_risk",
        N_("Revenue at risk"),
        N_("Churn risk of each customer times what it bought in the last 12 months."),
        Aggregate("customers", How.KNOWN_SUM, "p_risk_amount"),
        Unit.MONEY,
        date="created_date",
        as_of=True,
        higher_is_better=False,
    ),
    Metric(
        "predicted_value",
        N_("Predicted value"),
        N_("What the customers are expected to buy for within the next 12 months, as the value study predicts it."),
        Aggregate("customers", How.KNOWN_SUM, "p_predicted_amount"),
        Unit.MONEY,
        date="created_date",
        as_of=True,
    ),
    Metric(
        "mean_win_chance",
        N_("Chance to win (mean)"),
        N_("Mean chance of the open opportunities to be won within a year, as the study of odds predicts it."),
        Aggregate("opportunities", How.MEAN, "p_win_chance"),
        Unit.RATE,
        date="expected_close_date",
    ),
    Metric(
        "expected_amount",
        N_("Expected amount"),
        N_("Amount of each open opportunity times its chance to be won within a year, by its expected close date."),
        Aggregate("opportunities", How.KNOWN_SUM, "p_expected_amount"),
        Unit.MONEY,
        date="expected_close_date",
    ),
    Metric(
        "mean_lead_score",
        N_("Lead score (mean)"),
        N_("Mean chance of the open leads to become customers, as the study of leads predicts it."),
        Aggregate("leads", How.MEAN, "p_lead_score"),
        Unit.RATE,
        date="created_date",
    ),
    Metric(
        "attributed_amount",
        N_("Attributed amount"),
        N_(
            "Amount of won deals credited to the touches of the period: of each deal 40 % to the first touch in the "
            "365 days before it was won, 40 % to the last, 20 % to those between. Deals without a touch give none."
        ),
        Aggregate("touches", How.KNOWN_SUM, "p_credit_amount"),
        Unit.MONEY,
        date="touched_date",
    ),
)
