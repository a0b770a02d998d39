"""The tables of the sales funnel (reports 2.2) in SQL.

Deals count for their owner on the day they were entered or closed; stays in a stage, and so the open pipeline of a
past day, for the owner of that time (R8). `{pipeline}` is a key, `{start}` the day before a period, `{end}` its last
day or today.
"""

from tests.oracle.reports.tables import IN_PERIOD

ENTERED = f"""
    SELECT creator AS owner_key, customer_key, created_date AS day, amount, 1 AS entered,
        (outcome = 'won')::INT AS won_by_now
    FROM {{deals}} JOIN deal_owners USING (opportunity_id) WHERE created_date {IN_PERIOD}"""
CLOSED = f"""
    SELECT closer AS owner_key, customer_key, close_date AS day, outcome, amount AS closed_amount, 1 AS closed
    FROM {{deals}} JOIN deal_owners USING (opportunity_id)
    WHERE outcome IN ('won', 'lost') AND close_date {IN_PERIOD}"""
ENTERED_AND_CLOSED = f"{ENTERED} UNION ALL BY NAME {CLOSED}"
LOST = f"""SELECT close_date AS day, outcome, amount AS closed_amount, 1 AS closed, shown(loss_reason) AS loss_reason
    FROM {{deals}} WHERE outcome = 'lost' AND close_date {IN_PERIOD}"""
ENTERED_CELLS = {
    "new_opportunities": "count(entered)",
    "new_opportunity_amount": "coalesce(sum(amount), 0)::BIGINT",
    "won_of_created": "coalesce(sum(won_by_now), 0)::BIGINT",
    "win_rate_cohort": "sum(won_by_now) / nullif(count(entered), 0)",
}
CLOSED_CELLS = {
    "closed_count": "count(closed)",
    "won_count": "count(*) FILTER (outcome = 'won')",
    "lost_count": "count(*) FILTER (outcome = 'lost')",
    "win_rate": "count(*) FILTER (outcome = 'won') / nullif(count(closed), 0)",
    "won_amount": "coalesce(sum(closed_amount) FILTER (outcome = 'won'), 0)::BIGINT",
    "lost_amount": "coalesce(sum(closed_amount) FILTER (outcome = 'lost'), 0)::BIGINT",
}

# Open at the end of the period (today's deals when it is not over), and ever reached of those entered in it.
FUNNEL = f"""WITH standing_then AS (
        SELECT stage, amount, weighted FROM {{deals}}
        WHERE outcome = 'open' AND pipeline_id = {{pipeline}} AND {{last}} >= {{today}}
        UNION ALL
        SELECT x.stage, x.amount, weighted FROM {{stays}} AS x JOIN raw_opportunities AS o USING (opportunity_id)
        WHERE o.pipeline_id = {{pipeline}} AND {{last}} < {{today}}
            AND entered_date <= {{last}} AND (gone IS NULL OR gone > {{last}})
    ),
    snapshot AS (
        SELECT stage, count(*) AS open_count, sum(amount) AS open_amount, sum(weighted) AS weighted_amount
        FROM standing_then GROUP BY 1
    ),
    cumulative AS (
        SELECT stage, count(DISTINCT opportunity_id) AS reached, sum(amount) AS reached_amount FROM {{reached}}
        WHERE pipeline_id = {{pipeline}} AND created_date {IN_PERIOD} GROUP BY 1
    )
    SELECT stage, raw_stages.name, coalesce(open_count, 0) AS open_count,
        coalesce(open_amount, 0)::BIGINT AS open_amount, coalesce(weighted_amount, 0)::BIGINT AS weighted_amount,
        coalesce(reached, 0) AS reached, coalesce(reached_amount, 0)::BIGINT AS reached_amount,
        reached / nullif(lag(coalesce(reached, 0)) OVER w, 0) AS step_rate,
        coalesce(reached, 0) / nullif(first(coalesce(reached, 0)) OVER w, 0) AS overall_rate
    FROM steps JOIN raw_stages USING (stage_id) LEFT JOIN snapshot USING (stage) LEFT JOIN cumulative USING (stage)
    WHERE steps.pipeline_id = {{pipeline}} AND steps.kind IN ('open', 'won')
    WINDOW w AS (ORDER BY steps.position) ORDER BY steps.position"""
ALL_REACHED = f"""SELECT count(DISTINCT opportunity_id) AS reached_opportunities FROM {{reached}}
    WHERE pipeline_id = {{pipeline}} AND created_date {IN_PERIOD}"""

# The stays that began in the period, and what had become of them by its end.
FLOW = """WITH began AS (
        SELECT stage, CASE WHEN until_date <= {end} THEN stay_end ELSE 'still_there' END AS became
        FROM {dwells} WHERE pipeline_id = {pipeline} AND entered_date BETWEEN {first} AND {end}
    )
    SELECT steps.stage, count(became) AS entered, count(*) FILTER (became = 'advanced') AS advanced,
        count(*) FILTER (became = 'moved_back') AS moved_back, count(*) FILTER (became = 'lost') AS lost,
        count(*) FILTER (became = 'invalid') AS invalid, count(*) FILTER (became = 'still_there') AS still_there
    FROM steps LEFT JOIN began USING (stage) WHERE kind = 'open' AND steps.pipeline_id = {pipeline}
    GROUP BY 1, position ORDER BY position"""

# The stays that ended in the period, or last and today lies in it; the benchmark is the whole company's.
DWELLS = f"SELECT * FROM {{dwells}} WHERE pipeline_id = {{pipeline}} AND until_date {IN_PERIOD}"
DWELL_CELLS = {
    "dwell_days": "avg(stay_days)",
    "dwell_days_median": "median(stay_days)",
    "stays": "count(stay_end)",
    "ongoing_stays": "count(*) FILTER (stay_end = 'still_there')",
    "slow_stays": "count(*) FILTER (days_over > 0)",
    "days_over_benchmark": "sum(days_over)",
}
BENCHMARKS = "SELECT DISTINCT stage, benchmark_days FROM dwells WHERE benchmark_days IS NOT NULL"

# Each deal that stood in the pipeline between the two days, as the reader sees it, in the parts that its case names.
CHANGES = """WITH everyone AS (
        SELECT opportunity_id, entered_date, least(gone, {today}) AS gone FROM stays
        UNION ALL SELECT opportunity_id, {today}, NULL FROM deals WHERE outcome = 'open'
    ),
    ever AS (
        SELECT opportunity_id, min(entered_date) AS began, bool_or(gone IS NULL) AS lasts, max(gone) AS ended
        FROM everyone GROUP BY 1
    ),
    mine AS (
        SELECT opportunity_id, stage_event_id, owner_key, stage, coalesce(amount, 0) AS amount, entered_date,
            least(gone, {today}) AS gone FROM {stays}
        UNION ALL
        SELECT opportunity_id, NULL, owner_key, stage, coalesce(amount, 0), {today}, NULL
        FROM {deals} WHERE outcome = 'open'
    ),
    stood AS (
        SELECT opportunity_id, last(stage ORDER BY entered_date, gone, stage_event_id) AS stage,
            last(owner_key ORDER BY entered_date, gone, stage_event_id) AS owner_key,
            last(amount ORDER BY entered_date, gone, stage_event_id) AS amount,
            min(entered_date) = any_value(began) AS is_new,
            NOT any_value(lasts) AND max(gone) = any_value(ended) AS is_over,
            max(amount) FILTER (entered_date <= {start} AND (gone IS NULL OR gone > {start})) AS before,
            max(amount) FILTER (entered_date <= {end} AND (gone IS NULL OR gone > {end})) AS after
        FROM mine JOIN ever USING (opportunity_id)
        WHERE entered_date <= {end} AND (gone IS NULL OR gone > {start} OR entered_date > {start}) GROUP BY 1
    ),
    parts AS (
        SELECT *, CASE WHEN is_new THEN 'new' ELSE 'moved_in' END AS cause, coalesce(after, amount) AS change
        FROM stood WHERE before IS NULL
        UNION ALL
        SELECT stood.*, CASE WHEN is_over AND outcome <> 'open' THEN outcome ELSE 'moved_out' END,
            -coalesce(before, stood.amount)
        FROM stood JOIN raw_opportunities USING (opportunity_id) WHERE after IS NULL
        UNION ALL
        SELECT *, CASE WHEN after > before THEN 'increased' ELSE 'decreased' END, after - before
        FROM stood WHERE after <> before
    )
    SELECT cause, o.name, customer, owner, stage, before, after, change FROM parts
    JOIN raw_opportunities AS o USING (opportunity_id) LEFT JOIN places ON places.customer_key = o.customer_id
    JOIN owners ON owners.owner_key IS NOT DISTINCT FROM parts.owner_key"""
OPEN_ON = """SELECT count(*) AS open_opportunities, coalesce(sum(amount), 0)::BIGINT AS open_amount FROM (
        SELECT amount FROM {deals} WHERE outcome = 'open' AND {day} >= {today}
        UNION ALL
        SELECT amount FROM {stays}
        WHERE {day} < {today} AND entered_date <= {day} AND (gone IS NULL OR gone > {day}))"""

# Today's open deals without activity for `{idle}` days, past their expected close, or slow in their stage.
STALLED = """SELECT name, customer, owner, stage, amount, days_without_activity, days_past_close, days_in_stage,
        stage_age, coalesce(days_without_activity >= {idle}, false) AS idle,
        coalesce(days_past_close > 0, false) AS past_close, coalesce(stage_age > 2, false) AS slow_stage
    FROM {standing} AS x JOIN owners USING (owner_key) LEFT JOIN places ON places.customer_key = x.customer_key
    WHERE idle OR past_close OR slow_stage"""
