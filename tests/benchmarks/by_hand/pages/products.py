"""The pages of the products section."""

from datetime import date

import polars as pl

from tests.benchmarks.by_hand.pages import numbers
from tests.benchmarks.by_hand.pages.writing import (
    COUNT,
    Asked,
    HandWritten,
    Told,
    compared,
    distinct,
    figures,
    ratio,
    table,
)
from tests.benchmarks.by_hand.writing import Span

_MARGIN = ratio("margin_rate", "margin_amount", "costed_amount")
_BEGIN = date(1900, 1, 1)


def _sales(page: Asked) -> Told:
    sold = [numbers.sold(page)]

    def by_product(span: Span) -> pl.LazyFrame:
        return table(sold, "product", span, _MARGIN)

    return [
        ((), figures(sold, page.now, page.before, rates=[_MARGIN])),
        (("date",), table(sold, "date", page.now)),
        (("product",), compared(by_product, "product", page.now, page.before).select("product", *_SHOWN)),
    ]


_SHOWN = (
    "sold_amount",
    "sold_amount__base",
    "sold_contracts",
    "sold_lines",
    "sold_cost",
    "margin_amount",
    "margin_rate",
)


def _mix(page: Asked) -> Told:
    return [
        (
            ("product_category", "product_group"),
            table([numbers.sold(page)], ("product_group", "product_category"), page.now, _MARGIN),
        )
    ]


def _slow(page: Asked) -> Told:
    today = page.catalog.as_of
    sales = numbers.sold(page)
    sold = sales.during((_BEGIN, today)).group_by("@products").agg(
        pl.col("order_date").max().alias("last"), sales.values["sold_quantity"].alias("sold_quantity"),
        sales.values["sold_amount"].alias("sold_amount"),
    )  # fmt: skip
    offered = page.catalog.entity("products").lazy().filter(pl.col("is_active").fill_null(value=True))
    met = offered.select("product_id", "label", "category").join(
        sold, left_on="product_id", right_on="@products", how="left"
    )
    idle = met.with_columns((today - pl.col("last")).dt.total_days().alias("idle_days"))
    slow = idle.filter((pl.col("idle_days") >= 90) | pl.col("idle_days").is_null())
    return [
        (
            ("product",),
            slow.sort("idle_days", descending=True).select(
                pl.col("label").alias("product"), "idle_days", "sold_quantity", "sold_amount"
            ),
        )
    ]


def _together(page: Asked) -> Told:
    lines = numbers.sold(page).during(page.now)
    items = lines.select(pl.col("@contracts").alias("basket"), pl.col("@products").alias("product")).unique()
    baskets = items.select(distinct("basket"))
    pairs = items.join(items, on="basket", suffix="_other").filter(pl.col("product") < pl.col("product_other"))
    counted = pairs.group_by("product", "product_other").agg(together=COUNT).filter(pl.col("together") >= 2)
    sizes = items.group_by("product").agg(size=COUNT)
    met = counted.join(sizes, on="product").join(sizes, left_on="product_other", right_on="product", suffix="_other")
    names = page.catalog.entity("products").lazy().select("product_id", "label")
    whole = met.join(baskets.rename({"basket": "baskets"}), how="cross")
    measured = whole.with_columns(
        support=pl.col("together") / pl.col("baskets"),
        confidence=pl.col("together") / pl.min_horizontal("size", "size_other"),
        lift=pl.col("together") * pl.col("baskets") / (pl.col("size") * pl.col("size_other")),
    )
    named = measured.join(names, left_on="product", right_on="product_id")
    named = named.join(names, left_on="product_other", right_on="product_id", suffix="_other")
    return [
        (
            (),
            named.sort("lift", descending=True).select(
                "label", "label_other", "together", "support", "confidence", "lift"
            ),
        )
    ]


PAGES: dict[str, HandWritten] = {
    "products/product_sales.py": _sales,
    "products/category_mix.py": _mix,
    "products/slow_movers.py": _slow,
    "products/bought_together.py": _together,
}
