"""First deals: the customers that have dealt, and the products of the contract they dealt with first (rule R2)."""

import polars as pl


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
    found = first.join(lines.select("contract_id", "product_id", "amount"), on="contract_id")
    return found.group_by("customer_id", "product_id", maintain_order=True).agg(pl.col("amount").sum())
