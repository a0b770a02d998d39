WITH periods AS (
    SELECT count(*) FILTER (created_date BETWEEN DATE '2026-06-01' AND DATE '2026-06-30') AS new_contacts,
           count(*) FILTER (created_date BETWEEN DATE '2026-05-01' AND DATE '2026-05-31') AS new_contacts__base
    FROM contacts 
)
SELECT *, change(new_contacts, new_contacts__base) AS new_contacts__change FROM periods
