WITH periods AS (
    SELECT sum(amount) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31') / 100 / nullif(count(*) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'), 0) AS avg_won_amount,
           sum(amount) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') / 100 / nullif(count(*) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30'), 0) AS avg_won_amount__base
    FROM opportunities WHERE outcome = 'won'
)
SELECT *, change(avg_won_amount, avg_won_amount__base) AS avg_won_amount__change FROM periods
