"""The tables of the customer reports (reports 2.1) in SQL, one row per member of a key, or one for all.

Every report is a list of facts, each with its owner, customer and day; `by` and `whole` group them. Customers count
for their owner on the day they were entered or dealt, follow-ups, visits and moves through the pool for whoever made
them (R8).
"""

from tests.oracle.reports.tables import BUCKETS, IN_PERIOD, cells

FIRST_DEALS = f"""
    SELECT dealer AS owner_key, customer_key, first_deal_date AS day, 1 AS first_deal, cycle_days
    FROM {{customers}} JOIN customer_owners USING (customer_key) WHERE first_deal_date {IN_PERIOD}"""
CONVERSION = f"""{FIRST_DEALS}
    UNION ALL BY NAME
    SELECT creator AS owner_key, customer_key, created_date AS day, 1 AS entered,
        (first_deal_date IS NOT NULL)::INT AS dealt
    FROM {{customers}} JOIN customer_owners USING (customer_key) WHERE created_date {IN_PERIOD}"""
TOTALS = f"""{CONVERSION}
    UNION ALL BY NAME
    SELECT owner_key, customer_key, order_date AS day, amount AS signed, outstanding
    FROM {{contracts}} WHERE order_date {IN_PERIOD}
    UNION ALL BY NAME
    SELECT owner_key, customer_key, received_date AS day, amount AS received
    FROM {{receipts}} WHERE received_date {IN_PERIOD}"""
TOTALS_CELLS = {
    "new_customers": "count(entered)",
    "dealt_customers": "coalesce(sum(dealt), 0)::BIGINT",
    "deal_rate": "sum(dealt) / nullif(count(entered), 0)",
    "dealt_customers_period": "count(first_deal)",
    "deal_rate_period": "count(first_deal) / nullif(count(entered), 0)",
    "contract_amount": "coalesce(sum(signed), 0)::BIGINT",
    "received_amount": "coalesce(sum(received), 0)::BIGINT",
    "outstanding_amount": "coalesce(sum(outstanding), 0)::BIGINT",
}
CYCLE_CELLS = {
    "dealt_customers_period": "count(first_deal)",
    "cycle_days": "avg(cycle_days)",
    "cycle_days_median": "median(cycle_days)",
}
"""A cohort is mature when the last day of its bucket lies the median deal cycle back; of all time and the same rows."""
MATURITY = f"""WITH facts AS ({CONVERSION}), buckets AS ({BUCKETS}),
    ends AS (SELECT grain_label(day::DATE, {{grain}}) AS date, max(day::DATE) AS end_day
        FROM generate_series({{first}} - INTERVAL 1 YEAR, {{last}} + INTERVAL 1 YEAR, INTERVAL 1 DAY) AS days(day)
        GROUP BY 1),
    needed AS (SELECT ceil(median(cycle_days))::INT AS days FROM {{customers}} WHERE first_deal_date IS NOT NULL)
    SELECT buckets.date, {cells(TOTALS_CELLS, *list(TOTALS_CELLS)[:5])},
        CASE WHEN count(entered) = 0 THEN NULL WHEN any_value(end_day) <= {{today}} - any_value(needed.days)
            THEN 'mature' ELSE 'immature' END AS maturity
    FROM buckets JOIN ends USING (date) CROSS JOIN needed
    LEFT JOIN facts AS x ON grain_label(day, {{grain}}) = buckets.date GROUP BY 1"""
NEEDED_DAYS = "SELECT median(cycle_days) AS days FROM {customers} WHERE first_deal_date IS NOT NULL"

CYCLE_OF_PRODUCTS = (
    f"SELECT product, 1 AS first_deal, cycle_days FROM {{deal_products}} WHERE first_deal_date {IN_PERIOD}"
)

"""Kind follow-up, not deleted; the customer is reached through lead, contact or opportunity too."""
FOLLOW_UPS = f"""SELECT x.owner_key, x.created_date AS day, x.channel_shown AS channel,
        coalesce(x.customer_key, l.customer_id, k.customer_id, o.customer_id) AS customer_key, 1 AS follow_up
    FROM {{follow_ups}} AS x LEFT JOIN raw_leads AS l ON l.lead_id = x.lead_id
    LEFT JOIN raw_contacts AS k ON k.contact_id = x.contact_id
    LEFT JOIN raw_opportunities AS o ON o.opportunity_id = x.opportunity_id WHERE x.created_date {IN_PERIOD}"""
FOLLOW_UP_CELLS = {
    "follow_ups": "count(follow_up)",
    "customers_followed": "count(DISTINCT customer_key)",
}
"""Every channel that the company uses has a row, at 0 where nothing fits (channel names are no one's data)."""
CHANNELS = f"""WITH facts AS ({FOLLOW_UPS}), used AS (
        SELECT DISTINCT channel FROM raw_activities WHERE channel <> '' AND NOT coalesce(is_deleted, false)
        UNION SELECT channel FROM facts)
    SELECT used.channel, {cells(FOLLOW_UP_CELLS)}, count(follow_up) / (SELECT count(*) FROM facts) AS follow_up_share
    FROM used LEFT JOIN facts AS x ON x.channel = used.channel GROUP BY 1 ORDER BY 2 DESC, encode(used.channel)"""
CHANNEL_MIX = f"""WITH facts AS ({FOLLOW_UPS}), named AS (SELECT * FROM facts JOIN owners USING (owner_key)),
    heads AS (SELECT owner FROM named GROUP BY 1 ORDER BY count(*) DESC, encode(owner) LIMIT 12)
    SELECT owner, channel, count(*) AS follow_ups FROM named JOIN heads USING (owner) GROUP BY 1, 2"""

POOL = f"""SELECT owner_key, customer_key, event_date AS day, kind FROM {{pool_moves}} WHERE event_date {IN_PERIOD}"""
POOL_CELLS = {
    "pool_entered_customers": "count(DISTINCT x.customer_key) FILTER (kind = 'into_pool')",
    "pool_claimed_customers": "count(DISTINCT x.customer_key) FILTER (kind = 'claimed')",
    "pool_assigned_customers": "count(DISTINCT x.customer_key) FILTER (kind = 'assigned')",
    "pool_entries": "count(*) FILTER (kind = 'into_pool')",
    "pool_claims": "count(*) FILTER (kind = 'claimed')",
    "pool_assignments": "count(*) FILTER (kind = 'assigned')",
}
"""R7: whoever may see the pool sees every customer without owner: identity and source, nothing else."""
POOL_NOW = "SELECT customer, source_shown AS source FROM customers WHERE owner_id IS NULL"

VISITS = f"SELECT *, visit_date AS day FROM {{visits_made}} WHERE visit_date {IN_PERIOD}"
VISITS_OF_PRODUCTS = f"SELECT *, visit_date AS day FROM {{visit_products}} WHERE visit_date {IN_PERIOD}"
VISIT_CELLS = {"visits": "count(visit_id)", "satisfaction_score": "avg(score)"}
for _score, _answer in enumerate(("very_dissatisfied", "dissatisfied", "neutral", "satisfied", "very_satisfied"), 1):
    VISIT_CELLS[f"visits_{_answer}"] = f"count(*) FILTER (score = {_score})"
    VISIT_CELLS[f"{_answer}_share"] = f"count(*) FILTER (score = {_score}) / nullif(count(score), 0)"
