SELECT coalesce(stage, 'Unknown') AS stage, count(*) AS open_opportunities
FROM opportunities LEFT JOIN steps USING (stage_id)
WHERE outcome = 'open'
GROUP BY 1, place
ORDER BY place
