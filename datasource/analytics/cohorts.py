"""Cohorts: of those who first bought in a period, how many bought again so many periods later, and for how much."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from datasource.analytics.evaluation import wilson
from datasource.analytics.refusals import need_columns, need_not_negative, need_rows
from datasource.errors import MingjingError
from datasource.texts import N_, _

Grain = Literal["week", "month", "quarter", "year"]
EVERY = {"week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
COUNTED = ("customers", "revenue", "retention", "low", "high", "net", "gross", "expansion")


@dataclass(frozen=True)
class Cohorts:
    """`cells` has one row per cohort and age up to the cut, `average` one per age over all complete cells.

    Cells: `cohort` (first day of its period), `age` (periods since), `size` (customers who came), `complete` (the
    period had ended by the cut, and the cohort's own too), then, null where incomplete: `customers` who bought,
    `revenue`, `retention` = customers / size with Wilson bounds `low` and `high`, `net` = revenue / revenue at age 0,
    `gross` = the same with each customer's revenue capped at that of age 0, `expansion` = net - gross. Average: `age`,
    `cohorts`, `size`, and the same measures as pooled ratios, which are the averages weighted by size or revenue.
    """

    cells: pl.DataFrame
    average: pl.DataFrame


def cohorts(purchases: pl.DataFrame, until: date, grain: Grain = "month") -> Cohorts:
    """Retention of customers and revenue by the period of the first purchase, from rows up to the day `until`.

    `purchases` has one row per purchase: `customer`, `day` (Date), `amount`. The first purchase is that of the data:
    where older ones are missing, the first cohorts hold older customers. Raises `MingjingError` for missing columns,
    amounts below zero, no purchases, or when no period has ended. Net and gross revenue retention as in Farris and
    others 2010, Marketing Metrics, chapter 5.
    """
    need_columns(purchases, ("customer", "day", "amount"))
    known = purchases.drop_nulls(("customer", "day")).filter(pl.col("day") <= until)
    need_not_negative(known["amount"])
    need_rows(len(known), 1, N_("purchases up to the cut"))
    cells = _measured(_grid(_summed(known, grain), until, grain))
    complete = cells.filter(pl.col("complete"))
    if complete.is_empty():
        raise MingjingError(_("No period had ended by {day}, so nothing can be compared yet.").format(day=until))
    masked = cells.with_columns(pl.when(pl.col("complete")).then(pl.col(COUNTED)))
    return Cohorts(masked.drop("first", "capped"), _average(complete))


def _summed(known: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """One row per cohort and period: customers, revenue, revenue capped at each customer's first period."""
    period = pl.col("day").dt.truncate(EVERY[grain]).alias("period")
    paid = pl.col("amount").cast(pl.Float64).sum().alias("paid")
    each = known.group_by("customer", period).agg(paid).sort("customer", "period")
    first = each.group_by("customer", maintain_order=True).agg(
        pl.col("period").first().alias("cohort"), pl.col("paid").first().alias("first")
    )
    return (
        each.join(first, on="customer")
        .group_by("cohort", "period")
        .agg(
            pl.len().cast(pl.Float64).alias("customers"),
            pl.col("paid").sum().alias("revenue"),
            pl.min_horizontal("paid", "first").sum().alias("capped"),
        )
    )


def _grid(summed: pl.DataFrame, until: date, grain: Grain) -> pl.DataFrame:
    """Every cohort with every period from its own to the cut's: one in which nobody bought stands there with 0."""
    first = summed["cohort"].min()
    assert isinstance(first, date)
    periods = pl.date_range(first, until, EVERY[grain], eager=True).alias("period").to_frame().with_row_index("number")
    ended = pl.col("period").dt.offset_by(EVERY[grain]) <= until + timedelta(days=1)
    calendar = periods.with_columns(pl.col("number").cast(pl.Int64), ended.alias("ended"))
    sizes = summed.filter(pl.col("cohort") == pl.col("period")).select(
        "cohort", pl.col("customers").alias("size"), pl.col("revenue").alias("first")
    )
    begun = calendar.select(
        pl.col("period").alias("cohort"), pl.col("number").alias("begun"), pl.col("ended").alias("full")
    )
    return (
        sizes.join(begun, on="cohort")
        .join(calendar, how="cross")
        .filter(pl.col("number") >= pl.col("begun"))
        .join(summed, on=("cohort", "period"), how="left")
        .with_columns(
            (pl.col("number") - pl.col("begun")).alias("age"),
            (pl.col("ended") & pl.col("full")).alias("complete"),
            pl.col("customers", "revenue", "capped").fill_null(0.0),
        )
        .select("cohort", "age", "size", "complete", "customers", "revenue", "first", "capped")
        .sort("cohort", "age")
    )


def _measured(rows: pl.DataFrame) -> pl.DataFrame:
    """Ratios of the counts; those of revenue are null where nothing was paid at age 0."""
    low, high = wilson(rows["customers"].to_numpy(), rows["size"].to_numpy())
    paid = pl.when(pl.col("first") > 0).then(pl.col("first"))
    return rows.with_columns(
        (pl.col("customers") / pl.col("size")).alias("retention"),
        pl.Series("low", low),
        pl.Series("high", high),
        (pl.col("revenue") / paid).alias("net"),
        (pl.col("capped") / paid).alias("gross"),
        ((pl.col("revenue") - pl.col("capped")) / paid).alias("expansion"),
    )


def _average(complete: pl.DataFrame) -> pl.DataFrame:
    """One row per age: the ratios of the sums."""
    sums = pl.col("size", "customers", "revenue", "first", "capped").sum()
    pooled = complete.group_by("age").agg(pl.len().alias("cohorts"), sums).sort("age")
    return _measured(pooled).drop("first", "capped")
