"""RFM: customers scored by how recently, how often and for how much they bought, and named by the first two."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from datasource.analytics.refusals import need_columns, need_not_negative, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

SCORES = 5
MEASURES = ("recency", "frequency", "money")

# segment, lowest and highest score of recency, lowest and highest of frequency: each pair of scores stands in one row
SEGMENTS = (
    (N_("Champions"), 5, 5, 4, 5),
    (N_("Loyal"), 3, 4, 4, 5),
    (N_("Potentially loyal"), 4, 5, 2, 3),
    (N_("New"), 5, 5, 1, 1),
    (N_("Promising"), 4, 4, 1, 1),
    (N_("Need attention"), 3, 3, 3, 3),
    (N_("About to sleep"), 3, 3, 1, 2),
    (N_("At risk"), 1, 2, 3, 4),
    (N_("Not to be lost"), 1, 2, 5, 5),
    (N_("Asleep"), 1, 2, 1, 2),
)


@dataclass(frozen=True)
class Cuts:
    """Four rising cut-offs per measure: days since the last purchase, purchases, money.

    A value equal to a cut-off counts with those below it, so equal values always get the same score. Raises
    `MingjingError` when they do not rise (equal ones are fine: a score between them then stays empty).
    """

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    money: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in MEASURES:
            edges = getattr(self, name)
            if len(edges) != SCORES - 1 or list(edges) != sorted(edges):
                raise MingjingError(_("The cut-offs of {name} must be four rising numbers.").format(name=name))


@dataclass(frozen=True)
class Rfm:
    """`customers` has one row each, sorted: `customer`, `recency` (days), `frequency` (purchases), `money`, the scores
    `r`, `f`, `m` (5 is best) and `segment`; `segments` one row per name: `customers`, `money`, `money_share`, means of
    recency and frequency. `cuts` are those that were used, to be edited and given again.
    """

    customers: pl.DataFrame
    segments: pl.DataFrame
    cuts: Cuts


def rfm(purchases: pl.DataFrame, as_of: date, cuts: Cuts | None = None) -> Rfm:
    """Score customers as of a day, from purchases up to it; without cut-offs at the fifths of all customers.

    `purchases` has one row per purchase: `customer`, `day` (Date), `amount`. Raises `MingjingError` for missing
    columns, amounts below zero, no amounts, or fewer than 5 customers. Hughes 1994, Strategic Database Marketing.
    """
    need_columns(purchases, ("customer", "day", "amount"))
    known = purchases.drop_nulls(("customer", "day")).filter(pl.col("day") <= as_of)
    need_not_negative(known["amount"])
    counted = _counted(known, as_of)
    need_rows(len(counted), SCORES, N_("customers with a purchase"))
    if not counted["money"].sum():
        raise MingjingError(_("No purchase has an amount above zero, so customers have no worth to compare."))
    return score(counted, cuts or fifths(counted))


def score(counted: pl.DataFrame, cuts: Cuts) -> Rfm:
    """Customers that are counted already (`recency`, `frequency`, `money`, one row each), scored by given cut-offs."""
    scored = counted.with_columns(
        (SCORES - _above("recency", cuts.recency)).alias("r"),
        (1 + _above("frequency", cuts.frequency)).alias("f"),
        (1 + _above("money", cuts.money)).alias("m"),
    ).with_columns(_segment().alias("segment"))
    return Rfm(scored, _segments(scored), cuts)


def fifths(counted: pl.DataFrame) -> Cuts:
    """The cut-offs below which 20, 40, 60 and 80 % of the customers lie, each one a value that occurs."""
    edges = [
        tuple(map(float, np.quantile(counted[name].to_numpy(), (0.2, 0.4, 0.6, 0.8), method="inverted_cdf")))
        for name in MEASURES
    ]
    return Cuts(*edges)


def _counted(known: pl.DataFrame, as_of: date) -> pl.DataFrame:
    return (
        known.group_by("customer")
        .agg(
            (pl.lit(as_of) - pl.col("day").cast(pl.Date).max()).dt.total_days().alias("recency"),
            pl.len().cast(pl.Int64).alias("frequency"),
            pl.col("amount").cast(pl.Float64).sum().alias("money"),
        )
        .sort("customer")
    )


def _above(name: str, edges: tuple[float, ...]) -> pl.Expr:
    """How many cut-offs the value exceeds."""
    return pl.sum_horizontal([(pl.col(name) > edge).cast(pl.Int64) for edge in edges])


def _segment() -> pl.Expr:
    rows = [
        pl.when(pl.col("r").is_between(r_low, r_high) & pl.col("f").is_between(f_low, f_high)).then(pl.lit(name))
        for name, r_low, r_high, f_low, f_high in SEGMENTS
    ]
    return pl.coalesce(rows)


def _segments(scored: pl.DataFrame) -> pl.DataFrame:
    order = pl.DataFrame({"segment": [row[0] for row in SEGMENTS]})
    means = pl.col("recency", "frequency").mean()
    found = scored.group_by("segment").agg(pl.len().alias("customers"), pl.col("money").sum(), means)
    share = (pl.col("money") / pl.col("money").sum()).alias("money_share")
    return order.join(found, on="segment", maintain_order="left").with_columns(share)
