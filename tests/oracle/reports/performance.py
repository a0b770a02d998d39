"""The tables of the performance reports (reports 2.3) in SQL.

Facts (`money_facts`) are rows with an owner, a customer, a day (R5) and one column for each number that they add to; an
answer groups those with one of the numbers asked for. What is signed, collected and billed on a contract stands on its
order date, money that moves on its own date, shared credit on the date of the record that is shared.
"""

PARTS = {"collection_rate": ("received_on_contracts", "contract_amount")}
DISTINCT = ("split_record_count", "incomplete_split_count")
NAMES = {
    "owner": ("owner", "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"),
    "department": ("department", "JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key"),
    "customer": ("coalesce(customer, 'Unknown')", "LEFT JOIN places ON places.customer_key = x.customer_key"),
    "date": ("grain_label(x.day, {grain})", ""),
}


def _cell(metric: str) -> str:
    if metric in PARTS:
        part, whole = PARTS[metric]
        return f"sum({part}) / nullif(sum({whole}), 0) AS {metric}"
    if metric in DISTINCT:
        return f"count(DISTINCT {metric}) AS {metric}"
    return f"coalesce(sum({metric}), 0)::BIGINT AS {metric}"


def told(keys: list[str], metrics: list[str]) -> str:
    """`metrics` by `keys` over the facts of the period that have one of them."""
    named = [NAMES.get(key, (f"x.{key}", "")) for key in keys]
    columns = "".join(f"{column} AS {key}, " for key, (column, _) in zip(keys, named, strict=True))
    joins = " ".join(dict.fromkeys(join for _, join in named))
    numbers = {number for metric in metrics for number in PARTS.get(metric, (metric,))}
    counted = " OR ".join(f"{number} IS NOT NULL" for number in sorted(numbers))
    grouped = f"GROUP BY {', '.join(str(place + 1) for place in range(len(keys)))}" if keys else ""
    return f"""SELECT {columns}{", ".join(map(_cell, metrics))} FROM {{money_facts}} AS x {joins}
        WHERE x.day BETWEEN {{first}} AND {{last}} AND ({counted}) {grouped}"""


BUCKETS = """SELECT DISTINCT grain_label(day::DATE, {grain}) AS date
    FROM generate_series({first}, least({last}, {today}), INTERVAL 1 DAY) AS days(day)"""
"""The buckets of the period that have begun (R6: an empty one is told as zero)."""


def by_date(metrics: list[str]) -> str:
    """`metrics` per bucket, empty ones too."""
    cells = ", ".join(name if name in PARTS else f"coalesce({name}, 0) AS {name}" for name in metrics)
    return f"SELECT date, {cells} FROM ({BUCKETS}) FULL JOIN ({told(['date'], metrics)}) USING (date)"


MOVED = {
    ("month", "previous"): "(date_trunc('month', day) + INTERVAL 1 MONTH)::DATE",
    ("month", "last_year"): "(date_trunc('month', day) + INTERVAL 1 YEAR)::DATE",
    ("week", "previous"): "day + 7",
    ("week", "last_year"): "day + 364",
}
"""Where a day counts as the base (R4): in the bucket after its own, and in the same one a year later."""


def growth(metric: str, grain: str) -> str:
    """`metric` per bucket with the base and the change from the bucket before and from the year before."""
    facts = f"SELECT day, {metric} AS value FROM {{money_facts}} AS f WHERE {metric} IS NOT NULL"
    bases = ", ".join(
        f"""{how} AS (SELECT grain_label({MOVED[grain, how]}, {{grain}}) AS date, sum(value)::BIGINT AS {how}_base
            FROM facts WHERE {MOVED[grain, how]} BETWEEN {{first}} AND {{last}} GROUP BY 1)"""
        for how in ("previous", "last_year")
    )
    change = ", ".join(
        f"""coalesce({how}_base, 0) AS {how}_base,
            (coalesce(value, 0) - {how}_base) / nullif(abs({how}_base), 0) AS {how}_change"""
        for how in ("previous", "last_year")
    )
    return f"""WITH facts AS ({facts}), {bases}, now AS (SELECT grain_label(day, {{grain}}) AS date,
            sum(value)::BIGINT AS value FROM facts WHERE day BETWEEN {{first}} AND {{last}} GROUP BY 1)
        SELECT date, coalesce(value, 0) AS {metric}, {change} FROM ({BUCKETS})
        LEFT JOIN now USING (date) LEFT JOIN previous USING (date) LEFT JOIN last_year USING (date) ORDER BY date"""


SHARES = """
    SELECT day AS record_date, kind AS split_record, name AS record_name, coalesce(customer, 'Unknown') AS customer,
        owner, amount AS record_amount, rate, coefficient, allocated AS allocated_amount, split_status,
        split_credit_id
    FROM {credits} AS x JOIN owners ON owners.owner_key IS NOT DISTINCT FROM x.owner_key
    LEFT JOIN places ON places.customer_key = x.customer_key WHERE day BETWEEN {first} AND {last}"""

OWED = {
    "receivable_amount": "coalesce(sum(outstanding), 0)::BIGINT",
    "receivable_count": "count(*)",
    "overdue_amount": "coalesce(sum(outstanding) FILTER (late > 0), 0)::BIGINT",
    "receivable_not_due": "coalesce(sum(outstanding) FILTER (due_date >= {today}), 0)::BIGINT",
    "overdue_1_30": "coalesce(sum(outstanding) FILTER ({today} - due_date BETWEEN 1 AND 30), 0)::BIGINT",
    "overdue_31_60": "coalesce(sum(outstanding) FILTER ({today} - due_date BETWEEN 31 AND 60), 0)::BIGINT",
    "overdue_61_90": "coalesce(sum(outstanding) FILTER ({today} - due_date BETWEEN 61 AND 90), 0)::BIGINT",
    "overdue_over_90": "coalesce(sum(outstanding) FILTER ({today} - due_date > 90), 0)::BIGINT",
    "overdue_share": "coalesce(sum(outstanding) FILTER (late > 0), 0) / sum(outstanding)",
}


def owed(key: str, metrics: list[str]) -> str:
    """`metrics` of what is outstanding today, by `key` (owner, customer, ageing) or in all."""
    column, join = {"ageing": ("age", ""), "": ("", "")}.get(key) or NAMES[key]
    cells = ", ".join(f"{OWED[name]} AS {name}" for name in metrics)
    named = f"{column} AS {key}, " if key else ""
    return f"SELECT {named}{cells} FROM {{instalments}} AS x {join} WHERE outstanding > 0 {'GROUP BY 1' if key else ''}"
