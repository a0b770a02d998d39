"""The columns that studies add to canonical tables: what was predicted or found of each record.

They are kept beside the store, not in it, and read when they are asked for. Their names begin with `p_`.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

PREDICTED = "p_"
"""How the name of every such column begins."""


@dataclass(frozen=True)
class Prediction:
    """One column: the study that makes it, in its table of the same name; null for a record it says nothing of."""

    table: str
    name: str
    study: str
    dtype: Any
    doc: str


PREDICTIONS = (
    Prediction("customers", "p_churn_risk", "churn", pl.Float64(), "Chance of no purchase within the horizon."),
    Prediction("customers", "p_risk_amount", "churn", pl.Int64(), "Money expected to be lost by it."),
    Prediction("customers", "p_predicted_amount", "value", pl.Int64(), "Money expected within the next 12 months."),
    Prediction("customers", "p_segment", "segments", pl.String(), "Segment by recency, frequency and money."),
    Prediction("customers", "p_lifecycle_stage", "segments", pl.String(), "Stage of life as a customer."),
    Prediction("customers", "p_recency", "segments", pl.Int64(), "Days since the last effective contract."),
    Prediction("customers", "p_frequency", "segments", pl.Int64(), "Effective contracts."),
    Prediction("customers", "p_money_amount", "segments", pl.Int64(), "Money of them."),
    Prediction("customers", "p_basket_amount", "segments", pl.Int64(), "Mean money of them."),
    Prediction("customers", "p_tenure", "segments", pl.Int64(), "Days since the first one."),
    Prediction("customers", "p_year_amount", "segments", pl.Int64(), "Money of those of the last 365 days."),
    Prediction("customers", "p_follow_ups", "segments", pl.Int64(), "Follow-ups of the last 365 days."),
    Prediction("customers", "p_tickets", "segments", pl.Int64(), "Tickets of the last 365 days."),
    Prediction("opportunities", "p_win_chance", "odds", pl.Float64(), "Chance that the open deal will be won."),
    Prediction("opportunities", "p_expected_amount", "odds", pl.Int64(), "Amount times that chance."),
    Prediction(
        "opportunities", "p_next_action", "deal_actions", pl.String(), "What might be done with the quiet deal."
    ),
    Prediction("customers", "p_next_action", "customer_actions", pl.String(), "What might be done with it when quiet."),
    Prediction("leads", "p_lead_score", "leads", pl.Float64(), "Chance that the open lead will become a customer."),
    Prediction("leads", "p_lead_grade", "leads", pl.String(), "Grade of that chance, A to D."),
    Prediction("feedback", "p_feeling", "feelings", pl.String(), "What the words of the comment feel."),
    Prediction("visits", "p_feeling", "feelings", pl.String(), "What the words of the comment feel."),
    Prediction("touches", "p_credit_amount", "attribution", pl.Int64(), "Credit for the deals won after it."),
)
_BY_PLACE = {(one.table, one.name): one for one in PREDICTIONS}


def prediction(table: str, name: str) -> Prediction:
    """The prediction that column `name` of `table` holds; raises `KeyError` for another column."""
    return _BY_PLACE[table, name]
