WITH ordered AS (
    SELECT date_trunc('quarter', order_date) AS q, sum(amount) AS amount FROM contracts
    WHERE effective(status) AND order_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY q
),
billed AS (
    SELECT date_trunc('quarter', issue_date) AS q, sum(amount) AS amount FROM invoices
    WHERE effective(status) AND issue_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY q
),
paid AS (
    SELECT date_trunc('quarter', received_date) AS q, sum(amount) AS amount FROM receipts
    WHERE effective(status) AND received_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY q
)
SELECT year(q) || '-Q' || quarter(q) AS date,
       coalesce(ordered.amount, 0) / 100 AS contract_amount,
       coalesce(billed.amount, 0) / 100 AS invoiced_amount,
       coalesce(paid.amount, 0) / 100 AS received_amount
FROM ordered FULL JOIN billed USING (q) FULL JOIN paid USING (q)
ORDER BY q
