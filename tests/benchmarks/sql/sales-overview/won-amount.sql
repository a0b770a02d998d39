WITH periods AS (
    SELECT coalesce(sum(amount) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'), 0) / 100 AS won_amount,
           coalesce(sum(amount) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30'), 0) / 100 AS won_amount__base
    FROM opportunities WHERE outcome = 'won'
)
SELECT *, change(won_amount, won_amount__base) AS won_amount__change FROM periods
