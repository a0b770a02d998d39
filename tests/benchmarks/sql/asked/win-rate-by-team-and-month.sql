SELECT team_of(o.owner_id, sales_team) AS sales_team,
       strftime(date_trunc('month', close_date), '%Y-%m') AS date,
       coalesce(sum(amount) FILTER (outcome = 'won'), 0) / 100 AS won_amount,
       count(*) FILTER (outcome = 'won') / count(*) AS win_rate
FROM opportunities_closed o LEFT JOIN people ON people.user_id = o.owner_id
WHERE outcome IN ('won', 'lost') AND close_date BETWEEN DATE '2025-07-01' AND DATE '2026-06-30'
GROUP BY 1, 2
ORDER BY 1, 2
