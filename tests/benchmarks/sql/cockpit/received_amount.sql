WITH periods AS (
    SELECT coalesce(sum(amount) FILTER (received_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30'), 0) / 100 AS received_amount,
           coalesce(sum(amount) FILTER (received_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31'), 0) / 100 AS received_amount__base
    FROM receipts WHERE effective(status)
)
SELECT *, change(received_amount, received_amount__base) AS received_amount__change FROM periods
