WITH periods AS (
    SELECT count(*) FILTER (order_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') AS contract_count,
           count(*) FILTER (order_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31') AS contract_count__base
    FROM contracts WHERE effective(status)
)
SELECT *, change(contract_count, contract_count__base) AS contract_count__change FROM periods
