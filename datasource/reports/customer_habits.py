"""What is known of each customer who bought, as of a day: its habits in numbers, and what it is in words."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.question import Filter, Records
from datasource.reports.customer_past import all_bought
from datasource.reports.driver_rows import every_row
from datasource.result import Unit
from datasource.scope import Viewer
from datasource.texts import N_

YEAR = 365
WORDS = ("industry", "level", "source", "region", "company_size")
HABITS: Mapping[str, tuple[str, Unit]] = MappingProxyType(
    {
        "recency": (N_("Days since the last contract"), Unit.DAYS),
        "frequency": (N_("Contracts"), Unit.NUMBER),
        "money": (N_("Money"), Unit.MONEY),
        "basket": (N_("Mean contract"), Unit.MONEY),
        "tenure": (N_("Days since the first contract"), Unit.DAYS),
        "year_money": (N_("Bought in the last 12 months"), Unit.MONEY),
        "follow_ups": (N_("Follow-ups of the last 12 months"), Unit.NUMBER),
        "tickets": (N_("Tickets of the last 12 months"), Unit.NUMBER),
    }
)
"""Number → its label and unit."""


def habits(catalog: Catalog, viewer: Viewer, where: tuple[Filter, ...] = (), day: date | None = None) -> pl.DataFrame:
    """One row per customer in sight who bought up to `day` (today): `customer`, `WORDS`, `HABITS` (major units).

    The past of each customer is told by all records about it, whoever made them (`CUSTOMER_PAST`).
    """
    upto = day or catalog.as_of
    seen = every_row(catalog, viewer, Records(subject="customers", columns=("customer_id", *WORDS), where=where))
    told = seen.rename({"customer_id": "customer"})
    counted = numbers(catalog, told["customer"], all_bought(catalog), upto).drop_nulls("recency")
    major = pl.col("money", "basket", "year_money") / catalog.minor_units
    return told.join(counted.with_columns(major), on="customer", maintain_order="left").sort("customer")


class Source(Protocol):
    """Where the finished rows of tables come from."""

    def entity(self, table: str) -> pl.DataFrame:
        """The finished rows of a table."""


def numbers(source: Source, customers: pl.Series, bought: pl.DataFrame, day: date) -> pl.DataFrame:
    """`customer` and `HABITS` of each of `customers` as of `day`, money in minor units.

    `bought` has one row per contract that counts: `customer`, `day`, `amount`. Who has none has no numbers of them.
    """
    told = pl.DataFrame({"customer": customers}).join(
        _purchases(bought.filter(pl.col("day") <= day), day), on="customer", how="left", maintain_order="left"
    )
    for name, table, on in (("follow_ups", "activities", "created_date"), ("tickets", "tickets", "opened_date")):
        told = told.join(_counted(source, table, on, day, name), on="customer", how="left", maintain_order="left")
    return told.with_columns(pl.col("follow_ups", "tickets").fill_null(0))


def _purchases(bought: pl.DataFrame, day: date) -> pl.DataFrame:
    since = (pl.lit(day) - pl.col("day")).dt.total_days()
    amount = pl.col("amount")
    return bought.group_by("customer").agg(
        since.min().alias("recency"),
        pl.len().cast(pl.Int64).alias("frequency"),
        amount.sum().alias("money"),
        amount.mean().alias("basket"),
        since.max().alias("tenure"),
        amount.filter(since < YEAR).sum().alias("year_money"),
    )


def _counted(source: Source, table: str, on: str, day: date, name: str) -> pl.DataFrame:
    since = (pl.lit(day) - pl.col(on)).dt.total_days()
    rows = source.entity(table).filter(since.is_between(0, YEAR - 1))
    rows = rows.filter(pl.col("kind") == "follow_up") if name == "follow_ups" else rows
    counted = rows.group_by("customer_id").agg(pl.len().cast(pl.Int64).alias(name))
    return counted.rename({"customer_id": "customer"}).drop_nulls("customer")
