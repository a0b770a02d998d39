WITH sums AS (
    SELECT coalesce(n.customer, 'Unknown') AS customer, sum(amount) AS amount, count(*) AS contracts
    FROM contracts LEFT JOIN customer_names n USING (customer_id)
    WHERE effective(status)
    GROUP BY 1
),
ranked AS (SELECT *, row_number() OVER (ORDER BY amount DESC, customer) AS place FROM sums)
SELECT CASE WHEN place <= 10 THEN customer ELSE 'Others' END AS customer,
       sum(amount) / 100 AS contract_amount,
       sum(contracts)::BIGINT AS contract_count,
       place > 10 AS _others
FROM ranked
GROUP BY 1, _others
ORDER BY contract_amount DESC
