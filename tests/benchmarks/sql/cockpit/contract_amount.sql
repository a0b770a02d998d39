WITH periods AS (
    SELECT coalesce(sum(amount) FILTER (order_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30'), 0) / 100 AS contract_amount,
           coalesce(sum(amount) FILTER (order_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31'), 0) / 100 AS contract_amount__base
    FROM contracts WHERE effective(status)
)
SELECT *, change(contract_amount, contract_amount__base) AS contract_amount__change FROM periods
