-- Rule R8: whom what happened on `day` belongs to, by the log of changes of owner: who got the record last up to that
-- day, else who gave it up first after it, else the owner of now. What lies in the pool now is the pool's (rule R7).
CREATE MACRO owner_on(what, id, day, now) AS CASE
    WHEN now IS NULL OR day IS NULL THEN now
    WHEN EXISTS (SELECT 1 FROM raw_owner_events AS e WHERE e.subject = what AND e.subject_key = id AND e.event_date <= day)
    THEN (SELECT new_owner_id FROM raw_owner_events AS e
        WHERE e.subject = what AND e.subject_key = id AND e.event_date <= day
        ORDER BY event_date DESC, event_at DESC, owner_event_id DESC LIMIT 1)
    WHEN EXISTS (SELECT 1 FROM raw_owner_events AS e WHERE e.subject = what AND e.subject_key = id AND e.event_date > day)
    THEN (SELECT old_owner_id FROM raw_owner_events AS e
        WHERE e.subject = what AND e.subject_key = id AND e.event_date > day
        ORDER BY event_date, event_at, owner_event_id LIMIT 1)
    ELSE now END;
CREATE TABLE customer_owners AS SELECT customer_key, owner_on('customer', customer_id, created_date, owner_id) AS creator,
    owner_on('customer', customer_id, first_deal_date, owner_id) AS dealer FROM customers;
CREATE TABLE deal_owners AS SELECT opportunity_id,
    coalesce(owner_on('opportunity', opportunity_id, created_date, owner_id), owner_key) AS creator,
    coalesce(owner_on('opportunity', opportunity_id, close_date, owner_id), owner_key) AS closer FROM deals;
