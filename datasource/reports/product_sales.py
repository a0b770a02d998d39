"""Product sales (reports 2.5): per product or category, with share of the whole and growth against the year before."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.metrics.dimension import UNKNOWN
from datasource.query import answer
from datasource.question import Dimension, Filter, Period, Query, Sort
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

LEVELS = ("product", "product_category", "product_group")
METRICS = (
    "sold_amount",
    "sold_contracts",
    "sold_lines",
    "sold_quantity",
    "sold_cost",
    "margin_amount",
    "margin_rate",
)
SHARE = Column("share", N_("Share of sales"), Kind.NUMBER, Unit.RATE)


def product_sales(
    catalog: Catalog, viewer: Viewer, level: str, period: Period, where: tuple[Filter, ...] = ()
) -> Result:
    """One row per member of `level` (one of `LEVELS`) with sales now or in the year before, the largest first.

    Columns: the member, the category of a product, `METRICS` with `share` (of all sales in the period) behind the
    amount, and the amount of the year before with its change (同比). Raises `MingjingError` for an unknown level.
    """
    if level not in LEVELS:
        raise MingjingError(unknown(N_("dimension"), level, LEVELS))
    query = Query(
        metrics=METRICS,
        by=(Dimension(field=level),),
        where=where,
        period=period,
        compare="last_year",
        sort=(Sort(by="sold_amount", desc=True),),
        totals=True,
    )
    found = answer(catalog, query, viewer)
    totals = found.totals or {}
    whole = totals.get("sold_amount")
    share = pl.col("sold_amount") / whole if whole else pl.lit(None, dtype=pl.Float64)
    rows = found.rows.with_columns(share.alias("share"))
    if level == "product":
        rows = _with_category(rows, catalog)
    columns = _columns(found, level)
    shown = rows.select(column.name for column in columns)
    return Result(query, columns, shown, {**totals, "share": 1.0 if whole else None}, found.proof)


def _with_category(rows: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    categories = catalog.entity("products").select(
        pl.col("label").alias("product"), pl.col("category").alias("product_category")
    )
    joined = rows.join(categories, on="product", how="left", maintain_order="left")
    return joined.with_columns(pl.col("product_category").fill_null(UNKNOWN))


def _columns(found: Result, level: str) -> tuple[Column, ...]:
    known = {column.name: column for column in found.columns}
    category = (Column("product_category", N_("Product category"), Kind.TEXT),) if level == "product" else ()
    amount = tuple(known[f"sold_amount{part}"] for part in ("", "__base", "__change"))
    return (known[level], *category, amount[0], SHARE, *amount[1:], *(known[name] for name in METRICS[1:]))
