WITH sums AS (
    SELECT coalesce(region, 'Unknown') AS region, product, sum(amount) AS amount
    FROM deal_products LEFT JOIN places USING (customer_id)
    WHERE outcome = 'won' AND close_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30'
    GROUP BY 1, 2
),
best AS (SELECT region FROM sums GROUP BY region ORDER BY sum(amount) DESC, region LIMIT 5)
SELECT coalesce(best.region, 'Others') AS region,
       product,
       sum(amount) / 100 AS won_amount,
       best.region IS NULL AS _others
FROM sums LEFT JOIN best USING (region)
GROUP BY 1, 2, _others
ORDER BY _others, 1, 2
