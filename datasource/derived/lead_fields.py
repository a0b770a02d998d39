"""The fields that a lead is scored by: those known when it came in, and the company's own, whose leaks are tested."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.tables.custom import DATED, MEASURED, CustomColumn
from datasource.tables.schema import UNKNOWN_KEY

FIELDS = ("source", "industry", "campaign_kind", "campaign_channel", "weekday", "has_phone", "has_email")
OPEN = ("new", "working", "qualified")
MATURE_DAYS = 90
"""Days in which a lead has to become a customer; what became of younger ones is not known yet, even if they did."""
CONVERTED = "became"
BANDS = 5
FEWEST = 20
"""Leads of a word below which it stands with the others on the card of points."""


def scored_leads(catalog: Catalog) -> pl.DataFrame:
    """One row per lead: `lead_id`, `created`, `is_open`, `FIELDS`, the company's own, `CONVERTED` (null: too young).

    Young leads have no outcome even when they are closed: those that end early are not like the others. Of a day or
    time of the company's own it is only told whether it is filled in.
    """
    own = catalog.custom.columns("leads")
    leads = catalog.entity("leads").with_columns(_own(catalog, column) for column in own)
    campaigns = catalog.entity("campaigns").select(
        "campaign_id",
        pl.col("kind").cast(pl.String).alias("campaign_kind"),
        pl.col("channel").cast(pl.String).alias("campaign_channel"),
    )
    in_time = (pl.col("converted_date") - pl.col("created_date")).dt.total_days() <= MATURE_DAYS
    mature = pl.col("created_date") < catalog.as_of - timedelta(days=MATURE_DAYS)
    there = (pl.col("lead_id") != UNKNOWN_KEY) & (pl.col("created_date") <= catalog.as_of)
    met = leads.filter(there).join(campaigns, on="campaign_id", how="left", maintain_order="left")
    return met.select(
        "lead_id",
        pl.col("created_date").alias("created"),
        pl.col("status").cast(pl.String).is_in(OPEN).fill_null(value=False).alias("is_open"),
        pl.col("source").cast(pl.String),
        pl.col("industry").cast(pl.String),
        "campaign_kind",
        "campaign_channel",
        pl.col("created_date").dt.weekday().cast(pl.String).alias("weekday"),
        (pl.col("phone").fill_null("") != "").alias("has_phone"),
        (pl.col("email").fill_null("") != "").alias("has_email"),
        *(column.name for column in own),
        pl.when(mature).then(in_time.fill_null(value=False)).alias(CONVERTED),
    )


def fields_of(catalog: Catalog) -> tuple[str, ...]:
    """The fields that are tried."""
    return (*FIELDS, *(column.name for column in catalog.custom.columns("leads")))


def worded_values(values: pl.Series) -> pl.Series:
    """`values` of a field as texts that stand on the card of points; numbers in fifths."""
    return _banded(values.cast(pl.Float64)) if values.dtype.is_numeric() else values.cast(pl.String)


def _own(catalog: Catalog, column: CustomColumn) -> pl.Series:
    values = catalog.apart("leads", column.name)
    if column.type in DATED:
        return values.is_not_null()
    return values.cast(pl.Float64) if column.type in MEASURED else values.cast(pl.String)


def _banded(values: pl.Series) -> pl.Series:
    """Each number as the fifth it falls into, written by its ends; empty where it is none."""
    known = values.drop_nulls()
    edges = sorted({float(known.quantile(place / BANDS) or 0.0) for place in range(BANDS + 1)}) if len(known) else []
    if len(edges) < 2:
        return values.cast(pl.String)
    labels = [f"{low:g} – {high:g}" for low, high in pairwise(edges)]
    places = np.searchsorted(edges[1:-1], values.to_numpy())
    return pl.Series(
        values.name,
        [labels[place] if known else None for place, known in zip(places, values.is_not_null(), strict=True)],
        dtype=pl.String,
    )
