-- Tickets: the handler's, or the customer's owner's where nobody handles it. Hours that run backwards are unknown.
CREATE TABLE tickets AS
    WITH timed AS (
        SELECT *, resolved_at::DATE AS resolved_date,
            date_diff('second', opened_at, first_response_at) / 3600 AS answered,
            date_diff('second', opened_at, resolved_at) / 3600 AS resolved
        FROM raw_tickets
    )
    SELECT x.* EXCLUDE (answered, resolved), coalesce(owner_id, customer_owner) AS owner_key,
        x.customer_id AS customer_key, shown(label) AS product,
        CASE WHEN answered >= 0 THEN answered END AS first_response_hours,
        CASE WHEN resolved >= 0 THEN resolved END AS resolution_hours,
        coalesce(reopen_count, 0) > 0 AS is_reopened,
        resolved_at IS NOT NULL OR coalesce(reopen_count, 0) > 0 AS was_resolved,
        CASE WHEN opened_at IS NULL OR sla_hours IS NULL OR resolved < 0 THEN NULL
            WHEN resolved_at IS NOT NULL THEN CASE WHEN resolved <= sla_hours THEN 'met' ELSE 'breached' END
            WHEN opened_at + to_seconds(round(sla_hours * 3600)) < today()::TIMESTAMP THEN 'breached'
            ELSE 'running' END AS sla
    FROM timed AS x LEFT JOIN places ON customer_key = x.customer_id
    LEFT JOIN labels ON what = 'product' AND id = product_id;
-- Feedback: of whoever handled its ticket, or the customer's owner's where it is about none or nobody handled it.
CREATE TABLE feedback AS
    SELECT x.*, coalesce(t.owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key,
        shown(label) AS product
    FROM raw_feedback AS x LEFT JOIN raw_tickets AS t USING (ticket_id)
    LEFT JOIN places ON customer_key = x.customer_id
    LEFT JOIN labels ON what = 'product' AND id = x.product_id;
