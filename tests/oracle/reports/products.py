"""The tables of the product reports (reports 2.5) in SQL: lines of effective contracts by the day of their order."""

LINES = """
    SELECT l.*, coalesce(shown(kind.name), 'Unknown') AS product_category,
        coalesce(shown(top.name), 'Unknown') AS product_group
    FROM {lines_sold} AS l LEFT JOIN raw_products AS p USING (product_id)
    LEFT JOIN raw_product_categories AS kind ON kind.product_category_id = p.product_category_id
    LEFT JOIN tops ON tops.product_category_id = kind.product_category_id
    LEFT JOIN raw_product_categories AS top ON top.product_category_id = tops.top_id"""
CELLS = {
    "sold_amount": "coalesce(sum(amount), 0)::BIGINT",
    "sold_contracts": "count(DISTINCT contract_id)",
    "sold_lines": "count(contract_line_id)",
    "sold_quantity": "coalesce(sum(quantity), 0)::DOUBLE",
    "sold_cost": "sum(cost)::BIGINT",
    "margin_amount": "sum(costed - cost)::BIGINT",
    "margin_rate": "sum(costed - cost) / nullif(sum(costed), 0)",
}
"""Cost and margin are known where a line's unit cost is; a margin rate is of the sales whose cost is known."""


def told(keys: list[str], metrics: list[str]) -> str:
    """`metrics` by `keys` over the lines sold in the period."""
    cells = ", ".join(f"{CELLS[name]} AS {name}" for name in metrics)
    named = "".join(f"{key}, " for key in keys)
    grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
    lines = f"SELECT *, grain_label(order_date, {{grain}}) AS date FROM ({LINES})"
    return f"SELECT {named}{cells} FROM ({lines}) WHERE order_date BETWEEN {{first}} AND {{last}} {grouped}"


CATEGORIES = """SELECT label AS product, coalesce(shown(kind.name), 'Unknown') AS product_category
    FROM raw_products AS p JOIN labels ON what = 'product' AND id = product_id
    LEFT JOIN raw_product_categories AS kind USING (product_category_id)"""

SLOW = f"""SELECT product, product_category, last_sold_date, {{today}} - last_sold_date AS idle_days,
        coalesce(sold_quantity, 0.0) AS sold_quantity, coalesce(sold_amount, 0) AS sold_amount
    FROM ({CATEGORIES} WHERE {{every_product}} OR coalesce(is_active, true))
    LEFT JOIN (SELECT product, max(order_date) AS last_sold_date, sum(quantity) AS sold_quantity,
        sum(amount)::BIGINT AS sold_amount FROM {{lines_sold}} WHERE order_date <= {{today}} GROUP BY 1) USING (product)
    WHERE last_sold_date IS NULL OR {{today}} - last_sold_date >= {{days}}
    ORDER BY last_sold_date IS NOT NULL, idle_days DESC, product"""
"""No sale up to today for a number of days, or none ever; the never sold first."""

BASKETS = {
    "contracts": "SELECT DISTINCT contract_id AS basket, product_id, product FROM {lines_sold}",
    "customers": "SELECT DISTINCT customer_key AS basket, product_id, product FROM {lines_sold}",
}


def baskets(kind: str) -> str:
    """The products of each basket, those that are known."""
    return f"""{BASKETS[kind]} WHERE order_date BETWEEN {{first}} AND {{last}}
        AND product_id <> 0 AND basket IS NOT NULL AND basket <> 0"""


def together(kind: str) -> str:
    """Pairs in at least `{{least}}` baskets: support, confidence of both directions, lift; the rarer product first."""
    return f"""WITH items AS ({baskets(kind)}), sizes AS (SELECT count(DISTINCT basket) AS n FROM items),
        counts AS (SELECT product_id, product, count(*) AS k FROM items GROUP BY ALL),
        pairs AS (SELECT a.product_id AS a, b.product_id AS b, count(*) AS together FROM items AS a
            JOIN items AS b ON a.basket = b.basket AND a.product_id < b.product_id
            GROUP BY ALL HAVING count(*) >= {{least}}),
        rules AS (SELECT * FROM pairs UNION ALL SELECT b, a, together FROM pairs)
        SELECT one.product AS first, other.product AS second, together, together / n AS support,
            together / one.k AS confidence, together / other.k AS confidence_back,
            together / n / ((one.k / n) * (other.k / n)) AS lift
        FROM rules JOIN counts AS one ON one.product_id = a JOIN counts AS other ON other.product_id = b, sizes
        WHERE (one.k, one.product_id) < (other.k, other.product_id)"""


def mixed(kind: str) -> str:
    """How many baskets there are, and how many of them hold two products or more."""
    return f"""SELECT count(*) AS baskets, count(*) FILTER (n > 1) AS mixed
        FROM (SELECT basket, count(*) AS n FROM ({baskets(kind)}) GROUP BY 1)"""
