SELECT year(expected_close_date) || '-Q' || quarter(expected_close_date) AS expected_close_date,
       coalesce(stage, 'Unknown') AS stage,
       sum(amount) / 100 AS open_amount
FROM opportunities LEFT JOIN steps USING (stage_id)
WHERE outcome = 'open' AND expected_close_date IS NOT NULL
GROUP BY 1, 2, place
ORDER BY 1, place
