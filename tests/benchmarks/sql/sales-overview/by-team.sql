SELECT team_of(d.owner_id, sales_team) AS sales_team,
       product,
       coalesce(sum(amount) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'), 0) / 100 AS won_amount,
       coalesce(sum(amount) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30'), 0) / 100 AS won_amount__base,
       change(won_amount, won_amount__base) AS won_amount__change
FROM deal_products d LEFT JOIN people ON people.user_id = d.owner_id
WHERE outcome = 'won' AND (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' OR close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30')
GROUP BY 1, 2
ORDER BY 1, 2
