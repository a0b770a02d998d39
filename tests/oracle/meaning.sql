-- What each table means, in DuckDB's words, straight over the store's files: rows that are not deleted, each with its
-- owner, customer and places resolved. Independent of the product's frames on purpose; keep it so.

CREATE MACRO floor_div(a, b) AS (a::HUGEINT - (((a::HUGEINT % b) + b) % b)) // b;
CREATE MACRO shown(name) AS CASE WHEN name IS NULL OR name = '' THEN 'Unknown' ELSE name END;
CREATE MACRO grain_label(day, grain) AS CASE grain
    WHEN 'year' THEN strftime(day, '%Y')
    WHEN 'quarter' THEN strftime(day, '%Y') || '-Q' || quarter(day)
    WHEN 'month' THEN strftime(day, '%Y-%m')
    WHEN 'week' THEN isoyear(day) || '-W' || lpad(week(day)::VARCHAR, 2, '0')
    ELSE strftime(day, '%Y-%m-%d') END;

CREATE TABLE named AS
    SELECT 'user' AS what, user_id AS id, shown(name) AS label, login AS context FROM raw_users
    UNION ALL SELECT 'department', department_id, shown(name), NULL FROM raw_departments
    UNION ALL SELECT 'product', product_id, shown(name), code FROM raw_products
    UNION ALL SELECT 'customer', customer_id, shown(name), code FROM raw_customers WHERE NOT coalesce(is_deleted, false);
CREATE TABLE named_1 AS SELECT what, id, CASE
    WHEN context IS NOT NULL AND (count(*) OVER (PARTITION BY what, label) > 1 OR label IN ('Unknown', '—'))
    THEN label || ' (' || context || ')' ELSE label END AS label FROM named;
CREATE TABLE named_2 AS SELECT what, id, CASE
    WHEN count(*) OVER (PARTITION BY what, label) > 1 OR label IN ('Unknown', '—')
    THEN label || ' (' || id || ')' ELSE label END AS label FROM named_1;
CREATE TABLE labels AS SELECT what, id, CASE
    WHEN count(*) OVER (PARTITION BY what, label) > 1 THEN label || ' (' || id || ')' ELSE label END AS label FROM named_2;

CREATE TABLE above AS
    WITH RECURSIVE climb AS (
        SELECT department_id, department_id AS above_id, 0 AS distance FROM raw_departments
        UNION ALL
        SELECT climb.department_id, raw_departments.parent_id, distance + 1
        FROM climb JOIN raw_departments ON raw_departments.department_id = climb.above_id
        JOIN raw_departments AS real ON real.department_id = raw_departments.parent_id
        WHERE distance < 10
    ) SELECT * FROM climb;
CREATE TABLE branches AS
    SELECT department_id, label AS department FROM above
    JOIN (SELECT department_id AS d, greatest(max(distance) - 1, 0) AS wanted FROM above GROUP BY 1)
        ON d = department_id AND distance = wanted
    JOIN labels ON what = 'department' AND id = above_id;
CREATE TABLE people AS
    SELECT user_id, users.label AS owner, coalesce(teams.label, 'Unknown') AS sales_team,
        coalesce(department, 'Unknown') AS department
    FROM raw_users
    JOIN labels AS users ON users.what = 'user' AND users.id = user_id
    LEFT JOIN labels AS teams ON teams.what = 'department' AND teams.id = raw_users.department_id
    LEFT JOIN branches USING (department_id);
CREATE TABLE owners AS
    SELECT user_id AS owner_key, owner, sales_team, department FROM people
    UNION ALL SELECT NULL, '—', '—', '—'
    UNION ALL SELECT 0, 'Unknown', 'Unknown', 'Unknown';

CREATE TABLE first_deals AS
    SELECT customer_id, min(order_date) AS first_deal_date FROM raw_contracts
    WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1;
CREATE TABLE customers AS
    SELECT c.*, owner_id AS owner_key, customer_id AS customer_key, label AS customer, shown(industry) AS industry_shown,
        shown(source) AS source_shown, first_deal_date, first_deal_date - created_date AS cycle_days,
        shown(CASE WHEN place.level = 'city' THEN province.name ELSE place.name END) AS region,
        shown(CASE WHEN place.level = 'city' THEN CASE
            WHEN place.name = 'Port' THEN 'Port (' || province.name || ')' ELSE place.name END END) AS city
    FROM raw_customers AS c
    JOIN labels ON what = 'customer' AND id = customer_id
    LEFT JOIN first_deals USING (customer_id)
    LEFT JOIN raw_regions AS place ON place.region_id = c.region_id
    LEFT JOIN raw_regions AS province ON province.region_id = place.parent_id;
CREATE TABLE places AS
    SELECT customer_id AS customer_key, owner_id AS customer_owner, customer, industry_shown AS industry,
        source_shown AS source, region, city FROM customers;

CREATE TABLE contacts AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key
    FROM raw_contacts AS x LEFT JOIN places ON customer_key = x.customer_id WHERE NOT coalesce(is_deleted, false);
CREATE TABLE leads AS
    SELECT *, owner_id AS owner_key, customer_id AS customer_key, shown(source) AS lead_source FROM raw_leads
    WHERE NOT coalesce(is_deleted, false);
CREATE TABLE steps AS
    SELECT s.stage_id, s.pipeline_id, s.position, kind, win_probability, CASE
        WHEN count(*) OVER (PARTITION BY s.name) > 1 THEN s.name || ' (' || p.name || ')' ELSE s.name END AS stage
    FROM raw_stages AS s JOIN raw_pipelines AS p USING (pipeline_id);
CREATE TABLE deals AS
    SELECT o.* EXCLUDE (source), coalesce(o.owner_id, customer_owner) AS owner_key, o.customer_id AS customer_key,
        coalesce(stage, 'Unknown') AS stage,
        CASE WHEN amount * win_probability IS NULL THEN NULL
            ELSE round(amount * win_probability)::BIGINT END AS weighted
    FROM raw_opportunities AS o
    LEFT JOIN places ON customer_key = o.customer_id
    LEFT JOIN steps ON steps.stage_id = o.stage_id
    WHERE NOT coalesce(is_deleted, false);
CREATE TABLE contracts AS
    SELECT x.* EXCLUDE (source_key), coalesce(owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key,
        x.amount - coalesce(paid, 0) AS outstanding
    FROM raw_contracts AS x
    LEFT JOIN places ON customer_key = x.customer_id
    LEFT JOIN (SELECT contract_id, sum(amount) AS paid FROM raw_receipts
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id)
    WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required');
CREATE TABLE parents AS
    SELECT contract_id AS parent, owner_id AS parent_owner, customer_id AS parent_customer, order_date
    FROM raw_contracts WHERE NOT coalesce(is_deleted, false);
CREATE TABLE receipts AS
    SELECT x.*, coalesce(owner_id, parent_owner, mine.customer_owner, theirs.customer_owner) AS owner_key,
        coalesce(x.customer_id, parent_customer) AS customer_key, parents.order_date
    FROM raw_receipts AS x LEFT JOIN parents ON parent = x.contract_id
    LEFT JOIN places AS mine ON mine.customer_key = x.customer_id
    LEFT JOIN places AS theirs ON theirs.customer_key = parent_customer
    WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required');
CREATE TABLE invoices AS
    SELECT x.*, coalesce(owner_id, parent_owner, mine.customer_owner, theirs.customer_owner) AS owner_key,
        coalesce(x.customer_id, parent_customer) AS customer_key
    FROM raw_invoices AS x LEFT JOIN parents ON parent = x.contract_id
    LEFT JOIN places AS mine ON mine.customer_key = x.customer_id
    LEFT JOIN places AS theirs ON theirs.customer_key = parent_customer
    WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required');
CREATE TABLE follow_ups AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, nullif(x.customer_id, 0) AS customer_key,
        shown(channel) AS channel_shown
    FROM raw_activities AS x LEFT JOIN places ON customer_key = x.customer_id
    WHERE NOT coalesce(is_deleted, false) AND kind = 'follow_up';
CREATE TABLE targets AS
    SELECT *, owner_id AS owner_key, NULL::BIGINT AS customer_key FROM raw_targets WHERE level = 'employee' AND kind = 'contract_amount';

CREATE TABLE lines AS
    SELECT opportunity_id AS parent, opportunity_line_id AS line, product_id, coalesce(amount, 0) AS share
    FROM raw_opportunity_lines;
CREATE TABLE deal_parts AS
    WITH weighed AS (
        SELECT deals.*, line, shown(label) AS product,
            row_number() OVER (PARTITION BY opportunity_id ORDER BY line DESC) = 1 AS is_last,
            sum(share) OVER (PARTITION BY opportunity_id) AS total, share
        FROM deals LEFT JOIN lines ON parent = opportunity_id
        LEFT JOIN labels ON what = 'product' AND id = product_id
    ), floored AS (
        SELECT *, CASE WHEN is_last OR total IS NULL OR total = 0 THEN 0
            ELSE floor_div(amount::HUGEINT * share, total) END AS part FROM weighed
    )
    SELECT *, CASE WHEN is_last THEN amount - sum(part) OVER (PARTITION BY opportunity_id) ELSE part END AS allocated
    FROM floored;

CREATE TABLE stays AS
    WITH known AS (SELECT * FROM raw_stage_events WHERE entered_date IS NOT NULL),
    ended AS (
        SELECT *, least(left_date, lead(entered_date)
            OVER (PARTITION BY opportunity_id ORDER BY entered_date, stage_event_id)) AS gone FROM known
    ),
    logged AS (
        SELECT ended.opportunity_id, entered_date, gone, ended.amount, ended.owner_id, ended.stage_id, stage_event_id
        FROM ended
        LEFT JOIN steps USING (stage_id) WHERE kind = 'open' OR kind IS NULL
    ),
    bare AS (
        SELECT opportunity_id, created_date, CASE WHEN outcome = 'open' THEN NULL ELSE close_date END, amount, owner_id,
            CASE WHEN outcome = 'open' THEN stage_id END, NULL
        FROM deals WHERE opportunity_id NOT IN (SELECT opportunity_id FROM known)
    ),
    both_kinds AS (SELECT * FROM logged UNION ALL SELECT * FROM bare)
    SELECT b.opportunity_id, b.stage_event_id, b.entered_date,
        CASE WHEN deals.outcome = 'open' THEN gone ELSE least(gone, deals.close_date) END AS gone,
        b.amount, coalesce(b.owner_id, deals.owner_id, customer_owner) AS owner_key, deals.customer_id AS customer_key,
        round(b.amount * win_probability)::BIGINT AS weighted, coalesce(steps.stage, 'Unknown') AS stage
    FROM both_kinds AS b JOIN deals USING (opportunity_id)
    LEFT JOIN steps ON steps.stage_id = b.stage_id
    LEFT JOIN places ON places.customer_key = deals.customer_id
    WHERE deals.outcome = 'open' OR least(gone, deals.close_date) IS NOT NULL;

CREATE TABLE reached AS
    WITH seen AS (
        SELECT opportunity_id, stage_id FROM raw_stage_events UNION ALL SELECT opportunity_id, stage_id FROM deals
    ),
    furthest AS (
        SELECT opportunity_id, max(position) AS furthest FROM seen JOIN steps USING (stage_id)
        SEMI JOIN deals USING (opportunity_id, pipeline_id) WHERE kind = 'open' GROUP BY 1
    )
    SELECT deals.* EXCLUDE (stage, stage_id), steps.stage FROM deals JOIN steps USING (pipeline_id)
    LEFT JOIN furthest USING (opportunity_id)
    WHERE (kind = 'open' AND (position = 1 OR deals.outcome = 'won' OR position <= furthest))
        OR (kind = 'won' AND deals.outcome = 'won');

CREATE TABLE products_of AS
    SELECT DISTINCT contract_id, shown(label) AS product FROM raw_contract_lines
    LEFT JOIN labels ON what = 'product' AND id = product_id WHERE contract_id <> 0;
CREATE TABLE deal_products AS
    WITH firsts AS (
        SELECT customer_id, min(contract_id) AS contract_id FROM raw_contracts JOIN first_deals USING (customer_id)
        WHERE order_date = first_deal_date AND NOT coalesce(is_deleted, false)
            AND status IN ('approved', 'not_required') GROUP BY 1
    )
    SELECT customers.*, coalesce(product, 'Unknown') AS product FROM customers LEFT JOIN firsts USING (customer_id)
    LEFT JOIN products_of USING (contract_id) WHERE first_deal_date IS NOT NULL;
CREATE TABLE pool_moves AS
    SELECT *, owner_id AS owner_key, nullif(customer_id, 0) AS customer_key FROM raw_pool_events;
CREATE TABLE visits_made AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key,
        CASE WHEN satisfaction BETWEEN 1 AND 5 THEN satisfaction END AS score
    FROM raw_visits AS x LEFT JOIN places ON customer_key = x.customer_id;
CREATE TABLE visit_products AS
    SELECT visits_made.*, coalesce(product, 'Unknown') AS product FROM visits_made
    LEFT JOIN products_of USING (contract_id);
CREATE TABLE lines_sold AS
    SELECT l.*, shown(label) AS product, order_date, contracts.owner_key, contracts.customer_key,
        CASE WHEN l.amount IS NOT NULL THEN round(quantity * unit_cost_amount)::BIGINT END AS cost,
        CASE WHEN cost IS NOT NULL THEN l.amount END AS costed
    FROM raw_contract_lines AS l JOIN contracts USING (contract_id)
    LEFT JOIN labels ON what = 'product' AND id = product_id;
CREATE TABLE trips_made AS
    SELECT x.*, coalesce(owner_id, customer_owner) AS owner_key, x.customer_id AS customer_key
    FROM raw_trips AS x LEFT JOIN places ON customer_key = x.customer_id;
