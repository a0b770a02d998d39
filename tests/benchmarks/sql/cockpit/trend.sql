WITH ordered AS (
    SELECT date_trunc('month', order_date) AS month, sum(amount) / 100 AS amount FROM contracts
    WHERE effective(status) AND (order_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' OR order_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') GROUP BY month
),
paid AS (
    SELECT date_trunc('month', received_date) AS month, sum(amount) / 100 AS amount FROM receipts
    WHERE effective(status) AND (received_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' OR received_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') GROUP BY month
),
sums AS (
    SELECT month, coalesce(ordered.amount, 0) AS ordered, coalesce(paid.amount, 0) AS paid
    FROM ordered FULL JOIN paid USING (month)
),
now AS (SELECT * FROM sums WHERE month >= DATE '2026-01-01'),
base AS (SELECT * REPLACE (month + INTERVAL 1 YEAR AS month) FROM sums WHERE month < DATE '2026-01-01')
SELECT strftime(month, '%Y-%m') AS date,
       coalesce(now.ordered, 0) AS contract_amount,
       coalesce(now.paid, 0) AS received_amount,
       coalesce(base.ordered, 0) AS contract_amount__base,
       coalesce(base.paid, 0) AS received_amount__base,
       change(contract_amount, contract_amount__base) AS contract_amount__change,
       change(received_amount, received_amount__base) AS received_amount__change
FROM now FULL JOIN base USING (month)
ORDER BY month
