SELECT count(*) AS follow_ups FROM activities WHERE kind = 'follow_up'
