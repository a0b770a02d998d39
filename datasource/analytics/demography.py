"""Demographic segments: customers by what they are (region, industry, size), and how each group differs from all."""

from collections.abc import Sequence

import polars as pl

from datasource.analytics.evaluation import Z95
from datasource.analytics.refusals import need_columns, need_not_negative, need_rows, need_unique
from datasource.errors import MingjingError
from datasource.texts import N_, _

FEWEST = 20
OTHERS, BLANK = N_("Others"), N_("Not stated")
NUMBER = " number"


def demography(rows: pl.DataFrame, fields: Sequence[str], value: str, fewest: int = FEWEST) -> pl.DataFrame:
    """One row per combination of the fields' values, largest group first.

    `rows` has one row per `customer` with words in `fields` and a number not below zero in `value`. Columns: `fields`,
    `customers`, `customer_share`, `total`, `total_share`, `mean`, `low`, `high` (95 % interval of the mean by its
    standard error, null for one customer), `index` = mean / mean of all x 100. Empty cells are "Not stated"; groups
    of fewer than `fewest` customers are put together as "Others", so that no mean rests on a handful. Raises
    `MingjingError` for missing columns, fewer than 20 customers, one that stands twice, values below zero or all
    empty or zero, and when all customers fall into one group.
    """
    need_columns(rows, ("customer", value, *fields))
    need_unique(rows, "customer")
    need_rows(len(rows), FEWEST, N_("customers"))
    need_not_negative(rows[value])
    if not rows[value].fill_null(0).sum():
        raise MingjingError(_("All values are zero, so there are no shares."))
    groups = _groups(rows, fields, value, fewest)
    if len(groups) < 2:
        raise MingjingError(_("All customers fall into one group, so there is nothing to compare."))
    half = Z95 * pl.col("spread") / pl.col("customers").sqrt()
    mean = rows[value].cast(pl.Float64).fill_null(0.0).mean()
    return groups.select(
        *fields,
        "customers",
        (pl.col("customers") / pl.col("customers").sum()).alias("customer_share"),
        "total",
        (pl.col("total") / pl.col("total").sum()).alias("total_share"),
        "mean",
        (pl.col("mean") - half).alias("low"),
        (pl.col("mean") + half).alias("high"),
        (100 * pl.col("mean") / mean).alias("index"),
    ).sort("customers", *fields, descending=(True, *(False for _field in fields)))


def _groups(rows: pl.DataFrame, fields: Sequence[str], value: str, fewest: int) -> pl.DataFrame:
    told = rows.select(
        *(pl.col(name).cast(pl.String).replace("", None).fill_null(BLANK) for name in fields),
        pl.col(value).cast(pl.Float64).fill_null(0.0).alias(NUMBER),
    )
    small = pl.len().over(fields) < fewest
    merged = told.with_columns(
        pl.when(small).then(pl.lit(OTHERS)).otherwise(pl.col(name)).alias(name) for name in fields
    )
    number = pl.col(NUMBER)
    return merged.group_by(fields).agg(
        pl.len().alias("customers"),
        number.sum().alias("total"),
        number.mean().alias("mean"),
        number.std().alias("spread"),
    )
