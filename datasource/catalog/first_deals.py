"""First deals: the customers that have dealt, and the products of the contract they dealt with first (rule R2)."""

import polars as pl

from datasource.tables.schema import UNKNOWN_KEY


def first_deals(customers: pl.DataFrame) -> pl.DataFrame:
    """One row per customer with a first effective contract, with every column of the customer."""
    return customers.filter(pl.col("first_deal_date").is_not_null())


def first_deal_lines(deals: pl.DataFrame, contracts: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row per first deal and distinct product of its contract: `customer_id`, `product_id`, `amount` (minor units).

    Of several effective contracts on the day of the first deal, the one with the lowest key is the first. A contract
    without lines has no row here.
    """
    first = (
        contracts.filter("is_effective")
        .join(deals.select("customer_id", "first_deal_date"), on="customer_id")
        .filter(pl.col("order_date") == pl.col("first_deal_date"))
        .group_by("customer_id")
        .agg(pl.col("contract_id").min())
    )
    return product_lines(first, lines, "customer_id")


def product_lines(records: pl.DataFrame, lines: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row per record (`key`) and distinct product of the contract it names: `key`, `product_id`, `amount`.

    What is known of no product is one product, empty.
    """
    known = pl.when(pl.col("product_id") != UNKNOWN_KEY).then("product_id").alias("product_id")
    found = records.select(key, "contract_id").join(lines.select("contract_id", known, "amount"), on="contract_id")
    return found.group_by(key, "product_id", maintain_order=True).agg(pl.col("amount").sum())
