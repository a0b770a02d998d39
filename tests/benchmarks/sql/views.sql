-- What the questions stand on, over the Parquet files: small tables are kept, everything about facts is a view.
CREATE MACRO change(now, base) AS CASE WHEN base <> 0 THEN (now - base) / base END;
CREATE MACRO effective(status) AS coalesce(status IN ('approved', 'not_required'), false);
CREATE MACRO team_of(user_id, name) AS CASE WHEN user_id IS NULL THEN '—' ELSE coalesce(name, 'Unknown') END;

CREATE TABLE people AS
WITH RECURSIVE above AS (
    SELECT department_id, department_id AS above_id, 0 AS distance FROM departments
    UNION ALL
    SELECT a.department_id, d.parent_id, a.distance + 1
    FROM above a JOIN departments d ON d.department_id = a.above_id
    WHERE d.parent_id IN (SELECT department_id FROM departments)
),
depth AS (SELECT department_id, max(distance) AS depth FROM above GROUP BY department_id),
branch AS (
    SELECT a.department_id, d.name AS department
    FROM above a JOIN depth USING (department_id) JOIN departments d ON d.department_id = a.above_id
    WHERE a.distance = greatest(depth - 1, 0)
)
SELECT u.user_id, u.name AS owner, d.name AS sales_team, branch.department
FROM users u LEFT JOIN departments d USING (department_id) LEFT JOIN branch USING (department_id);

CREATE TABLE steps AS
SELECT s.stage_id, s.pipeline_id, s.position, s.kind, s.win_probability,
       CASE WHEN count(*) OVER (PARTITION BY s.name) > 1 THEN s.name || ' (' || p.name || ')' ELSE s.name END AS stage,
       row_number() OVER (ORDER BY p.position, s.pipeline_id, s.position, s.stage_id) AS place
FROM stages s JOIN pipelines p USING (pipeline_id);

CREATE VIEW customer_names AS
SELECT customer_id,
       CASE WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || code || ')' ELSE name END AS customer
FROM customers;

CREATE VIEW places AS
SELECT customer_id, CASE WHEN r.level = 'city' THEN above.name ELSE r.name END AS region
FROM customers LEFT JOIN regions r USING (region_id) LEFT JOIN regions above ON above.region_id = r.parent_id;

CREATE VIEW owned_contracts AS
SELECT c.* REPLACE (coalesce(c.owner_id, k.owner_id) AS owner_id)
FROM contracts c LEFT JOIN customers k ON k.customer_id = c.customer_id;

CREATE VIEW owned_receipts AS
SELECT r.* REPLACE (coalesce(r.owner_id, c.owner_id, k.owner_id) AS owner_id)
FROM receipts r LEFT JOIN contracts c ON c.contract_id = r.contract_id
     LEFT JOIN customers k ON k.customer_id = r.customer_id;

CREATE VIEW first_deals AS
SELECT customer_id, min(order_date) AS first_deal_date FROM contracts WHERE effective(status)
GROUP BY customer_id HAVING min(order_date) IS NOT NULL;

-- Who had a record on a day: who got it last up to then, else who gave it up first after it, else the owner of now.
CREATE VIEW got AS SELECT subject, subject_key, event_date, new_owner_id FROM owner_events
QUALIFY row_number() OVER (
    PARTITION BY subject, subject_key, event_date ORDER BY event_at DESC, owner_event_id DESC) = 1;
CREATE VIEW gave AS SELECT subject, subject_key, event_date, old_owner_id FROM owner_events
QUALIFY row_number() OVER (PARTITION BY subject, subject_key, event_date ORDER BY event_at, owner_event_id) = 1;
CREATE MACRO owner_then(now, has_got, got_it, has_given, gave_it) AS CASE
    WHEN now IS NULL THEN NULL WHEN has_got IS NOT NULL THEN got_it WHEN has_given IS NOT NULL THEN gave_it
    ELSE now END;

CREATE VIEW customers_entered AS
SELECT c.* REPLACE (
    owner_then(c.owner_id, g.subject_key, g.new_owner_id, a.subject_key, a.old_owner_id) AS owner_id)
FROM customers c
ASOF LEFT JOIN (SELECT * FROM got WHERE subject = 'customer') g
    ON g.subject_key = c.customer_id AND g.event_date <= c.created_date
ASOF LEFT JOIN (SELECT * FROM gave WHERE subject = 'customer') a
    ON a.subject_key = c.customer_id AND a.event_date > c.created_date;

CREATE VIEW opportunities_closed AS
SELECT o.* REPLACE (
    owner_then(o.owner_id, g.subject_key, g.new_owner_id, a.subject_key, a.old_owner_id) AS owner_id)
FROM opportunities o
ASOF LEFT JOIN (SELECT * FROM got WHERE subject = 'opportunity') g
    ON g.subject_key = o.opportunity_id AND g.event_date <= o.close_date
ASOF LEFT JOIN (SELECT * FROM gave WHERE subject = 'opportunity') a
    ON a.subject_key = o.opportunity_id AND a.event_date > o.close_date;

CREATE VIEW deal_products AS
WITH lines AS (
    SELECT o.opportunity_id, o.customer_id, o.owner_id, o.outcome, o.close_date, o.amount AS whole, l.product_id,
           coalesce(l.amount, 0) AS share,
           sum(coalesce(l.amount, 0)) OVER deal AS total,
           row_number() OVER (PARTITION BY o.opportunity_id ORDER BY l.opportunity_line_id DESC) = 1 AS is_last
    FROM opportunities_closed o LEFT JOIN opportunity_lines l USING (opportunity_id)
    WINDOW deal AS (PARTITION BY o.opportunity_id)
),
floored AS (
    SELECT *, CASE WHEN total = 0 THEN 0 ELSE CAST(whole AS HUGEINT) * share // total END AS part FROM lines
)
SELECT f.* EXCLUDE (whole, share, total, is_last, part), coalesce(p.name, 'Unknown') AS product,
       CASE WHEN is_last
            THEN whole - sum(CASE WHEN is_last THEN 0 ELSE part END) OVER (PARTITION BY opportunity_id)
            ELSE part END AS amount
FROM floored f LEFT JOIN products p USING (product_id);

CREATE VIEW stage_reach AS
WITH seen AS (
    SELECT opportunity_id, stage_id FROM stage_events UNION ALL SELECT opportunity_id, stage_id FROM opportunities
),
furthest AS (
    SELECT opportunity_id, max(position) AS furthest FROM seen JOIN steps USING (stage_id) WHERE kind = 'open'
    GROUP BY opportunity_id
)
SELECT o.opportunity_id, o.amount, o.created_date, o.pipeline_id, steps.stage, steps.place
FROM opportunities o JOIN steps ON steps.pipeline_id = o.pipeline_id LEFT JOIN furthest USING (opportunity_id)
WHERE (steps.kind = 'open' AND (
          steps.position = (SELECT min(s.position) FROM steps s WHERE s.pipeline_id = o.pipeline_id)
          OR o.outcome = 'won' OR steps.position <= furthest))
   OR (steps.kind = 'won' AND o.outcome = 'won');
