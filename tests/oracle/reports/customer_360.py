"""Customer 360 (reports 2.4) in SQL: who one customer is, key figures, the lists of what is theirs, every touch."""

CHOSEN = {
    "largest": "SELECT customer_key FROM {contracts} GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 2",
    "most visited": "SELECT customer_key FROM {visits_made} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    "most moved": "SELECT customer_key FROM {owner_moves} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    "in the pool": "SELECT customer_key FROM {customers} WHERE owner_key IS NULL ORDER BY 1 LIMIT 1",
    "shared": "SELECT customer_id FROM raw_customer_members WHERE user_id = {user} ORDER BY 1 LIMIT 2",
}
PROFILE = """SELECT name, customer, code, coalesce(owner, '—') AS owner, coalesce(sales_team, '—') AS sales_team,
        shown(level) AS level, industry_shown AS industry, shown(company_size) AS company_size, source_shown AS source,
        region, city, phone, website, created_date, first_deal_date, customer_id
    FROM {customers} AS x LEFT JOIN owners USING (owner_key) WHERE customer_key = {customer}"""
FIGURES = """SELECT
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM {contracts} WHERE customer_key = {customer}) AS contract_amount,
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM {receipts} WHERE customer_key = {customer}) AS received_amount,
    (SELECT coalesce(sum(outstanding), 0)::BIGINT FROM {contracts} WHERE customer_key = {customer})
        AS outstanding_amount,
    (SELECT count(*) FROM {deals} WHERE outcome = 'open' AND customer_key = {customer}) AS open_opportunities,
    (SELECT coalesce(sum(amount), 0)::BIGINT FROM {deals} WHERE outcome = 'open' AND customer_key = {customer})
        AS open_amount,
    (SELECT count(*) FROM {tickets} WHERE customer_key = {customer} AND resolved_date IS NULL) AS open_tickets,
    (SELECT avg(score) FROM {visits_made} WHERE customer_key = {customer}) AS satisfaction_score"""
LAST_CONTACT = "SELECT max(created_date) AS day FROM {follow_ups} WHERE customer_key = {customer}"

_WHO = "coalesce(owner, CASE WHEN x.owner_key IS NULL THEN '—' ELSE 'Unknown' END) AS owner"
_OF_ONE = "AS x LEFT JOIN owners USING (owner_key) WHERE customer_key = {customer}"
LISTS = {
    "contacts": f"SELECT name, post, phone, {_WHO}, created_date FROM {{contacts}} {_OF_ONE}",
    "opportunities": f"""SELECT x.name, {_WHO}, p.name AS pipeline, stage, outcome, amount, created_date, close_date
        FROM {{deals}} AS x LEFT JOIN owners USING (owner_key) LEFT JOIN raw_pipelines AS p USING (pipeline_id)
        WHERE customer_key = {{customer}}""",
    "contracts": f"""SELECT number, name, {_WHO}, status, amount, outstanding AS outstanding_amount, order_date
        FROM {{every_contract}} {_OF_ONE}""",
    "receipts": f"SELECT number, {_WHO}, status, amount, method, received_date FROM {{every_receipt}} {_OF_ONE}",
    "invoices": f"SELECT number, {_WHO}, status, amount, issue_date FROM {{every_invoice}} {_OF_ONE}",
    "tickets": f"""SELECT title, product, {_WHO}, shown(channel) AS ticket_channel, shown(priority) AS ticket_priority,
        opened_date, first_response_hours, resolution_hours, shown(sla) AS ticket_sla, is_escalated, reopen_count
        FROM {{tickets}} {_OF_ONE}""",
    "visits": f"""SELECT visit_date, {_WHO}, shown(channel) AS channel, ['very_dissatisfied', 'dissatisfied', 'neutral',
        'satisfied', 'very_satisfied'][score] AS satisfaction, comment FROM {{visits_made}} {_OF_ONE}""",
}
_TOUCHES = {
    "activity": ("created_date", "content", "channel", "kind", "NULL", "{every_activity}"),
    "visit": (
        "visit_date", "comment", "channel",
        "['very_dissatisfied', 'dissatisfied', 'neutral', 'satisfied', 'very_satisfied'][score]", "NULL",
        "{visits_made}",
    ),
    "ticket opened": ("opened_date", "title", "category", "NULL", "NULL", "{tickets}"),
    "ticket resolved": ("resolved_date", "title", "category", "NULL", "NULL", "{tickets}"),
    "opportunity entered": ("entered_date", "name", "stage", "NULL", "amount", "{entered_stages}"),
    "opportunity closed": ("close_date", "name", "loss_reason", "outcome", "amount", "{deals}"),
    "contract": ("order_date", "name", "number", "status", "amount", "{every_contract}"),
    "receipt": ("received_date", "method", "number", "status", "amount", "{every_receipt}"),
    "invoice": ("issue_date", "kind", "number", "status", "amount", "{every_invoice}"),
}  # fmt: skip
_MOVES = """SELECT CASE WHEN move = 'handed_over' THEN 'owner' ELSE 'pool' END AS kind, event_date AS day,
        old_owner AS what, new_owner AS detail, move AS state, NULL AS owner, NULL AS amount
    FROM {owner_moves} WHERE customer_key = {customer} AND event_date IS NOT NULL"""
TOUCHES = (
    " UNION ALL ".join(
        f"""SELECT '{kind.partition(" ")[0]}' AS kind, {day} AS day, nullif({what}, '') AS what,
        nullif({detail}, '') AS detail, {state} AS state, {_WHO}, {amount}::BIGINT AS amount
    FROM {rows} {_OF_ONE} AND {day} IS NOT NULL"""
        for kind, (day, what, detail, state, amount, rows) in _TOUCHES.items()
    )
    + f" UNION ALL {_MOVES}"
)
