"""Questions with the same thing asked in SQL: keys first, then each metric, money in minor units.

`{deals}` stands for the rows of that view which the viewer may see; every one of them has `owner_key` and
`customer_key`. `own` joins an owner's names, `place` a customer's.
"""

from typing import Any

OWN = "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"
PLACE = "LEFT JOIN places ON places.customer_key = x.customer_key"
YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
MONTHS = {"field": "date", "grain": "month"}

Question = dict[str, Any]
CASES: dict[str, tuple[Question, str]] = {
    "customers by owner": (
        {"metrics": ["new_customers", "dealt_customers", "deal_rate"], "by": ["owner"]},
        f"""SELECT owner, count(*), count(first_deal_date), count(first_deal_date) / count(*)
        FROM {{customers}} x {OWN} GROUP BY 1""",
    ),
    "customers by region, industry and source": (
        {"metrics": ["new_customers"], "by": ["region", "industry", "source"]},
        "SELECT region, industry_shown, source_shown, count(*) FROM {customers} GROUP BY ALL",
    ),
    "customers by city": (
        {"metrics": ["new_customers"], "by": ["city"]},
        "SELECT city, count(*) FROM {customers} GROUP BY ALL",
    ),
    "customers by name": (
        {"metrics": ["new_customers", "follow_ups"], "by": ["customer"]},
        f"""SELECT name, coalesce(sum(a), 0), coalesce(sum(b), 0) FROM (
            SELECT customer AS name, count(*) AS a, NULL AS b FROM {{customers}} GROUP BY 1
            UNION ALL SELECT coalesce(customer, 'Unknown'), NULL, count(*) FROM {{follow_ups}} x {PLACE} GROUP BY 1
        ) GROUP BY 1""",
    ),
    "customers by bins of employees": (
        {"metrics": ["new_customers"], "by": [{"field": "employee_count", "bins": [5, 50]}]},
        """SELECT CASE WHEN employee_count IS NULL THEN 'Unknown' WHEN employee_count < 5 THEN '(-∞, 5)'
        WHEN employee_count < 50 THEN '[5, 50)' ELSE '[50, ∞)' END, count(*) FROM {customers} GROUP BY 1""",
    ),
    "deal cycle by team": (
        {"metrics": ["cycle_days", "cycle_days_median", "dealt_customers_period"], "by": ["sales_team"]},
        f"""SELECT sales_team, avg(cycle_days), median(cycle_days), count(*) FROM {{customers}} x {OWN}
        WHERE first_deal_date IS NOT NULL GROUP BY 1""",
    ),
    "deal cycle of a year": (
        {"metrics": ["cycle_days", "cycle_days_median", "dealt_customers_period"], "period": YEAR, "totals": True},
        """SELECT avg(cycle_days), median(cycle_days), count(*) FROM {customers}
        WHERE first_deal_date BETWEEN '2020-01-01' AND '2020-12-31'""",
    ),
    "deal cycle by product of the first deal": (
        {"metrics": ["cycle_days", "cycle_days_median", "dealt_customers_period"], "by": ["product"]},
        "SELECT product, avg(cycle_days), median(cycle_days), count(*) FROM {deal_products} GROUP BY 1",
    ),
    "deal rate of the period by owner": (
        {"metrics": ["deal_rate_period"], "by": ["owner"]},
        f"SELECT owner, count(first_deal_date) / count(*) FROM {{customers}} x {OWN} GROUP BY 1",
    ),
    "moves through the pool by owner": (
        {
            "metrics": [
                "pool_entries", "pool_entered_customers", "pool_claims", "pool_claimed_customers",
                "pool_assignments", "pool_assigned_customers",
            ],
            "by": ["owner"],
            "period": YEAR,
        },
        f"""SELECT owner,
        count(*) FILTER (kind = 'into_pool'), count(DISTINCT customer_key) FILTER (kind = 'into_pool'),
        count(*) FILTER (kind = 'claimed'), count(DISTINCT customer_key) FILTER (kind = 'claimed'),
        count(*) FILTER (kind = 'assigned'), count(DISTINCT customer_key) FILTER (kind = 'assigned')
        FROM {{pool_moves}} x {OWN}
        WHERE kind IS NOT NULL AND event_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "satisfaction by owner": (
        {
            "metrics": [
                "visits", "visits_answered", "satisfaction_score", "visits_very_satisfied", "visits_satisfied",
                "visits_neutral", "visits_dissatisfied", "visits_very_dissatisfied", "very_satisfied_share",
                "satisfied_share", "neutral_share", "dissatisfied_share", "very_dissatisfied_share",
            ],
            "by": ["owner"],
        },
        f"""SELECT owner, visits, n, mean, a5, a4, a3, a2, a1, a5 / nullif(n, 0), a4 / nullif(n, 0), a3 / nullif(n, 0),
        a2 / nullif(n, 0), a1 / nullif(n, 0) FROM (SELECT owner, count(*) AS visits, count(score) AS n,
            avg(score) AS mean, count(*) FILTER (score = 5) AS a5, count(*) FILTER (score = 4) AS a4,
            count(*) FILTER (score = 3) AS a3, count(*) FILTER (score = 2) AS a2, count(*) FILTER (score = 1) AS a1
            FROM {{visits_made}} x {OWN} GROUP BY 1)""",
    ),
    "satisfaction by product": (
        {"metrics": ["visits", "visits_answered", "satisfaction_score"], "by": ["product"], "period": YEAR},
        """SELECT product, count(*), count(score), avg(score) FROM {visit_products}
        WHERE visit_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "visits by answer": (
        {"metrics": ["visits"], "by": ["satisfaction"]},
        """SELECT CASE score WHEN 1 THEN 'very_dissatisfied' WHEN 2 THEN 'dissatisfied' WHEN 3 THEN 'neutral'
        WHEN 4 THEN 'satisfied' WHEN 5 THEN 'very_satisfied' ELSE 'Unknown' END, count(*)
        FROM {visits_made} GROUP BY 1""",
    ),
    "contacts by department": (
        {"metrics": ["new_contacts"], "by": ["department"]},
        f"SELECT department, count(*) FROM {{contacts}} x {OWN} GROUP BY 1",
    ),
    "leads by their own source": (
        {"metrics": ["new_leads"], "by": ["source"]},
        "SELECT lead_source, count(*) FROM {leads} GROUP BY 1",
    ),
    "follow-ups by channel": (
        {"metrics": ["follow_ups", "customers_followed"], "by": ["channel"]},
        "SELECT channel_shown, count(*), count(DISTINCT customer_key) FROM {follow_ups} GROUP BY 1",
    ),
    "follow-ups by ISO week": (
        {"metrics": ["follow_ups"], "by": [{"field": "created_date", "grain": "week"}]},
        "SELECT grain_label(created_date, 'week'), count(*) FROM {follow_ups} GROUP BY 1",
    ),
    "new opportunities by day and owner": (
        {
            "metrics": ["new_opportunities", "new_opportunity_amount"],
            "by": [{"field": "created_date", "grain": "day"}, "owner"],
            "period": {"from": "2020-12-28", "to": "2021-01-03"},
        },
        f"""SELECT grain_label(created_date, 'day'), owner, count(*), coalesce(sum(amount), 0) FROM {{deals}} x {OWN}
        WHERE created_date BETWEEN '2020-12-28' AND '2021-01-03' GROUP BY ALL""",
    ),
    "won and lost by quarter": (
        {
            "metrics": ["won_count", "lost_count", "closed_count", "win_rate", "won_amount", "lost_amount"],
            "by": [{"field": "close_date", "grain": "quarter"}],
        },
        """SELECT grain_label(close_date, 'quarter'), count(*) FILTER (outcome = 'won'),
        count(*) FILTER (outcome = 'lost'), count(*), count(*) FILTER (outcome = 'won') / count(*),
        coalesce(sum(amount) FILTER (outcome = 'won'), 0), coalesce(sum(amount) FILTER (outcome = 'lost'), 0)
        FROM {deals} WHERE outcome IN ('won', 'lost') GROUP BY 1""",
    ),
    "average won amount by industry": (
        {"metrics": ["avg_won_amount"], "by": ["industry"], "period": {"from": "2020-02-29", "to": "2021-02-28"}},
        f"""SELECT coalesce(industry, 'Unknown'), coalesce(sum(amount), 0) / count(*) FROM {{deals}} x {PLACE}
        WHERE outcome = 'won' AND close_date BETWEEN '2020-02-29' AND '2021-02-28' GROUP BY 1""",
    ),
    "won amount by product": (
        {"metrics": ["won_amount", "won_count"], "by": ["product"]},
        """SELECT product, coalesce(sum(allocated), 0), count(DISTINCT opportunity_id) FROM {deal_parts}
        WHERE outcome = 'won' GROUP BY 1""",
    ),
    "won amount by product and team, only large deals": (
        {
            "metrics": ["won_amount"],
            "by": ["sales_team", "product"],
            "where": [{"field": "amount", "op": "gte", "value": 3.33}],
        },
        f"""SELECT sales_team, product, coalesce(sum(allocated), 0) FROM {{deal_parts}} x {OWN}
        WHERE outcome = 'won' AND amount >= 333 GROUP BY ALL""",
    ),
    "deals that have a product keep their whole amount": (
        {"metrics": ["won_amount"], "by": ["owner"], "where": [{"field": "product", "op": "eq", "value": "App"}]},
        f"""SELECT owner, coalesce(sum(amount), 0) FROM {{deals}} x {OWN} WHERE outcome = 'won'
        AND opportunity_id IN (SELECT parent FROM lines WHERE product_id IN
            (SELECT id FROM labels WHERE what = 'product' AND label = 'App')) GROUP BY 1""",
    ),
    "deals without a product": (
        {"metrics": ["won_count"], "where": [{"field": "product", "op": "not_in", "value": ["App", "Unknown"]}]},
        """SELECT count(*) FROM {deals} WHERE outcome = 'won' AND opportunity_id NOT IN
        (SELECT opportunity_id FROM deal_parts WHERE product IN ('App', 'Unknown'))""",
    ),
    "amount bins of deals": (
        {"metrics": ["won_count"], "by": [{"field": "amount", "bins": [0.29, 1.1, 1000]}]},
        """SELECT CASE WHEN amount IS NULL THEN 'Unknown' WHEN amount < 29 THEN '(-∞, 0.29)'
        WHEN amount < 110 THEN '[0.29, 1.1)' WHEN amount < 100000 THEN '[1.1, 1000)' ELSE '[1000, ∞)' END, count(*)
        FROM {deals} WHERE outcome = 'won' GROUP BY 1""",
    ),
    "open deals today by stage": (
        {"metrics": ["open_opportunities", "open_amount", "weighted_amount"], "by": ["stage"]},
        """SELECT stage, count(*), coalesce(sum(amount), 0), coalesce(sum(weighted), 0) FROM {deals}
        WHERE outcome = 'open' GROUP BY 1""",
    ),
    "open deals of a past day by stage": (
        {
            "metrics": ["open_opportunities", "open_amount", "weighted_amount"],
            "by": ["stage"],
            "period": {"from": "2020-01-01", "to": "2020-07-15"},
        },
        """SELECT stage, count(*), coalesce(sum(amount), 0), coalesce(sum(weighted), 0) FROM {stays}
        WHERE entered_date <= '2020-07-15' AND (gone IS NULL OR gone > '2020-07-15') GROUP BY 1""",
    ),
    "open amount of past months by owner": (
        {"metrics": ["open_amount"], "by": [MONTHS, "owner"], "period": {"from": "2020-03-16", "to": "2020-05-20"}},
        f"""SELECT grain_label(day, 'month'), owner, coalesce(sum(amount), 0)
        FROM {{stays}} x {OWN} JOIN (VALUES (DATE '2020-03-31'), (DATE '2020-04-30'), (DATE '2020-05-20')) AS d(day)
        ON entered_date <= day AND (gone IS NULL OR gone > day) GROUP BY ALL""",
    ),
    "stages ever reached": (
        {"metrics": ["reached_opportunities", "reached_amount"], "by": ["stage"], "period": YEAR},
        """SELECT stage, count(DISTINCT opportunity_id), coalesce(sum(amount), 0) FROM {reached}
        WHERE created_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "contracts by department": (
        {"metrics": ["contract_count", "contract_amount", "outstanding_amount"], "by": ["department"], "period": YEAR},
        f"""SELECT department, count(*), coalesce(sum(amount), 0), coalesce(sum(outstanding), 0)
        FROM {{contracts}} x {OWN} WHERE order_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
    "a department takes in those below it": (
        {"metrics": ["contract_amount"], "where": [{"field": "department", "op": "eq", "value": "East"}]},
        """SELECT coalesce(sum(amount), 0) FROM {contracts} WHERE owner_key IN (SELECT user_id FROM raw_users
        JOIN above USING (department_id) WHERE above_id IN (SELECT department_id FROM raw_departments
        WHERE name = 'East'))""",
    ),
    "outside a department": (
        {"metrics": ["contract_count"], "where": [{"field": "department", "op": "ne", "value": "East"}]},
        """SELECT count(*) FROM {contracts} WHERE owner_key IS NULL OR owner_key NOT IN (SELECT user_id FROM raw_users
        JOIN above USING (department_id) WHERE above_id IN (SELECT department_id FROM raw_departments
        WHERE name = 'East'))""",
    ),
    "receipts by the order date of their contract": (
        {"metrics": ["received_amount", "receipt_count"], "by": [{"field": "order_date", "grain": "year"}]},
        """SELECT grain_label(order_date, 'year'), coalesce(sum(amount), 0), count(*) FROM {receipts} GROUP BY 1""",
    ),
    "money of three tables by owner": (
        {"metrics": ["contract_amount", "received_amount", "invoiced_amount"], "by": ["owner"], "totals": True},
        f"""SELECT owner, coalesce(sum(a), 0), coalesce(sum(b), 0), coalesce(sum(c), 0) FROM (
            SELECT owner_key, amount AS a, NULL AS b, NULL AS c, customer_key FROM {{contracts}}
            UNION ALL SELECT owner_key, NULL, amount, NULL, customer_key FROM {{receipts}}
            UNION ALL SELECT owner_key, NULL, NULL, amount, customer_key FROM {{invoices}}) x {OWN} GROUP BY 1""",
    ),
    "targets and attainment by owner": (
        {"metrics": ["target_amount", "contract_amount", "attainment"], "by": ["owner"], "period": YEAR},
        f"""SELECT owner, coalesce(sum(t), 0), coalesce(sum(c), 0), CASE WHEN coalesce(sum(t), 0) = 0 THEN NULL
        ELSE coalesce(sum(c), 0) / sum(t) END FROM (
            SELECT owner_key, target_amount AS t, NULL AS c FROM {{targets}}
            WHERE month_date BETWEEN '2020-01-01' AND '2020-12-31'
            UNION ALL SELECT owner_key, NULL, amount FROM {{contracts}}
            WHERE order_date BETWEEN '2020-01-01' AND '2020-12-31') x {OWN} GROUP BY 1""",
    ),
    "top three customers with Others": (
        {
            "metrics": ["customers_followed", "follow_ups"],
            "by": ["owner"],
            "top": {"field": "owner", "n": 3, "by": "follow_ups"},
        },
        f"""WITH ranked AS (SELECT owner, row_number() OVER (ORDER BY count(*) DESC, owner IN ('—', 'Unknown'),
            CASE owner WHEN '—' THEN 0 WHEN 'Unknown' THEN 1 END, encode(owner)) AS place
            FROM {{follow_ups}} x {OWN} GROUP BY 1)
        SELECT CASE WHEN place <= 3 THEN owner ELSE '*Others*' END, count(DISTINCT customer_key), count(*)
        FROM {{follow_ups}} x {OWN} JOIN ranked USING (owner) GROUP BY 1""",
    ),
    "having": (
        {
            "metrics": ["won_amount"],
            "by": ["owner"],
            "having": [{"field": "won_amount", "op": "gt", "value": 0.01}],
        },
        f"""SELECT owner, sum(amount) FROM {{deals}} x {OWN} WHERE outcome = 'won' GROUP BY 1 HAVING sum(amount) > 1""",
    ),
    "compare a quarter with the one before by owner": (
        {
            "metrics": ["contract_amount"],
            "by": ["owner"],
            "period": {"from": "2020-04-01", "to": "2020-06-30"},
            "compare": "previous",
        },
        f"""SELECT owner, now, before, CASE WHEN before <> 0 THEN (now - before) / abs(before) END FROM (
            SELECT owner, coalesce(sum(amount) FILTER (order_date >= '2020-04-01'), 0)::DOUBLE AS now,
            coalesce(sum(amount) FILTER (order_date < '2020-04-01'), 0)::DOUBLE AS before
            FROM {{contracts}} x {OWN} WHERE order_date BETWEEN '2020-01-01' AND '2020-06-30' GROUP BY 1)""",
    ),
    "compare with the year before, 29 February and all": (
        {
            "metrics": ["won_count"],
            "period": {"from": "2021-01-01", "to": "2021-02-28"},
            "compare": "last_year",
        },
        """SELECT count(*) FILTER (close_date >= '2021-01-01') AS now, count(*) FILTER (close_date < '2021-01-01')
        AS before, CASE WHEN before <> 0 THEN (now - before) / abs(before) END FROM {deals}
        WHERE outcome = 'won' AND (close_date BETWEEN '2021-01-01' AND '2021-02-28'
            OR close_date BETWEEN '2020-01-01' AND '2020-02-29')""",
    ),
    "filters of every kind": (
        {
            "metrics": ["won_count"],
            "by": ["region"],
            "where": [
                {"field": "source", "op": "ne", "value": "Web"},
                {"field": "industry", "op": "starts_with", "value": "i"},
                {"field": "created_date", "op": "gte", "value": "2020-02"},
                {"field": "close_date", "op": "not_null"},
                {"field": "amount", "op": "between", "value": [-100, 50000.5]},
            ],
        },
        f"""SELECT coalesce(region, 'Unknown'), count(*) FROM {{deals}} x {PLACE} WHERE outcome = 'won'
        AND coalesce(source, 'Unknown') <> 'Web' AND industry = 'IT' AND x.created_date >= '2020-02-01'
        AND close_date IS NOT NULL AND amount BETWEEN -10000 AND 5000050 GROUP BY 1""",
    ),
    "missing values": (
        {"metrics": ["new_opportunities"], "where": [{"field": "owner", "op": "is_null"}], "by": ["owner"]},
        f"SELECT owner, count(*) FROM {{deals}} x {OWN} WHERE owner IN ('—', 'Unknown') GROUP BY 1",
    ),
    "the period on another date": (
        {
            "metrics": ["won_amount", "new_opportunities"],
            "period": {"field": "created_date", "from": "2020-02-29", "to": "2020-12-31"},
        },
        """SELECT coalesce(sum(amount) FILTER (outcome = 'won'), 0), count(*) FROM {deals}
        WHERE created_date BETWEEN '2020-02-29' AND '2020-12-31'""",
    ),
    "products sold, cost and margin": (
        {
            "metrics": [
                "sold_lines", "sold_contracts", "sold_quantity", "sold_amount", "sold_cost", "costed_amount",
                "margin_amount", "margin_rate",
            ],
            "by": ["product"],
        },
        """SELECT product, count(*), count(DISTINCT contract_id), coalesce(sum(quantity), 0), coalesce(sum(amount), 0),
        sum(cost), sum(costed), sum(costed - cost),
        CASE WHEN sum(costed) <> 0 THEN sum(costed - cost) / sum(costed) END FROM {lines_sold} GROUP BY 1""",
    ),
    "margin by owner and month of a year": (
        {"metrics": ["sold_amount", "margin_amount"], "by": ["owner", MONTHS], "period": YEAR},
        f"""SELECT owner, grain_label(order_date, 'month'), coalesce(sum(amount), 0), sum(costed - cost)
        FROM {{lines_sold}} x {OWN} WHERE order_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1, 2""",
    ),
    "business trips by owner": (
        {"metrics": ["trips"], "by": ["owner"], "period": YEAR},
        f"""SELECT owner, count(*) FROM {{trips_made}} x {OWN}
        WHERE start_date BETWEEN '2020-01-01' AND '2020-12-31' GROUP BY 1""",
    ),
}  # fmt: skip
