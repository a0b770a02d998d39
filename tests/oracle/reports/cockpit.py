"""The cockpit (reports 2.10) in SQL: the sales brief, the mini funnel, forgotten customers, the findings."""

from tests.oracle.reports.grouped import IN_PERIOD, Facts

BRIEF = Facts(
    parts={
        "entered": f"SELECT owner_key, created_date AS day, source_shown, 1 AS entered FROM {{customers}} "
        f"WHERE created_date {IN_PERIOD}",
        "met": f"SELECT owner_key, created_date AS day, 1 AS met FROM {{contacts}} WHERE created_date {IN_PERIOD}",
        "begun": f"SELECT owner_key, created_date AS day, 1 AS begun, amount AS hoped FROM {{deals}} "
        f"WHERE created_date {IN_PERIOD}",
        "signed": f"SELECT owner_key, order_date AS day, amount AS signed, outstanding FROM {{contracts}} "
        f"WHERE order_date {IN_PERIOD}",
        "received": f"SELECT owner_key, received_date AS day, amount AS received FROM {{receipts}} "
        f"WHERE received_date {IN_PERIOD}",
        "followed": f"SELECT owner_key, created_date AS day, 1 AS followed FROM {{follow_ups}} "
        f"WHERE created_date {IN_PERIOD}",
        "closed": f"SELECT owner_key, close_date AS day, 1 AS closed, (outcome = 'won')::INT AS won FROM {{deals}} "
        f"WHERE outcome IN ('won', 'lost') AND close_date {IN_PERIOD}",
    },
    cells={
        "new_customers": "count(entered)",
        "new_contacts": "count(met)",
        "new_opportunities": "count(begun)",
        "new_opportunity_amount": "coalesce(sum(hoped) FILTER (begun = 1), 0)::BIGINT",
        "contract_count": "count(signed)",
        "contract_amount": "coalesce(sum(signed), 0)::BIGINT",
        "outstanding_amount": "coalesce(sum(outstanding) FILTER (signed IS NOT NULL), 0)::BIGINT",
        "received_amount": "coalesce(sum(received), 0)::BIGINT",
        "follow_ups": "count(followed)",
        "win_rate": "sum(won) / nullif(count(closed), 0)",
        "closed_count": "count(closed)",
    },
    keys={"owner": "coalesce(owner, 'Unknown')", "source": "source_shown"},
)
FUNNEL = f"""SELECT stage, count(DISTINCT opportunity_id) AS reached_opportunities,
        coalesce(sum(amount), 0)::BIGINT AS reached_amount
    FROM {{reached}} WHERE pipeline_id = (SELECT pipeline_id FROM raw_pipelines ORDER BY position LIMIT 1)
        AND created_date {IN_PERIOD} GROUP BY 1"""
FORGOTTEN = """WITH silent AS (
        SELECT {today} - coalesce(last_day, x.created_date) AS days, next_contact_at::DATE AS planned, last_day
        FROM {customers} AS x LEFT JOIN (
            SELECT customer_key, max(created_date) AS last_day FROM follow_ups
            WHERE created_date <= {today} GROUP BY 1
        ) AS met ON met.customer_key = x.customer_key
        WHERE x.owner_key IS NOT NULL
    )
    SELECT count(*) FILTER (days > 7) AS "7", count(*) FILTER (days > 15) AS "15", count(*) FILTER (days > 30) AS "30",
        count(*) FILTER (days > 90) AS "90", count(*) FILTER (days > 180) AS "180",
        count(*) FILTER (planned < {today} AND (last_day IS NULL OR last_day < planned)) AS overdue, count(*) AS whole
    FROM silent"""
PIPELINE_NOW = """SELECT coalesce(sum(amount), 0)::BIGINT AS open_amount, count(*) AS open_opportunities,
    coalesce(sum(weighted), 0)::BIGINT AS weighted_amount FROM {deals} WHERE outcome = 'open'"""
PIPELINE_THEN = """SELECT coalesce(sum(amount), 0)::BIGINT AS open_amount, count(*) AS open_opportunities,
    coalesce(sum(weighted), 0)::BIGINT AS weighted_amount
    FROM {stays} WHERE entered_date <= {last} AND (gone IS NULL OR gone > {last})"""
