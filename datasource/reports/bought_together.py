"""Products bought together (reports 2.5): association rules between pairs of products.

Support and confidence as in R. Agrawal, T. Imielinski, A. Swami, "Mining association rules between sets of items in
large databases", SIGMOD 1993; lift (there called interest) as in S. Brin, R. Motwani, J. Ullman, S. Tsur, "Dynamic
itemset counting and implication rules for market basket data", SIGMOD 1997. Of N baskets, n(A) hold A and n(AB) both:
support = n(AB) / N, confidence(A → B) = n(AB) / n(A), lift = N · n(AB) / (n(A) · n(B)).
"""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.query import answer, links
from datasource.question import Filter, Period, Query, Records
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY
from datasource.texts import N_

BASKETS = ("contracts", "customers")
LEAST = (2, 3, 5, 10, 20, 50)
"""The least numbers of common baskets that a reader may ask for."""
_COLUMNS = (
    Column("first", N_("Product bought"), Kind.TEXT),
    Column("second", N_("Bought with it"), Kind.TEXT),
    Column("together", N_("Times together"), Kind.NUMBER, Unit.COUNT, metric="together"),
    Column("support", N_("Support"), Kind.NUMBER, Unit.RATE, metric="support"),
    Column("confidence", N_("Confidence"), Kind.NUMBER, Unit.RATE, metric="confidence"),
    Column("confidence_back", N_("Confidence the other way"), Kind.NUMBER, Unit.RATE, metric="confidence_back"),
    Column("lift", N_("Lift"), Kind.NUMBER, Unit.NUMBER, metric="lift"),
)


@dataclass(frozen=True)
class BoughtTogether:
    """`result.rows`: one row per pair, highest lift first; `first` is the rarer product, so its rule is the surer one.

    `baskets` is N, `mixed` the number of them with two products or more.
    """

    result: Result
    baskets: int
    mixed: int


def bought_together(  # noqa: PLR0913, PLR0917  (everything that the pairs hang on)
    catalog: Catalog,
    viewer: Viewer,
    basket: str,
    least: int,
    period: Period | None = None,
    where: tuple[Filter, ...] = (),
) -> BoughtTogether:
    """The pairs of products found in at least `least` baskets of effective contracts that `viewer` may see.

    A basket is the products of one contract, or with `basket` customers those of all of a customer's contracts in the
    period. Baskets without a known product do not count. Raises `MingjingError` for an unknown basket.
    """
    if basket not in BASKETS:
        raise MingjingError(unknown(N_("basket"), basket, BASKETS))
    ask = Records(subject="contract_lines", metric="sold_lines", period=period, where=where)
    lines = links(catalog, ask, (basket, "products"), viewer)
    items = lines.select(pl.col(basket).alias("basket"), pl.col("products").alias("product")).drop_nulls().unique()
    items = items.filter((pl.col("product") != UNKNOWN_KEY) & (pl.col("basket") != UNKNOWN_KEY))
    sizes = items.group_by("basket").len()
    pairs = _measured(_pairs(items, least), items, sizes.height)
    rows = _named(pairs, catalog).select(column.name for column in _COLUMNS)
    query = Query(metrics=("sold_contracts",), period=period, where=where)
    result = Result(query, _COLUMNS, rows, None, answer(catalog, query, viewer).proof)
    return BoughtTogether(result, sizes.height, sizes.filter(pl.col("len") > 1).height)


def _pairs(items: pl.DataFrame, least: int) -> pl.DataFrame:
    """One row per unordered pair: `product` < `product_other` and `together`, the baskets that hold both."""
    met = items.lazy().join(items.lazy(), on="basket", suffix="_other")
    pairs = met.filter(pl.col("product") < pl.col("product_other")).group_by("product", "product_other")
    return pairs.agg(pl.len().cast(pl.Int64).alias("together")).filter(pl.col("together") >= least).collect()


def _measured(pairs: pl.DataFrame, items: pl.DataFrame, baskets: int) -> pl.DataFrame:
    """The pairs with the rarer product first and the three measures of the rule."""
    counts = items.group_by("product").agg(pl.len().cast(pl.Int64).alias("count"))
    others = counts.rename({"product": "product_other", "count": "count_other"})
    met = pairs.join(counts, on="product").join(others, on="product_other")
    is_swapped = pl.col("count") > pl.col("count_other")
    rarer = pl.min_horizontal("count", "count_other")
    commoner = pl.max_horizontal("count", "count_other")
    return met.with_columns(
        first_id=pl.when(is_swapped).then("product_other").otherwise("product"),
        second_id=pl.when(is_swapped).then("product").otherwise("product_other"),
        support=pl.col("together") / baskets,
        confidence=pl.col("together") / rarer,
        confidence_back=pl.col("together") / commoner,
        lift=pl.col("together") * baskets / (rarer * commoner),
    )


def _named(pairs: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    names = catalog.entity("products").select("product_id", "label")
    first, second = (names.rename({"product_id": f"{place}_id", "label": place}) for place in ("first", "second"))
    met = pairs.join(first, on="first_id").join(second, on="second_id")
    return met.sort("lift", "together", "first", "second", descending=[True, True, False, False])
