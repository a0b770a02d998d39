"""Questions of what the studies found, with the same asked in SQL."""

from tests.oracle.cases import OWN, YEAR, Question

PREDICTED_CASES: dict[str, tuple[Question, str]] = {
    "risk and value of customers by segment and lifecycle stage": (
        {"metrics": ["mean_churn_risk", "revenue_at_risk", "predicted_value"], "by": ["segment", "lifecycle_stage"]},
        """SELECT segment, lifecycle_stage, avg(p_churn_risk), sum(p_risk_amount), sum(p_predicted_amount)
        FROM {foreseen_customers} GROUP BY 1, 2""",
    ),
    "risk of the customers in the books at the end of a year that are more likely to leave than not, by owner": (
        {
            "metrics": ["mean_churn_risk"],
            "by": ["owner"],
            "period": YEAR,
            "where": [{"field": "churn_risk", "op": "gt", "value": 0.5}],
        },
        f"""SELECT owner, avg(p_churn_risk) FROM {{foreseen_customers}} x {OWN}
        WHERE created_date <= '2020-12-31' AND p_churn_risk > 0.5 GROUP BY 1""",
    ),
    "chances and expected money of deals by owner": (
        {"metrics": ["mean_win_chance", "expected_amount"], "by": ["owner"]},
        f"SELECT owner, avg(p_win_chance), sum(p_expected_amount) FROM {{foreseen_deals}} x {OWN} GROUP BY 1",
    ),
    "return visits by feeling": (
        {"metrics": ["visits", "satisfaction_score"], "by": ["feeling"]},
        """SELECT coalesce(p_feeling, 'Unknown'), count(*), avg(score) FROM {visits_made}
        LEFT JOIN found_feelings_visits USING (visit_id) GROUP BY 1""",
    ),
    "credit of touches by channel": (
        {"metrics": ["attributed_amount", "touches"], "by": ["touch_channel"]},
        """SELECT touched_by, sum(p_credit_amount), count(*) FROM {touching}
        LEFT JOIN found_attribution_touches USING (touch_id) GROUP BY 1""",
    ),
    "credit of the touches of a year by owner": (
        {"metrics": ["attributed_amount"], "by": ["owner"], "period": YEAR},
        f"""SELECT owner, sum(p_credit_amount) FROM {{touching}} x {OWN}
        LEFT JOIN found_attribution_touches USING (touch_id)
        WHERE touched_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "chances of deals by what is suggested": (
        {"metrics": ["mean_win_chance", "expected_amount"], "by": ["deal_suggestion"]},
        """SELECT deal_suggestion, avg(p_win_chance), sum(p_expected_amount) FROM {foreseen_deals} GROUP BY 1""",
    ),
    "value of customers who bought of late and more than once, by what is suggested": (
        {
            "metrics": ["predicted_value", "customer_count"],
            "by": ["customer_suggestion"],
            "where": [
                {"field": "contract_recency", "op": "lte", "value": 60},
                {"field": "contract_frequency", "op": "gte", "value": 2},
                {"field": "contract_year", "op": "gt", "value": 1},
            ],
        },
        """SELECT customer_suggestion, sum(p_predicted_amount), count(*) FROM {foreseen_customers}
        WHERE p_recency <= 60 AND p_frequency >= 2 AND p_year_amount > 100 GROUP BY 1""",
    ),
    "scores of leads by grade": (
        {"metrics": ["mean_lead_score"], "by": ["lead_grade"]},
        "SELECT lead_grade, avg(p_lead_score) FROM {foreseen_leads} GROUP BY 1",
    ),
}
