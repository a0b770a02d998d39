-- The office: logs, days on which one was to be written, requests for approval. Nobody else's rows but their author's.
CREATE TABLE work_logs AS
    SELECT *, owner_id AS owner_key, NULL::BIGINT AS customer_key, coalesce(comment_count, 0) > 0 AS is_commented
    FROM raw_work_logs;
-- A working day counts from the first day of employment, but not before the company's first log, to the last one, and
-- never after today. Of those who left on an unknown day no day is known.
CREATE TABLE log_days AS
    SELECT user_id AS owner_key, NULL::BIGINT AS customer_key, calendar_date AS log_date,
        EXISTS (SELECT 1 FROM raw_work_logs AS w WHERE w.owner_id = user_id AND w.created_date = calendar_date) AS is_logged
    FROM raw_users CROSS JOIN raw_calendar CROSS JOIN (SELECT min(created_date) AS first_log FROM raw_work_logs)
    WHERE is_workday AND calendar_date >= first_log AND calendar_date <= today()
        AND (hired_date IS NULL OR calendar_date >= hired_date) AND (left_date IS NULL OR calendar_date <= left_date)
        AND (coalesce(is_active, true) OR left_date IS NOT NULL);
CREATE TABLE approvals AS
    SELECT *, owner_id AS owner_key, NULL::BIGINT AS customer_key, shown(category) AS category_shown,
        CASE WHEN status IN ('approved', 'rejected') AND decided_at >= created_at
            THEN date_diff('second', created_at, decided_at) / 3600 END AS decision_hours,
        coalesce(status IN ('approved', 'not_required'), false) AS is_approved, status IS DISTINCT FROM 'draft' AS is_submitted
    FROM raw_approvals;
