-- What has come in and been billed on each effective contract to this day: each summed on its own, then joined.
CREATE TABLE settled AS
    SELECT c.*, coalesce(paid, 0) AS paid, coalesce(billed, 0) AS billed FROM contracts AS c
    LEFT JOIN (SELECT contract_id, sum(amount) AS paid FROM raw_receipts
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id)
    LEFT JOIN (SELECT contract_id, sum(amount) AS billed FROM raw_invoices
        WHERE NOT coalesce(is_deleted, false) AND status IN ('approved', 'not_required') GROUP BY 1) USING (contract_id);

-- Records whose credit may be split, each with its owner (R9: its own, else its parent's), date and whether it counts.
CREATE TABLE credited AS
    SELECT 'contract' AS kind, contract_id AS record, number AS name, order_date AS day, amount,
        coalesce(status IN ('approved', 'not_required'), false) AS counts,
        coalesce(owner_id, customer_owner) AS record_owner, customer_id AS customer_key
    FROM raw_contracts LEFT JOIN places ON customer_key = customer_id WHERE NOT coalesce(is_deleted, false)
    UNION ALL
    SELECT 'receipt', receipt_id, number, received_date, amount, coalesce(status IN ('approved', 'not_required'), false),
        coalesce(owner_id, parent_owner, mine.customer_owner, theirs.customer_owner),
        coalesce(customer_id, parent_customer)
    FROM raw_receipts LEFT JOIN parents ON parent = contract_id
    LEFT JOIN places AS mine ON mine.customer_key = customer_id
    LEFT JOIN places AS theirs ON theirs.customer_key = parent_customer WHERE NOT coalesce(is_deleted, false)
    UNION ALL
    SELECT 'opportunity', opportunity_id, name, close_date, amount, coalesce(outcome = 'won', false),
        coalesce(owner_id, customer_owner), customer_id
    FROM raw_opportunities LEFT JOIN places ON customer_key = customer_id WHERE NOT coalesce(is_deleted, false);

-- A share of a record that counts: amount × rate × coefficient (none = 1) in whole numbers, half a cent away from zero.
CREATE TABLE credits AS
    WITH shares AS (
        SELECT *, CASE WHEN contract_id IS NOT NULL THEN 'contract' WHEN receipt_id IS NOT NULL THEN 'receipt'
            WHEN opportunity_id IS NOT NULL THEN 'opportunity' END AS kind,
            coalesce(contract_id, receipt_id, opportunity_id) AS record FROM raw_split_credits
    ), judged AS (
        SELECT *, CASE WHEN count(*) OVER each = count(rate) OVER each AND round(sum(rate) OVER each, 6) = 1
            THEN 'complete' ELSE 'incomplete' END AS split_status FROM shares WINDOW each AS (PARTITION BY kind, record)
    ), weighed AS (
        SELECT judged.*, name, day, amount, customer_key, coalesce(owner_id, record_owner) AS owner_key,
            amount::HUGEINT * round(rate * 1e12)::HUGEINT * round(coalesce(coefficient, 1) * 1e9)::HUGEINT AS exact
        FROM judged JOIN credited USING (kind, record) WHERE counts
    )
    SELECT *, kind || record AS record_key,
        (sign(exact) * ((abs(exact) + 500_000_000_000_000_000_000) // 1_000_000_000_000_000_000_000))::BIGINT AS allocated
    FROM weighed;

-- What is owed: instalments that are not voided, of effective contracts or of none. A receipt pays the instalment that it
-- names; what is over, and receipts that name none that counts, pay the contract's instalments from the oldest on.
CREATE TABLE instalments AS
    WITH due AS (
        SELECT p.*, c.number AS contract_number, c.order_date,
            coalesce(p.owner_id, c.owner_id, mine.customer_owner, theirs.customer_owner) AS owner_key,
            coalesce(p.customer_id, c.customer_id) AS customer_key
        FROM raw_receivable_plans AS p
        LEFT JOIN (SELECT * FROM raw_contracts WHERE NOT coalesce(is_deleted, false)) AS c USING (contract_id)
        LEFT JOIN places AS mine ON mine.customer_key = p.customer_id
        LEFT JOIN places AS theirs ON theirs.customer_key = c.customer_id
        WHERE p.status IS DISTINCT FROM 'voided'
            AND (p.contract_id IS NULL OR c.status IN ('approved', 'not_required'))
    ), money AS (
        SELECT r.contract_id, r.amount, due.receivable_plan_id AS pays FROM raw_receipts AS r
        LEFT JOIN due USING (receivable_plan_id)
        WHERE NOT coalesce(r.is_deleted, false) AND r.status IN ('approved', 'not_required')
    ), met AS (
        SELECT due.*, coalesce(due.amount, 0) AS asked, coalesce(named, 0) AS named, coalesce(loose, 0) AS loose,
            least(coalesce(named, 0), asked) AS own
        FROM due
        LEFT JOIN (SELECT pays, sum(amount) AS named FROM money GROUP BY 1) ON pays = receivable_plan_id
        LEFT JOIN (SELECT contract_id, sum(amount) AS loose FROM money WHERE pays IS NULL GROUP BY 1) AS free
            ON free.contract_id = due.contract_id
    ), lined AS (
        SELECT *, asked - own AS gap, loose + sum(met.named - own) OVER (PARTITION BY contract_id) AS pot, coalesce(sum(gap) OVER (
            PARTITION BY contract_id ORDER BY due_date NULLS LAST, number NULLS LAST, receivable_plan_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS ahead FROM met
    )
    SELECT * EXCLUDE (asked, own, named, loose, gap, pot, ahead),
        own + CASE WHEN contract_id IS NULL THEN 0 ELSE least(greatest(pot - ahead, 0), gap) END AS received,
        greatest(amount - received, 0) AS outstanding, greatest(today() - due_date, 0) AS late,
        CASE WHEN due_date IS NULL THEN 'Unknown' WHEN late = 0 THEN 'not_due' WHEN late <= 30 THEN '1-30'
            WHEN late <= 60 THEN '31-60' WHEN late <= 90 THEN '61-90' ELSE 'over_90' END AS age
    FROM lined;
