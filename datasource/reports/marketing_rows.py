"""The rows that marketing's reports stand on, those that the viewer may see: touches, leads, deals, customers."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import links
from datasource.question import Filter, Period, Records
from datasource.scope import Viewer
from datasource.tables.schema import UNKNOWN_KEY


def seen_touches(catalog: Catalog, viewer: Viewer) -> pl.DataFrame:
    """One row a touch: `touch`, `lead`, `customer`, `campaign`, `content` (keys), `channel`, `at`, `campaign_channel`.

    `at` is the time of the touch, or the midnight its day began with where no time is known. `customer` is whom the
    touch or its lead names. References to rows that the source lacks are empty.
    """
    known = _linked(catalog, Records(subject="touches"), ("leads", "customers", "campaigns", "contents"), viewer)
    rows = catalog.entity("touches").select(
        pl.col("touch_id").alias("key"), "channel", pl.coalesce("touched_at", "touched_date").alias("at")
    )
    costs = catalog.entity("campaigns").select(
        pl.col("campaign_id").alias("campaign"), pl.col("channel").alias("campaign_channel")
    )
    return known.join(rows, on="key", how="left").join(costs, on="campaign", how="left").rename({"key": "touch"})


def seen_leads(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> pl.DataFrame:
    """One row a lead entered in `period`: `lead`, `customer`, `campaign` (keys), `status`, `created_at`, `label`."""
    known = _linked(
        catalog, Records(subject="leads", period=period, where=where), ("customers", "campaigns"), viewer
    ).rename({"key": "lead"})
    rows = catalog.entity("leads").select(
        pl.col("lead_id").alias("lead"),
        "label",
        "status",
        "created_date",
        pl.coalesce("created_at", "created_date").alias("created_at"),
    )
    return known.join(rows, on="lead", how="left")


def seen_deals(
    catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()
) -> pl.DataFrame:
    """One row an opportunity, closed in `period` if one is given: `deal`, `customer`, `lead`, `outcome`, `amount`,
    `created_date`, `close_date`; money in major units.
    """
    known = _linked(catalog, Records(subject="opportunities", period=period, where=where), ("customers",), viewer)
    rows = catalog.entity("opportunities").select(
        pl.col("opportunity_id").alias("key"),
        pl.when(pl.col("lead_id") != UNKNOWN_KEY).then("lead_id").alias("lead"),
        "outcome",
        pl.col("amount") / catalog.minor_units,
        "created_date",
        "close_date",
    )
    return known.join(rows, on="key", how="left").rename({"key": "deal"})


def of_deals(touches: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """The touches that belong to each deal: those of its customer and those of its lead; the touches with `deal`."""
    by_customer = deals.select("deal", "customer").drop_nulls().join(touches, on="customer")
    by_lead = deals.select("deal", "lead").drop_nulls().join(touches, on="lead")
    both = pl.concat([by_customer, by_lead.select(by_customer.columns)])
    return both.unique(["deal", "touch"], maintain_order=True)


def _linked(catalog: Catalog, ask: Records, tables: tuple[str, ...], viewer: Viewer) -> pl.DataFrame:
    """The keys of the records with those they lead to, called as one row of each table is; unknown ones are empty."""
    names = {table: table.removesuffix("s") for table in tables}
    found = links(catalog, ask, tables, viewer).rename(names)
    return found.with_columns(pl.when(pl.col(name) != UNKNOWN_KEY).then(name).alias(name) for name in names.values())
