SELECT coalesce(c.industry, 'Unknown') AS industry, count(*) AS follow_ups
FROM activities a LEFT JOIN customers c USING (customer_id)
WHERE kind = 'follow_up' AND channel IN ('电话', '微信')
GROUP BY 1
ORDER BY 1
