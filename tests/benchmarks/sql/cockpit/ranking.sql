SELECT team_of(c.owner_id, owner) AS owner, sum(amount) / 100 AS contract_amount
FROM owned_contracts c LEFT JOIN people ON people.user_id = c.owner_id
WHERE effective(status) AND order_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'
GROUP BY 1
ORDER BY contract_amount DESC, owner
LIMIT 10
