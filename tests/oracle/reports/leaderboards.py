"""The leaderboards (reports 2.6) in SQL: nine numbers by person, by department, ranked over the whole company."""

FACTS = {
    "contract_amount": "SELECT owner_key, order_date AS day, amount AS value FROM {contracts}",
    "received_amount": "SELECT owner_key, received_date AS day, amount AS value FROM {receipts}",
    "contract_count": "SELECT owner_key, order_date AS day, 1 AS value FROM {contracts}",
    "sold_quantity": "SELECT owner_key, order_date AS day, quantity AS value FROM {lines_sold}",
    "new_customers": """SELECT creator AS owner_key, created_date AS day, 1 AS value
        FROM {customers} JOIN customer_owners USING (customer_key)""",
    "new_contacts": "SELECT owner_key, created_date AS day, 1 AS value FROM {contacts}",
    "follow_ups": "SELECT owner_key, created_date AS day, 1 AS value FROM {follow_ups}",
    "customers_followed": """SELECT x.owner_key, x.created_date AS day,
            coalesce(x.customer_key, l.customer_id, k.customer_id, o.customer_id) AS value
        FROM {follow_ups} AS x LEFT JOIN raw_leads AS l ON l.lead_id = x.lead_id
        LEFT JOIN raw_contacts AS k ON k.contact_id = x.contact_id
        LEFT JOIN raw_opportunities AS o ON o.opportunity_id = x.opportunity_id""",
    "trips": "SELECT owner_key, start_date AS day, 1 AS value FROM {trips_made}",
}
"""Each row of a board with the owner that it counts for: to be told of the whole company, whoever reads (R13)."""
SUMS = {
    "contract_amount": "coalesce(sum(value), 0)::BIGINT",
    "received_amount": "coalesce(sum(value), 0)::BIGINT",
    "sold_quantity": "coalesce(sum(value), 0)::DOUBLE",
    "customers_followed": "count(DISTINCT value)",
}


def _numbers(board: str, by: str, first: str, last: str) -> str:
    return f"""SELECT {by} AS member, {SUMS.get(board, "count(*)")} AS value FROM ({FACTS[board]}) AS x
        JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key
        WHERE day BETWEEN {{{first}}} AND {{{last}}} GROUP BY 1"""


def whole(board: str) -> str:
    """The company's number of a period, the pool's and former staff's with it."""
    number = SUMS.get(board, "count(*)")
    return f"SELECT {number} AS {board} FROM ({FACTS[board]}) WHERE day BETWEEN {{first}} AND {{last}}"


def ranking(board: str, by: str) -> str:
    """Who has a number, best first: rank, places gained against the period before, share of the company's.

    Equal numbers share a rank (1, 2, 2, 4). Nobody (`—`, Unknown) has no rank and stands last. Former people are left
    out unless `{{former}}`.
    """
    gone = (
        "SELECT owner FROM people JOIN raw_users USING (user_id) WHERE NOT {former} AND NOT coalesce(is_active, true)"
    )
    shown = f"WHERE member NOT IN ({gone})" if by == "owner" else ""
    ranked = "rank() OVER (PARTITION BY member IN ('—', 'Unknown') OR value = 0 ORDER BY value DESC)"
    team = "(SELECT any_value(sales_team) FROM people WHERE owner = member) AS team," if by == "owner" else ""
    return f"""WITH now AS (SELECT * FROM ({_numbers(board, by, "first", "last")}) {shown}),
        before AS (SELECT * FROM ({_numbers(board, by, "base_first", "base_last")}) {shown}),
        whole AS (SELECT * FROM ({whole(board)})),
        places AS (SELECT *, CASE WHEN member NOT IN ('—', 'Unknown') THEN {ranked} END AS rank FROM now),
        earlier AS (SELECT *, CASE WHEN member NOT IN ('—', 'Unknown') AND value <> 0 THEN {ranked} END AS rank
            FROM before)
        SELECT places.rank, member AS {by}, earlier.rank - places.rank AS moved, {team}
            places.value AS {board}, places.value / whole.{board} AS share,
            coalesce(earlier.value, 0) AS {board}__base,
            member = (SELECT nullif({by}, 'Unknown') FROM people WHERE user_id = {{me}}) AS is_mine,
            places.rank IS NOT NULL AND earlier.rank IS NULL AS is_new,
            member IN ('—', 'Unknown') OR member IN (SELECT {by} FROM people WHERE {{visible}}) AS is_named
        FROM places LEFT JOIN earlier USING (member), whole WHERE places.value <> 0
        ORDER BY places.rank NULLS LAST, member"""


WITHIN = """SELECT label AS department, owner
    FROM people JOIN raw_users USING (user_id) JOIN above USING (department_id)
    JOIN labels ON what = 'department' AND id = above_id"""
"""Who belongs to each department or to one below it."""
