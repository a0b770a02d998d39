SELECT strftime(date_trunc('month', expected_close_date), '%Y-%m') AS expected_close_date,
       sum(amount) / 100 AS open_amount,
       coalesce(sum(round(amount * win_probability)), 0) / 100 AS weighted_amount
FROM opportunities LEFT JOIN steps USING (stage_id)
WHERE outcome = 'open'
GROUP BY 1
ORDER BY 1 NULLS LAST
