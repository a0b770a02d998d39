SELECT team_of(a.owner_id, sales_team) AS sales_team,
       count(DISTINCT customer_id) AS customers_followed,
       count(*) AS follow_ups
FROM activities a LEFT JOIN people ON people.user_id = a.owner_id
WHERE kind = 'follow_up' AND created_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30'
GROUP BY 1
ORDER BY 1
