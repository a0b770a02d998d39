"""Customers as they stood on past days, and whether they bought again in the days that followed."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from datasource.analytics.refusals import need_columns, need_not_negative
from datasource.errors import MingjingError
from datasource.texts import _

CUSTOMER, AS_OF, CHURNED, RECENCY = "customer", "as_of", "churned", "recency"
ACTIVE_DAYS = 365
SHORTEST, LONGEST, STEP = 60, 360, 30
FIELDS = (RECENCY, "tenure", "orders", "orders_90", "orders_365", "spend_90", "spend_365", "gap", "lateness", "basket")


def examples(purchases: pl.DataFrame, days: Sequence[date], horizon: int, today: date) -> pl.DataFrame:
    """Customers as of each of the days, with `churned`: no purchase in the `horizon` days after it.

    `purchases` has one row per purchase: `customer`, `day` (Date), `amount`. Raises `MingjingError` when a day's
    horizon reaches past `today`, since its outcome is not known yet.
    """
    if open_days := [day for day in days if day + timedelta(days=horizon) > today]:
        text = _("What happened in the {days} days after {day} is not known yet.")
        raise MingjingError(text.format(days=horizon, day=min(open_days)))
    return pl.concat([_labelled(purchases, day, horizon) for day in sorted(set(days))])


def customers_as_of(purchases: pl.DataFrame, day: date) -> pl.DataFrame:
    """One row per customer with a purchase in the year up to `day`, from rows up to that day alone.

    `customer`, `as_of` and `FIELDS`: days since the last purchase (`recency`) and the first (`tenure`), purchases in
    all and in the last 90 and 365 days, money in these, mean days between purchases (`gap`), `lateness` = recency /
    gap, mean amount (`basket`). Raises `MingjingError` for missing columns and amounts below zero.
    """
    need_columns(purchases, (CUSTOMER, "day", "amount"))
    known = purchases.drop_nulls((CUSTOMER, "day")).filter(pl.col("day") <= day)
    need_not_negative(known["amount"])
    since = (pl.lit(day) - pl.col("day").cast(pl.Date)).dt.total_days()
    counted = (
        known.with_columns(since.alias("since"), pl.col("amount").cast(pl.Float64))
        .group_by(CUSTOMER)
        .agg(
            pl.col("since").min().alias(RECENCY),
            pl.col("since").max().alias("tenure"),
            pl.len().alias("orders"),
            *((pl.col("since") < days).sum().alias(f"orders_{days}") for days in (90, 365)),
            *(pl.col("amount").filter(pl.col("since") < days).sum().alias(f"spend_{days}") for days in (90, 365)),
            pl.col("amount").mean().alias("basket"),
            pl.col("day").n_unique().alias("visits"),
        )
    )
    gap = pl.when(pl.col("visits") > 1).then((pl.col("tenure") - pl.col(RECENCY)) / (pl.col("visits") - 1))
    lateness = pl.col(RECENCY) / pl.col("gap")
    active = counted.filter(pl.col(RECENCY) < ACTIVE_DAYS).with_columns(gap.alias("gap"))
    features = active.with_columns(lateness.alias("lateness"), pl.lit(day).alias(AS_OF))
    return features.select(CUSTOMER, AS_OF, pl.col(FIELDS).cast(pl.Float64)).sort(CUSTOMER)


def horizon_of(bought: pl.DataFrame) -> int:
    """Days within which a customer is expected back: twice the median gap between purchases, in whole 30 days."""
    gaps = bought.select((pl.col("day") - pl.col("day").shift(1).over("customer")).dt.total_days().alias("gap"))
    middle = gaps.filter(pl.col("gap") > 0)["gap"].median()
    if not isinstance(middle, float):
        return LONGEST
    return int(min(max(-(-2 * middle // STEP) * STEP, SHORTEST), LONGEST))


def _labelled(purchases: pl.DataFrame, day: date, horizon: int) -> pl.DataFrame:
    later = pl.col("day").is_between(day, day + timedelta(days=horizon), closed="right")
    back = purchases.filter(later)[CUSTOMER].unique()
    return customers_as_of(purchases, day).with_columns((~pl.col(CUSTOMER).is_in(back.implode())).alias(CHURNED))
