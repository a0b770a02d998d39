WITH sums AS (
    SELECT date_trunc('month', close_date) AS month,
           coalesce(sum(amount) FILTER (outcome = 'won'), 0) / 100 AS won,
           coalesce(sum(amount) FILTER (outcome = 'lost'), 0) / 100 AS lost
    FROM opportunities
    WHERE outcome IN ('won', 'lost') AND (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' OR close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30')
    GROUP BY month
),
now AS (SELECT * FROM sums WHERE month >= DATE '2026-01-01'),
base AS (SELECT * REPLACE (month + INTERVAL 1 YEAR AS month) FROM sums WHERE month < DATE '2026-01-01')
SELECT strftime(month, '%Y-%m') AS close_date,
       coalesce(now.won, 0) AS won_amount,
       coalesce(now.lost, 0) AS lost_amount,
       coalesce(base.won, 0) AS won_amount__base,
       coalesce(base.lost, 0) AS lost_amount__base,
       change(won_amount, won_amount__base) AS won_amount__change,
       change(lost_amount, lost_amount__base) AS lost_amount__change
FROM now FULL JOIN base USING (month)
ORDER BY month
