WITH periods AS (
    SELECT count(*) FILTER (outcome = 'won' AND close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31') / nullif(count(*) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'), 0) AS win_rate,
           count(*) FILTER (outcome = 'won' AND close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') / nullif(count(*) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30'), 0) AS win_rate__base
    FROM opportunities WHERE outcome IN ('won', 'lost')
)
SELECT *, change(win_rate, win_rate__base) AS win_rate__change FROM periods
