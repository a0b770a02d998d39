"""Goals (reports 2.8) in SQL: a holder's year by month, quarter and year, how each part stands, its pace.

The holder is given as `{level}` and `{holder_id}`, 0 for the company.
"""

_MONEY = {
    "contract_amount": "SELECT owner_key, order_date AS day, amount FROM {contracts}",
    "received_amount": "SELECT owner_key, received_date AS day, amount FROM {receipts}",
}
_DEPARTMENT = "owner_key IN (SELECT user_id FROM raw_users {below} WHERE {at} = {holder_id})"
HOLDERS = {
    "company": "true",
    "department": _DEPARTMENT.replace("{below}", "JOIN above USING (department_id)").replace("{at}", "above_id"),
    "department itself": _DEPARTMENT.replace("{below}", "").replace("{at}", "department_id"),
    "employee": "owner_key = {holder_id}",
}


def _parts(kind: str, holder: str) -> str:
    """Common tables: `money` of the holder, `months` of the year with actual and tiers, `parts` of all three lengths.

    A month that lies ahead and holds nothing has no actual.
    """
    return f"""WITH money AS (SELECT * FROM ({_MONEY[kind]}) WHERE {HOLDERS[holder]}),
        done AS (SELECT date_trunc('month', day)::DATE AS month_date, sum(amount) AS amount FROM money GROUP BY 1),
        aims AS (
            SELECT month_date, sum(target_amount) AS target, sum(stretch_amount) AS stretch,
                sum(challenge_amount) AS challenge
            FROM {{held_targets}} WHERE level = {{level}} AND kind = '{kind}'
                AND {{holder_id}} = CASE level WHEN 'company' THEN 0 ELSE coalesce(owner_id, department_id) END
            GROUP BY 1
        ),
        months AS (
            SELECT m::DATE AS month_date, quarter(m) AS quarter, month(m) AS month, target, stretch, challenge,
                CASE WHEN m > {{today}} AND coalesce(amount, 0) = 0 THEN NULL ELSE coalesce(amount, 0) END AS actual
            FROM generate_series({{first}}, {{last}}, INTERVAL 1 MONTH) AS all_months(m)
            LEFT JOIN done ON done.month_date = m LEFT JOIN aims ON aims.month_date = m
        ),
        parts AS (
            SELECT CASE WHEN month IS NOT NULL THEN 'month' WHEN quarter IS NOT NULL THEN 'quarter'
                ELSE 'year' END AS grain, coalesce(month, quarter, 1) AS number, min(month_date) AS starts,
                last_day(max(month_date)) AS ends, sum(actual)::BIGINT AS actual, sum(target)::BIGINT AS target,
                sum(stretch)::BIGINT AS stretch, sum(challenge)::BIGINT AS challenge
            FROM months GROUP BY GROUPING SETS ((quarter, month), (quarter), ())
        )"""


def parts(kind: str, holder: str) -> str:
    """Every part of the year: actual, tiers, attainment, gap, the highest tier reached."""
    return f"""{_parts(kind, holder)}
        SELECT *, CASE WHEN target <> 0 THEN actual / target END AS attainment,
            (target - coalesce(actual, 0)) AS gap,
            CASE WHEN challenge <> 0 AND coalesce(actual, 0) >= challenge THEN 'challenge'
                WHEN stretch <> 0 AND coalesce(actual, 0) >= stretch THEN 'stretch'
                WHEN target <> 0 AND coalesce(actual, 0) >= target THEN 'target' END AS tier
        FROM parts"""


def paces(kind: str, holder: str) -> str:
    """The month, quarter and year that hold today, or the year that is over: what came, what is needed a day."""
    return f"""{_parts(kind, holder)}, counted AS (
            SELECT grain, target, (SELECT count(*) FROM raw_calendar WHERE is_workday
                AND calendar_date BETWEEN starts AND ends) AS workdays,
                (SELECT count(*) FROM raw_calendar WHERE is_workday
                AND calendar_date BETWEEN starts AND least(ends, {{today}})) AS passed,
                coalesce((SELECT sum(amount) FROM money WHERE day BETWEEN starts AND least(ends, {{today}})), 0)::BIGINT
                    AS to_date
            FROM parts WHERE grain = 'year' OR {{today}} BETWEEN starts AND ends
        )
        SELECT grain, workdays, passed, workdays - passed AS left, to_date,
            CASE WHEN workdays > passed THEN greatest(target - to_date, 0) / (workdays - passed) END AS needed,
            CASE WHEN passed > 0 THEN to_date / passed * workdays END AS projection
        FROM counted ORDER BY grain"""


def people(kind: str, holder: str) -> str:
    """Who sells below the holder: actual of the year, own target, attainment; whoever has either."""
    return f"""WITH facts AS (
            SELECT owner_key, amount AS actual, NULL AS target FROM ({_MONEY[kind]})
            WHERE day BETWEEN {{first}} AND {{last}}
            UNION ALL
            SELECT owner_key, NULL, target_amount FROM {{held_targets}} WHERE level = 'employee' AND kind = '{kind}'
                AND month_date BETWEEN {{first}} AND {{last}}
        )
        SELECT owner, coalesce(sum(actual), 0)::BIGINT AS actual, coalesce(sum(target), 0)::BIGINT AS target,
            coalesce(sum(actual), 0) / nullif(sum(target), 0) AS attainment
        FROM facts JOIN owners USING (owner_key) WHERE {HOLDERS[holder]} GROUP BY 1"""


OFF = """SELECT holder, sum(target_amount)::BIGINT AS months, any_value(year_amount) AS stated FROM {held_targets}
    WHERE kind = {kind} AND month_date BETWEEN {first} AND {last} AND year_amount IS NOT NULL
    GROUP BY holder HAVING sum(target_amount) <> any_value(year_amount) ORDER BY holder"""
SEEN = "SELECT DISTINCT holder FROM {held_targets}"
