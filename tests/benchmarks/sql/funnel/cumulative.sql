SELECT stage, count(DISTINCT opportunity_id) AS reached_opportunities, sum(amount) / 100 AS reached_amount
FROM stage_reach
WHERE created_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31' AND pipeline_id = (SELECT pipeline_id FROM pipelines WHERE name = '新客户销售流程')
GROUP BY stage, place
ORDER BY place
