-- Records of any status, as the lists of one customer show them: deleted ones left out, each with its owner.
CREATE TABLE every_contract AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key,
        x.amount - coalesce(paid, 0) AS outstanding
    FROM raw_contracts AS x LEFT JOIN places ON customer_key = x.customer_id
    LEFT JOIN (SELECT contract_id, sum(amount) AS paid FROM raw_receipts
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id)
    WHERE NOT coalesce(is_deleted, false);
CREATE TABLE every_receipt AS
    SELECT x.*, coalesce(owner_id, parent_owner, customer_owner) AS owner_key,
        coalesce(x.customer_id, parent_customer) AS customer_key
    FROM raw_receipts AS x LEFT JOIN parents ON parent = x.contract_id
    LEFT JOIN places ON customer_key = coalesce(x.customer_id, parent_customer)
    WHERE NOT coalesce(is_deleted, false);
CREATE TABLE every_invoice AS
    SELECT x.*, coalesce(owner_id, parent_owner, customer_owner) AS owner_key,
        coalesce(x.customer_id, parent_customer) AS customer_key
    FROM raw_invoices AS x LEFT JOIN parents ON parent = x.contract_id
    LEFT JOIN places ON customer_key = coalesce(x.customer_id, parent_customer)
    WHERE NOT coalesce(is_deleted, false);
CREATE TABLE every_activity AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, nullif(x.customer_id, 0) AS customer_key
    FROM raw_activities AS x LEFT JOIN places ON customer_key = x.customer_id
    WHERE NOT coalesce(is_deleted, false);
-- A stay in an open stage: rows of the log that follow each other in one stage are one, worth and owned as in the last.
CREATE TABLE entered_stages AS
    WITH logged AS (
        SELECT e.*, lag(e.stage_id) OVER w IS DISTINCT FROM e.stage_id AS is_new,
            row_number() OVER w AS place
        FROM raw_stage_events AS e
        WHERE entered_date <= today() AND opportunity_id IN (SELECT opportunity_id FROM deals WHERE outcome IS NOT NULL)
        WINDOW w AS (PARTITION BY e.opportunity_id ORDER BY entered_date, entered_at, stage_event_id)
    ),
    runs AS (
        SELECT *, sum(is_new::INT) OVER (PARTITION BY opportunity_id ORDER BY place) AS run FROM logged
    ),
    stays AS (
        SELECT opportunity_id, run, any_value(stage_id) AS stage_id, min(entered_date) AS entered_date,
            arg_max(amount, place) AS amount, arg_max(owner_id, place) AS owner_id
        FROM runs GROUP BY 1, 2
    )
    SELECT s.entered_date, d.name, steps.stage, s.amount,
        coalesce(s.owner_id, d.owner_id, d.owner_key) AS owner_key, d.customer_key
    FROM stays AS s JOIN steps ON steps.stage_id = s.stage_id
    JOIN deals AS d ON d.opportunity_id = s.opportunity_id WHERE steps.kind = 'open';
CREATE TABLE owner_moves AS
    WITH logged AS (
        SELECT TRY_CAST(subject_key AS BIGINT) AS customer_id, event_date, old_owner_id, new_owner_id,
            new_owner_id IS NULL AS into_pool
        FROM raw_owner_events WHERE subject = 'customer'
    ),
    pooled AS (SELECT customer_id, event_date, kind, owner_id, kind = 'into_pool' AS into_pool FROM raw_pool_events),
    moves AS (
        SELECT customer_id, event_date, old_owner_id, new_owner_id, CASE
            WHEN old_owner_id IS NOT NULL AND new_owner_id IS NOT NULL THEN 'handed_over'
            ELSE coalesce((SELECT any_value(kind) FROM pooled AS p WHERE p.customer_id = logged.customer_id
                AND p.event_date = logged.event_date AND p.into_pool = logged.into_pool),
                CASE WHEN into_pool THEN 'into_pool' ELSE 'assigned' END) END AS move
        FROM logged
        UNION ALL
        SELECT customer_id, event_date, CASE WHEN into_pool THEN owner_id END, CASE WHEN NOT into_pool THEN owner_id END,
            kind
        FROM pooled AS p WHERE NOT EXISTS (SELECT 1 FROM logged AS l WHERE l.customer_id = p.customer_id
            AND l.event_date = p.event_date AND l.into_pool = p.into_pool
            AND (l.old_owner_id IS NULL OR l.new_owner_id IS NULL))
    )
    SELECT m.event_date, move, old.owner AS old_owner, new.owner AS new_owner,
        customer_owner AS owner_key, m.customer_id AS customer_key
    FROM moves AS m JOIN places ON customer_key = m.customer_id
    LEFT JOIN owners AS old ON old.owner_key = m.old_owner_id LEFT JOIN owners AS new ON new.owner_key = m.new_owner_id;
