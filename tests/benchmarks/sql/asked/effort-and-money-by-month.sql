WITH entered AS (
    SELECT date_trunc('month', created_date) AS month, count(*) AS n FROM leads WHERE created_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY month
),
offered AS (
    SELECT date_trunc('month', created_date) AS month, count(*) AS n FROM opportunities
    WHERE created_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY month
),
won AS (
    SELECT date_trunc('month', close_date) AS month, sum(amount) AS amount FROM opportunities
    WHERE outcome = 'won' AND close_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY month
),
paid AS (
    SELECT date_trunc('month', received_date) AS month, sum(amount) AS amount FROM receipts
    WHERE effective(status) AND received_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY month
),
followed AS (
    SELECT date_trunc('month', created_date) AS month, count(*) AS n FROM activities
    WHERE kind = 'follow_up' AND created_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30' GROUP BY month
)
SELECT strftime(month, '%Y-%m') AS date,
       coalesce(entered.n, 0) AS new_leads,
       coalesce(offered.n, 0) AS new_opportunities,
       coalesce(won.amount, 0) / 100 AS won_amount,
       coalesce(paid.amount, 0) / 100 AS received_amount,
       coalesce(followed.n, 0) AS follow_ups
FROM entered FULL JOIN offered USING (month) FULL JOIN won USING (month)
     FULL JOIN paid USING (month) FULL JOIN followed USING (month)
ORDER BY month
