WITH periods AS (
    SELECT coalesce(sum(amount) FILTER (created_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30'), 0) / 100 AS new_opportunity_amount,
           coalesce(sum(amount) FILTER (created_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31'), 0) / 100 AS new_opportunity_amount__base
    FROM opportunities 
)
SELECT *, change(new_opportunity_amount, new_opportunity_amount__base) AS new_opportunity_amount__change FROM periods
