"""Customers in sight with all that they bought, whoever sold it (`CUSTOMER_PAST`): what values and cohorts count."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query.records import links
from datasource.question import Filter, Records
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY


def seen_customers(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = ()) -> pl.DataFrame:
    """One row per customer that `viewer` may see under the filters: `customer` (key), `label`, `owner` in words."""
    seen = links(catalog, Records(subject="customers", where=where), ("users",), viewer)
    people = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    named = catalog.entity("customers").select(pl.col("customer_id").alias("key"), "label")
    met = seen.join(named, on="key", how="left", maintain_order="left")
    met = met.join(people, on="users", how="left", maintain_order="left")
    return met.select(pl.col("key").alias("customer"), "label", "owner")


def bought_by(catalog: Catalog, customers: pl.DataFrame) -> pl.DataFrame:
    """One row per effective contract up to today of `customers`: `customer`, `day`, `amount` (minor units)."""
    return all_bought(catalog).join(customers.select("customer"), on="customer", how="semi", maintain_order="left")


def all_bought(catalog: Catalog) -> pl.DataFrame:
    """As `bought_by`, of every customer, by customer and day."""
    made = pl.col("is_effective") & (pl.col("order_date") <= catalog.as_of) & (pl.col("customer_id") != UNKNOWN_KEY)
    contracts = catalog.entity("contracts").filter(made)
    return contracts.select(
        pl.col("customer_id").alias("customer"), pl.col("order_date").alias("day"), pl.col("amount").fill_null(0)
    ).sort("customer", "day")
