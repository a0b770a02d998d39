WITH received AS (
    SELECT contract_id, sum(amount) AS received FROM receipts WHERE effective(status) GROUP BY contract_id
)
SELECT coalesce(n.customer, 'Unknown') AS customer,
       sum(c.amount) / 100 AS contract_amount,
       sum(c.amount - coalesce(received, 0)) / 100 AS outstanding_amount,
       count(*) AS contract_count
FROM contracts c LEFT JOIN received USING (contract_id) LEFT JOIN customer_names n USING (customer_id)
WHERE effective(c.status) AND order_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'
GROUP BY 1
ORDER BY contract_amount DESC, customer
LIMIT 200
