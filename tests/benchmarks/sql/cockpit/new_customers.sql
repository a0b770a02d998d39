WITH periods AS (
    SELECT count(*) FILTER (created_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') AS new_customers,
           count(*) FILTER (created_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31') AS new_customers__base
    FROM customers 
)
SELECT *, change(new_customers, new_customers__base) AS new_customers__change FROM periods
