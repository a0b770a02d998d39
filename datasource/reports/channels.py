"""Follow-ups by channel (reports 2.1): every channel that the company uses, with its share."""

from dataclasses import replace

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension, Filter, Period, Query
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

METRICS = ("follow_ups", "customers_followed")
SHARE = Column("follow_up_share", N_("Share of follow-ups"), Kind.NUMBER, Unit.RATE, metric="follow_ups")


def channels(catalog: Catalog, viewer: Viewer, period: Period | None = None, where: tuple[Filter, ...] = ()) -> Result:
    """One row per channel: `channel`, `follow_ups`, `customers_followed`, `follow_up_share`; most follow-ups first.

    Every channel that any activity of the company names has a row, at 0 where nothing fits: the names are the company's
    configuration (`exceptions.CHANNEL_NAMES`); the numbers are of the rows that `viewer` may see. Without any follow-up
    there are no rows. The shares add up to 1.
    """
    query = Query(metrics=METRICS, by=(Dimension(field="channel"),), where=where, period=period, totals=True)
    found = answer(catalog, query, viewer)
    totals = found.totals or {}
    whole = totals.get("follow_ups")
    share = (pl.col("follow_ups") / pl.lit(whole or None, dtype=pl.Float64)).alias(SHARE.name)
    rows = _with_every_channel(catalog, found.rows) if whole else found.rows
    ordered = rows.with_columns(share).sort("follow_ups", "channel", descending=[True, False])
    sums = {**totals, SHARE.name: 1.0 if whole else None}
    return replace(found, columns=(*found.columns, SHARE), rows=ordered, totals=sums)


def _with_every_channel(catalog: Catalog, rows: pl.DataFrame) -> pl.DataFrame:
    names = catalog.entity("activities")["channel"].drop_nulls().unique()
    known = names.filter(names != "").to_frame("channel")
    every = pl.concat([known, rows.select("channel")]).unique()
    met = every.join(rows, on="channel", how="left")
    return met.with_columns(pl.col(METRICS).fill_null(0)).select(rows.columns)
