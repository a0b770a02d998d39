"""Columns of products and of the lines that sell them: top category, effectiveness, cost and margin.

Money stays in minor units; what is unknown stays empty, never 0.
"""

import polars as pl


def with_groups(categories: pl.DataFrame) -> pl.DataFrame:
    """`product_group` of each category: the label of the topmost category above it, its own where none is above."""
    labels: dict[int, str] = dict(categories.select("product_category_id", "label").iter_rows())
    parents: dict[int, int | None] = dict(categories.select("product_category_id", "parent_id").iter_rows())
    groups = [labels[_topmost(category, parents)] for category in parents]
    return categories.with_columns(pl.Series("product_group", groups, dtype=pl.String))


def _topmost(category: int, parents: dict[int, int | None]) -> int:
    seen = {category}
    above = parents[category]
    while above is not None and above in parents and above not in seen:
        seen.add(above)
        category, above = above, parents[above]
    return category


def with_margin(lines: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """One row per contract line, with what its contract says and what it earns.

    `contract_number`; `is_effective` (rule R1, False where the contract is deleted); `cost_amount` = quantity × cost of
    one unit, rounded to the minor unit; `margin_amount` = amount − cost; `costed_amount` = the amount where the cost is
    known. The three are empty where quantity, unit cost or amount is.
    """
    signed = contracts.select("contract_id", pl.col("number").alias("contract_number"), "is_effective")
    joined = lines.join(signed, on="contract_id", how="left", maintain_order="left")
    cost = (pl.col("quantity") * pl.col("unit_cost_amount")).round(mode="half_away_from_zero").cast(pl.Int64)
    known = joined.with_columns(
        pl.col("is_effective").fill_null(value=False),
        pl.when(pl.col("amount").is_not_null()).then(cost).alias("cost_amount"),
    )
    return known.with_columns(
        (pl.col("amount") - pl.col("cost_amount")).alias("margin_amount"),
        pl.when(pl.col("cost_amount").is_not_null()).then("amount").alias("costed_amount"),
    )
