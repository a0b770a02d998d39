WITH entered AS (
    SELECT owner_id, count(*) AS customers, count(deal.first_deal_date) AS dealt
    FROM customers_entered LEFT JOIN first_deals deal USING (customer_id)
    WHERE created_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY owner_id
),
ordered AS (
    SELECT owner_id, count(*) AS contracts, sum(amount) AS amount FROM owned_contracts
    WHERE effective(status) AND order_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY owner_id
),
paid AS (
    SELECT owner_id, sum(amount) AS amount FROM owned_receipts
    WHERE effective(status) AND received_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' GROUP BY owner_id
),
owners AS (
    SELECT owner_id FROM entered UNION SELECT owner_id FROM ordered UNION SELECT owner_id FROM paid
)
SELECT team_of(o.owner_id, department) AS department,
       team_of(o.owner_id, owner) AS owner,
       coalesce(entered.customers, 0) AS new_customers,
       coalesce(entered.dealt, 0) AS dealt_customers,
       CASE WHEN new_customers > 0 THEN dealt_customers / new_customers END AS deal_rate,
       coalesce(ordered.amount, 0) / 100 AS contract_amount,
       coalesce(paid.amount, 0) / 100 AS received_amount
FROM owners o
LEFT JOIN people ON people.user_id = o.owner_id
LEFT JOIN entered ON entered.owner_id IS NOT DISTINCT FROM o.owner_id
LEFT JOIN ordered ON ordered.owner_id IS NOT DISTINCT FROM o.owner_id
LEFT JOIN paid ON paid.owner_id IS NOT DISTINCT FROM o.owner_id
ORDER BY 1, 2
