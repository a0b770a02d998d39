"""What studies could have found of the tiny company: literal predictions, so that metrics of them can be counted."""

from datetime import date
from pathlib import Path

import polars as pl

from datasource.store.studies import Made, publish_studies

TODAY = date(2024, 6, 30)
FOUND = {
    "churn": {
        "customers": pl.DataFrame({"customer_id": [1, 5], "p_churn_risk": [0.2, 0.6], "p_risk_amount": [20_00, 180_00]})
    },
    "value": {"customers": pl.DataFrame({"customer_id": [1, 5, 6], "p_predicted_amount": [150_00, 70_00, 9_00]})},
    "segments": {
        "customers": pl.DataFrame(
            {
                "customer_id": [1, 2, 5],
                "p_segment": ["Champions", None, "At risk"],
                "p_lifecycle_stage": ["active", "lead", "at_risk"],
                "p_recency": [10, None, 90],
                "p_frequency": [2, None, 1],
                "p_year_amount": [100_00, None, 20_00],
            }
        )
    },
    "odds": {
        "opportunities": pl.DataFrame(
            {"opportunity_id": [3, 5], "p_win_chance": [0.5, 0.25], "p_expected_amount": [40_01, 10_00]}
        )
    },
    "deal_actions": {"opportunities": pl.DataFrame({"opportunity_id": [3], "p_next_action": ["Call"]})},
    "customer_actions": {"customers": pl.DataFrame({"customer_id": [1, 5], "p_next_action": ["Visit", "Call"]})},
    "leads": {"leads": pl.DataFrame({"lead_id": [1], "p_lead_score": [0.3], "p_lead_grade": ["B"]})},
    "attribution": {"touches": pl.DataFrame({"touch_id": [1, 4, 999], "p_credit_amount": [60_00, 40_01, 5_00]})},
    "feelings": {
        "feedback": pl.DataFrame({"feedback_id": [1, 2], "p_feeling": ["positive", "negative"]}),
        "visits": pl.DataFrame({"visit_id": [3], "p_feeling": ["unclear"]}),
    },
}
"""Study → table → one row per record; customer 6 is deleted, so nothing counts it."""


def publish(folder: Path, found: dict[str, dict[str, pl.DataFrame]] = FOUND, today: date = TODAY) -> None:
    """Keep `found` beside the store in `folder`."""
    publish_studies(folder, "tiny", today, {study: Made(0.0, tables) for study, tables in found.items()})
