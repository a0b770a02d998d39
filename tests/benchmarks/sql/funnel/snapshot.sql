SELECT coalesce(stage, 'Unknown') AS stage,
       count(*) AS open_opportunities,
       sum(amount) / 100 AS open_amount,
       coalesce(sum(round(amount * win_probability)), 0) / 100 AS weighted_amount
FROM opportunities o LEFT JOIN steps USING (stage_id)
WHERE outcome = 'open' AND o.pipeline_id = (SELECT pipeline_id FROM pipelines WHERE name = '新客户销售流程')
GROUP BY 1, place
ORDER BY place
