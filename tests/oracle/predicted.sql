-- What the studies found of customers, open deals and leads, beside their own rows.

CREATE TABLE foreseen_customers AS
    SELECT c.*, p_churn_risk, p_risk_amount, p_predicted_amount, coalesce(p_segment, 'Unknown') AS segment,
        coalesce(p_lifecycle_stage, 'Unknown') AS lifecycle_stage,
        coalesce(p_next_action, 'Unknown') AS customer_suggestion, p_recency, p_frequency, p_year_amount
    FROM customers AS c
    LEFT JOIN found_churn_customers USING (customer_id)
    LEFT JOIN found_value_customers USING (customer_id)
    LEFT JOIN found_segments_customers USING (customer_id)
    LEFT JOIN found_customer_actions_customers USING (customer_id);
CREATE TABLE foreseen_deals AS
    SELECT d.*, p_win_chance, p_expected_amount, coalesce(p_next_action, 'Unknown') AS deal_suggestion
    FROM deals AS d
    LEFT JOIN found_odds_opportunities USING (opportunity_id)
    LEFT JOIN found_deal_actions_opportunities USING (opportunity_id);
CREATE TABLE foreseen_leads AS
    SELECT l.*, p_lead_score, coalesce(p_lead_grade, 'Unknown') AS lead_grade
    FROM leads AS l LEFT JOIN found_leads_leads USING (lead_id);
CREATE TABLE felt_feedback AS
    SELECT f.*, coalesce(p_feeling, 'Unknown') AS feeling
    FROM feedback AS f LEFT JOIN found_feelings_feedback USING (feedback_id);
