-- Targets of every level with who holds each. A name that two levels share carries its level.
CREATE TABLE holders AS
    WITH everyone AS (
        SELECT 'company' AS level, 0 AS holder_id, coalesce(nullif(company(), ''), '—') AS name
        UNION ALL SELECT what, id, label FROM labels WHERE what = 'department'
        UNION ALL SELECT 'employee', id, label FROM labels WHERE what = 'user'
    )
    SELECT level, holder_id, CASE WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || level || ')'
        ELSE name END AS holder FROM everyone;
CREATE TABLE held_targets AS
    SELECT t.*, owner_id AS owner_key, NULL::BIGINT AS customer_key, department_id AS department_key,
        coalesce(holder, 'Unknown') AS holder
    FROM raw_targets AS t LEFT JOIN holders ON holders.level = t.level AND holder_id = CASE t.level
        WHEN 'employee' THEN owner_id WHEN 'department' THEN department_id WHEN 'company' THEN 0 END;
