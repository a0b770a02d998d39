WITH periods AS (
    SELECT count(*) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31') AS won_count,
           count(*) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') AS won_count__base
    FROM opportunities WHERE outcome = 'won'
)
SELECT *, change(won_count, won_count__base) AS won_count__change FROM periods
