WITH periods AS (
    SELECT count(*) FILTER (created_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') AS follow_ups,
           count(*) FILTER (created_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31') AS follow_ups__base
    FROM activities WHERE kind = 'follow_up'
)
SELECT *, change(follow_ups, follow_ups__base) AS follow_ups__change FROM periods
