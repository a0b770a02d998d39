"""Slow movers (reports 2.5): products without a sale for a number of days, those never sold among them."""

from datetime import date
from typing import Any

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.dimension import UNKNOWN
from datasource.query import answer
from datasource.question import Dimension, Filter, Grain, Period, Query
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_

DAYS = (30, 60, 90, 180, 365)
"""The idle days that a reader may ask for."""
_BEGIN = date(1900, 1, 1)
_OWN = (
    Column("last_sold_date", N_("Last sold"), Kind.DATE),
    Column("idle_days", N_("Days since the last sale"), Kind.NUMBER, Unit.DAYS, metric="idle_days"),
)


def slow_movers(
    catalog: Catalog,
    viewer: Viewer,
    days: int = 90,
    every_product: bool = False,
    where: tuple[Filter, ...] = (),
) -> Result:
    """One row per product whose last sale up to today is at least `days` days ago or that was never sold.

    A sale is a line of an effective contract that `viewer` may see. Columns: `product`, `product_category`,
    `last_sold_date` and `idle_days` (null = never sold), quantity and amount of all time. Never sold first, then the
    longest idle. Products off sale are listed only with `every_product`.
    """
    query = Query(
        metrics=("sold_quantity", "sold_amount"),
        by=(Dimension(field="product"), Dimension(field="order_date", grain=Grain.DAY)),
        where=where,
        period=Period(start=_BEGIN, end=catalog.as_of),
    )
    found = answer(catalog, query, viewer)
    sold = found.rows.group_by("product").agg(
        pl.col("order_date").str.to_date("%Y-%m-%d").max().alias("last_sold_date"),
        pl.col("sold_quantity").sum(),
        pl.col("sold_amount").sum(),
    )
    idle = (pl.lit(catalog.as_of) - pl.col("last_sold_date")).dt.total_days().alias("idle_days")
    rows = _offered(catalog, every_product).join(sold, on="product", how="left").with_columns(idle)
    slow = rows.filter((pl.col("idle_days") >= days) | pl.col("idle_days").is_null())
    slow = slow.with_columns(pl.col("sold_quantity", "sold_amount").fill_null(0.0))
    slow = slow.sort("idle_days", "product", descending=[True, False], nulls_last=False)
    columns = _columns(found)
    asked = query.model_copy(update={"by": (Dimension(field="product"),)})
    return Result(asked, columns, slow.select(column.name for column in columns), _totals(slow), found.proof)


def _offered(catalog: Catalog, every_product: bool) -> pl.DataFrame:
    products = catalog.entity("products").filter(pl.col("product_id") != UNKNOWN_KEY)
    on_sale = products if every_product else products.filter(pl.col("is_active").fill_null(value=True))
    category = pl.col("category").fill_null(UNKNOWN).alias("product_category")
    return on_sale.select(pl.col("label").alias("product"), category)


def _totals(slow: pl.DataFrame) -> dict[str, Any]:
    return {name: slow[name].sum() for name in ("sold_quantity", "sold_amount")}


def _columns(found: Result) -> tuple[Column, ...]:
    known = {column.name: column for column in found.columns}
    category = Column("product_category", N_("Product category"), Kind.TEXT)
    return (known["product"], category, *_OWN, known["sold_quantity"], known["sold_amount"])
