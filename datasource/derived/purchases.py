"""What studies of customers learn from: one row per effective contract, up to today."""

import polars as pl

from datasource.derived.study import Rows
from datasource.tables.schema import UNKNOWN_KEY


def purchases(rows: Rows) -> pl.DataFrame:
    """`customer` (key), `day` (Date), `amount` (minor units): contracts that count, of customers who are known."""
    contracts, known = rows.entity("contracts"), rows.entity("customers")["customer_id"]
    counted = contracts.filter(
        pl.col("is_effective")
        & (pl.col("order_date") <= rows.as_of)
        & (pl.col("customer_id") != UNKNOWN_KEY)
        & pl.col("customer_id").is_in(known.implode())
    )
    return counted.select(
        pl.col("customer_id").alias("customer"), pl.col("order_date").alias("day"), pl.col("amount").fill_null(0)
    ).sort("customer", "day")
