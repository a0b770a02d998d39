-- How long deals stay in their stages, and what is known of each open one today. Rows of the log that follow each other
-- in one stage are one stay; it ends when the next begins or the deal closes. Nothing after today has happened.

CREATE TABLE dwells AS
    WITH logged AS (
        SELECT opportunity_id, stage_id, entered_date, left_date, amount, owner_id,
            row_number() OVER (PARTITION BY opportunity_id ORDER BY entered_date, entered_at, stage_event_id) AS place
        FROM raw_stage_events WHERE entered_date <= today()
    ),
    current AS (
        SELECT opportunity_id, stage_id, last_left AS entered_date, NULL::DATE AS left_date, amount, owner_id,
            1000000 AS place
        FROM deals LEFT JOIN (SELECT opportunity_id, last(left_date ORDER BY place) AS last_left FROM logged GROUP BY 1)
            USING (opportunity_id)
        WHERE outcome = 'open'
    ),
    followed AS (
        SELECT *, row_number() OVER w > 1 AND stage_id IS NOT DISTINCT FROM lag(stage_id) OVER w AS goes_on
        FROM (SELECT * FROM logged UNION ALL BY NAME SELECT * FROM current)
        WINDOW w AS (PARTITION BY opportunity_id ORDER BY place)
    ),
    counted AS (
        SELECT *, count(*) FILTER (NOT goes_on) OVER (PARTITION BY opportunity_id ORDER BY place) AS run FROM followed
    ),
    runs AS (
        SELECT opportunity_id, run, first(stage_id ORDER BY place) AS stage_id,
            first(entered_date ORDER BY place) AS entered_date, last(left_date ORDER BY place) AS left_date,
            last(amount ORDER BY place) AS amount, last(owner_id ORDER BY place) AS owner_id
        FROM counted GROUP BY 1, 2
    ),
    placed AS (
        SELECT runs.*, steps.stage, steps.kind, position, steps.pipeline_id AS of_pipeline, deals.outcome, close_date,
            deals.pipeline_id, deals.created_date, coalesce(runs.owner_id, deals.owner_key) AS owner_key,
            deals.customer_key,
            lead(run) OVER w IS NULL AS is_last, lead(entered_date) OVER w AS next_entered,
            lead(steps.kind) OVER w AS next_kind, lead(position) OVER w AS next_position,
            lead(steps.pipeline_id) OVER w AS next_pipeline
        FROM runs JOIN deals USING (opportunity_id) LEFT JOIN steps ON steps.stage_id = runs.stage_id
        WHERE deals.outcome IS NOT NULL WINDOW w AS (PARTITION BY opportunity_id ORDER BY run)
    ),
    ended AS (
        SELECT *, CASE CASE WHEN is_last THEN outcome ELSE next_kind END
                WHEN 'won' THEN 'advanced' WHEN 'lost' THEN 'lost' WHEN 'invalid' THEN 'invalid'
                ELSE CASE WHEN is_last THEN 'still_there'
                    WHEN next_pipeline = of_pipeline AND next_position > position THEN 'advanced'
                    ELSE 'moved_back' END END AS stay_end,
            least(today(), CASE WHEN outcome <> 'open' THEN least(left_date, next_entered, close_date)
                WHEN is_last THEN today() ELSE least(left_date, next_entered) END) AS until_date,
            CASE WHEN outcome <> 'open' THEN least(left_date, next_entered, close_date)
                WHEN is_last THEN today() ELSE least(left_date, next_entered) END IS NOT NULL AS is_known
        FROM placed
    ),
    timed AS (
        SELECT * EXCLUDE (is_known), CASE WHEN until_date >= entered_date THEN until_date - entered_date END AS stay_days
        FROM ended WHERE kind = 'open' AND is_known
    ),
    benchmarks AS (
        SELECT stage_id, median(stay_days) AS benchmark_days FROM timed
        WHERE stay_end <> 'still_there' AND stay_days IS NOT NULL GROUP BY 1 HAVING count(*) >= 5
    )
    SELECT timed.*, benchmark_days, CASE WHEN stay_days IS NOT NULL AND benchmark_days IS NOT NULL
        THEN greatest(stay_days - benchmark_days, 0) END AS days_over
    FROM timed LEFT JOIN benchmarks USING (stage_id);

CREATE TABLE standing AS
    WITH done AS (
        SELECT opportunity_id, nullif(customer_id, 0) AS customer_id, created_date FROM raw_activities
        WHERE NOT coalesce(is_deleted, false) AND kind <> 'system' AND created_date <= today()
    ),
    own AS (SELECT opportunity_id, max(created_date) AS own_last FROM done GROUP BY 1),
    loose AS (SELECT customer_id, max(created_date) AS loose_last FROM done WHERE opportunity_id IS NULL GROUP BY 1),
    idle AS (
        SELECT deals.*, today() - greatest(own_last, loose_last, created_date) AS days,
            CASE WHEN expected_close_date < today() THEN today() - expected_close_date END AS days_past_close
        FROM deals LEFT JOIN own USING (opportunity_id) LEFT JOIN loose USING (customer_id) WHERE outcome = 'open'
    )
    SELECT idle.* EXCLUDE (days), CASE WHEN days >= 0 THEN days END AS days_without_activity,
        stay_days AS days_in_stage, CASE WHEN benchmark_days > 0 THEN stay_days / benchmark_days END AS stage_age
    FROM idle LEFT JOIN (SELECT * FROM dwells WHERE stay_end = 'still_there') USING (opportunity_id);
