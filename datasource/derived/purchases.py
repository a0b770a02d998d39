"""What studies of customers learn from: one row per effective contract, up to today."""

import polars as pl

from datasource.derived.study import Rows
from datasource.tables.schema import UNKNOWN_KEY


def purchases(rows: Rows) -> pl.DataFrame:
    """`customer` (key), `day` (Date), `amount` (minor units): contracts that count, of customers who are known."""
    return _counted(rows).select(*PURCHASE).sort("customer", "day")


def terms(rows: Rows) -> pl.DataFrame:
    """As `purchases`, with `start` and `end` (Date), null where a contract does not say them."""
    days = (pl.col("start_date").alias("start"), pl.col("end_date").alias("end"))
    return _counted(rows).select(*PURCHASE, *days).sort("customer", "day")


PURCHASE = (
    pl.col("customer_id").alias("customer"),
    pl.col("order_date").alias("day"),
    pl.col("amount").fill_null(0),
)


def _counted(rows: Rows) -> pl.DataFrame:
    contracts, known = rows.entity("contracts"), rows.entity("customers")["customer_id"]
    return contracts.filter(
        pl.col("is_effective")
        & (pl.col("order_date") <= rows.as_of)
        & (pl.col("customer_id") != UNKNOWN_KEY)
        & pl.col("customer_id").is_in(known.implode())
    )
