WITH periods AS (
    SELECT count(*) FILTER (created_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') AS new_opportunities,
           count(*) FILTER (created_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31') AS new_opportunities__base
    FROM opportunities 
)
SELECT *, change(new_opportunities, new_opportunities__base) AS new_opportunities__change FROM periods
