SELECT coalesce(channel, 'Unknown') AS channel,
       strftime(date_trunc('month', created_date), '%Y-%m') AS date,
       count(*) AS follow_ups
FROM activities
WHERE kind = 'follow_up'
GROUP BY ALL
ORDER BY ALL
