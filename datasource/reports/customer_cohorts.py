"""Cohorts (reports 2.10): customers by the period of their first purchase, who came back, and for how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import cast

import polars as pl

from datasource.analytics.cohorts import EVERY, cohorts
from datasource.analytics.cohorts import Grain as Every
from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError, unknown
from datasource.field import Grain
from datasource.periods import bucket_label, bucket_span, bucket_start
from datasource.query import answer
from datasource.question import Filter, Query
from datasource.reports.customer_past import bought_by, seen_customers
from datasource.reports.exceptions import CUSTOMER_PAST
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

GRAINS: Mapping[str, Grain] = MappingProxyType(
    {grain.value: grain for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)}
)
LASTS = (12, 24, 0)
"""How many of the newest cohorts may be asked for; 0 stands for all."""
MEASURES: Mapping[str, Column] = MappingProxyType(
    {
        "retention": Column("retention", N_("Customers who bought"), Kind.NUMBER, Unit.RATE),
        "net": Column("net", N_("Net revenue retention"), Kind.NUMBER, Unit.RATE),
        "gross": Column("gross", N_("Gross revenue retention"), Kind.NUMBER, Unit.RATE),
        "customers": Column("customers", N_("Number of customers"), Kind.NUMBER, Unit.COUNT),
        "revenue": Column("revenue", N_("Revenue"), Kind.NUMBER, Unit.MONEY),
    }
)
"""What a cell may tell."""
MEMBERS = (
    Column("label", N_("Customer"), Kind.TEXT),
    Column("owner", N_("Owner"), Kind.TEXT),
    Column("first", N_("First purchase"), Kind.DATE),
    Column("paid_first", N_("Bought in its first period"), Kind.NUMBER, Unit.MONEY),
    Column("paid", N_("Bought in this period"), Kind.NUMBER, Unit.MONEY),
    Column("orders", N_("Purchases in all"), Kind.NUMBER, Unit.COUNT),
    Column("last", N_("Last purchase"), Kind.DATE),
)


@dataclass(frozen=True)
class CohortReport:
    """`cells` and `average` as `analytics.cohorts` tells them, revenue in major units, `cohort` as a bucket's label.

    `base` answers the contract amount of the same filters; `masked` is how many cells are not over yet.
    """

    grain: Grain
    cells: pl.DataFrame
    average: pl.DataFrame
    masked: int
    base: Result
    card: MethodCard


def customer_cohorts(
    catalog: Catalog, viewer: Viewer, grain: str, last: int, where: tuple[Filter, ...] = ()
) -> CohortReport:
    """The newest `last` cohorts (0: all) of the customers that `viewer` may see, by `grain`, a key of `GRAINS`.

    Raises `MingjingError` for another grain, and as `cohorts` does where purchases tell nothing.
    """
    kind, bought = _grain(grain), bought_by(catalog, seen_customers(catalog, viewer, where))
    kept = _newest(bought, kind, last, catalog.as_of)
    found = cohorts(kept, catalog.as_of, _every(kind))
    base = answer(catalog, Query(metrics=("contract_amount",), where=where), viewer)
    labels = {day: bucket_label(day, kind) for day in found.cells["cohort"].unique()}
    cells = found.cells.with_columns(pl.col("cohort").replace_strict(labels, return_dtype=pl.String))
    masked = int((~cells["complete"]).sum())
    paid = pl.col("revenue") / catalog.minor_units
    return CohortReport(
        kind, cells.with_columns(paid), found.average.with_columns(paid), masked, base, _card(kind, catalog.as_of)
    )


@dataclass(frozen=True)
class CohortCell:
    """One cell: `cohort` is a bucket's label by `grain`, a key of `GRAINS`, and `age` counts periods since."""

    grain: str
    cohort: str
    age: int


def cohort_members(catalog: Catalog, viewer: Viewer, cell: CohortCell, where: tuple[Filter, ...] = ()) -> pl.DataFrame:
    """Everyone of the cohort with what each bought in the period of the cell, columns `MEMBERS`.

    `customer` is the key, `came` whether a purchase fell into that period; those who bought most stand first. Empty
    where nobody began then. Raises `MingjingError` for a label that is no bucket.
    """
    every, begun = EVERY[_every(_grain(cell.grain))], bucket_span(cell.cohort).start
    seen = seen_customers(catalog, viewer, where)
    period = pl.col("day").dt.truncate(every)
    now = pl.lit(begun).dt.offset_by(f"{cell.age}{every[1:]}")
    paid = pl.col("amount").filter
    each = bought_by(catalog, seen).group_by("customer").agg(
        pl.col("day").min().alias("first"),
        (paid(period == begun).sum() / catalog.minor_units).alias("paid_first"),
        (paid(period == now).sum() / catalog.minor_units).alias("paid"),
        (period == now).any().alias("came"),
        pl.len().cast(pl.Int64).alias("orders"),
        pl.col("day").max().alias("last"),
    )  # fmt: skip
    members = each.filter(pl.col("first").dt.truncate(every) == begun)
    named = members.join(seen, on="customer", how="left", maintain_order="left")
    order = named.sort("came", "paid", "paid_first", "customer", descending=(True, True, True, False))
    return order.select("customer", "came", *(column.name for column in MEMBERS))


def _grain(name: str) -> Grain:
    if name not in GRAINS:
        raise MingjingError(unknown(N_("grain"), name, GRAINS))
    return GRAINS[name]


def _every(grain: Grain) -> Every:
    """The grain as the method calls it."""
    return cast("Every", grain.value)


def _newest(bought: pl.DataFrame, grain: Grain, last: int, today: date) -> pl.DataFrame:
    """The purchases of customers whose first one fell into one of the `last` periods up to that of `today`."""
    if not last:
        return bought
    since = bucket_start(today, grain)
    for _period in range(last - 1):
        since = bucket_start(date.fromordinal(since.toordinal() - 1), grain)
    return bought.filter(pl.col("day").min().over("customer") >= since)


def _card(grain: Grain, today: date) -> MethodCard:
    told = {
        Grain.MONTH: N_("A cohort is all customers whose first purchase fell into the same month."),
        Grain.QUARTER: N_("A cohort is all customers whose first purchase fell into the same quarter."),
        Grain.YEAR: N_("A cohort is all customers whose first purchase fell into the same year."),
    }
    return MethodCard(
        does=told[grain],
        data=N_("Effective contracts of the customers that you see, by customer and order date."),
        as_of=today,
        assumes=(
            N_("The first purchase is that of the data: where older ones are missing, the first cohorts are older."),
            N_("Net revenue retention is the revenue of a period over that of the first; gross counts no customer's"
               " revenue above that of its first period, so it is 100 % at most."),
            N_("All cohorts together are the ratio of the sums over all cells that are over: large ones weigh more."),
            N_("Ranges are those that hold the true share in 95 of 100 cases (Wilson)."),
            CUSTOMER_PAST.sentence,
        ),
        quality=(),
        avoid=(
            N_("For a cohort of few customers: its range on the tooltip says how little its share tells."),
            N_("Where customers buy less often than once a period: choose quarters or years."),
        ),
        sources=("Farris and others 2010, Marketing Metrics, chapter 5", "Wilson 1927, JASA 22:209"),
    )  # fmt: skip
