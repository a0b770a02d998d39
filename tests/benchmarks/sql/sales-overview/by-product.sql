WITH sums AS (
    SELECT product,
           sum(amount) FILTER (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31') AS now,
           sum(amount) FILTER (close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30') AS base
    FROM deal_products
    WHERE outcome = 'won' AND (close_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' OR close_date BETWEEN DATE '2025-01-01' AND DATE '2025-06-30')
    GROUP BY product
),
ranked AS (SELECT *, row_number() OVER (ORDER BY now DESC NULLS LAST, product) AS place FROM sums)
SELECT CASE WHEN place <= 5 THEN product ELSE 'Others' END AS product,
       coalesce(sum(now), 0) / 100 AS won_amount,
       coalesce(sum(base), 0) / 100 AS won_amount__base,
       change(won_amount, won_amount__base) AS won_amount__change,
       place > 5 AS _others
FROM ranked
GROUP BY 1, _others
ORDER BY _others, product
