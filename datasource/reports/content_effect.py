"""What became of the leads that each piece of content touched (reports 2.10): leads, qualified, deals, won amount.

A lead counts under every content that touched it in the period, so the rows do not add up; the total counts each once.
A deal counts when it was opened on or after the first such touch.
"""

from dataclasses import dataclass

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.plan import period_span
from datasource.query import answer
from datasource.query.engine import scope_of
from datasource.question import Filter, Op, Period, Query
from datasource.reports.marketing_rows import seen_deals, seen_leads, seen_touches
from datasource.result import Column, Kind, Result, Unit
from datasource.scope import Viewer
from datasource.texts import N_

COLUMNS = (
    Column("content", N_("Content"), Kind.TEXT),
    Column("kind", N_("Kind"), Kind.TEXT),
    Column("cost", N_("Cost"), Kind.NUMBER, Unit.MONEY),
    Column("leads", N_("Touched leads"), Kind.NUMBER, Unit.COUNT, metric="touched_leads"),
    Column("qualified", N_("Qualified leads"), Kind.NUMBER, Unit.COUNT, metric="qualified"),
    Column("deals", N_("Opportunities"), Kind.NUMBER, Unit.COUNT, metric="deals"),
    Column("won", N_("Won deals"), Kind.NUMBER, Unit.COUNT, metric="won"),
    Column("won_amount", N_("Won amount"), Kind.NUMBER, Unit.MONEY, metric="won_amount"),
)
_COUNTS = ("leads", "qualified", "deals", "won", "won_amount")


@dataclass(frozen=True)
class ContentEffect:
    """`result.rows`: one row per content that touched a lead, columns as `COLUMNS`, the largest won amount first.

    The cost, which is the company's, is there for those who see all data alone. Its totals count each lead and deal
    once. Its query is the metric `touched_leads` of contents.
    """

    result: Result


def content_effect(catalog: Catalog, viewer: Viewer, period: Period | None = None) -> ContentEffect:
    """Of the touches by contents in `period` that `viewer` may see, and the leads and deals that they may see."""
    sees_all = scope_of(catalog, viewer).users is None
    columns = tuple(column for column in COLUMNS if sees_all or column.name != "cost")
    span = period_span(period, catalog.as_of, catalog.fiscal_start)
    touches = seen_touches(catalog, viewer).drop_nulls(["lead", "content", "at"]).with_columns(pl.col("at").dt.date())
    if span is not None:
        touches = touches.filter(pl.col("at").is_between(span.start, span.end))
    met = touches.group_by("content", "lead").agg(pl.col("at").min())
    leads = met.join(seen_leads(catalog, viewer).select("lead", "customer", "status"), on="lead")
    deals = _deals_of(leads, seen_deals(catalog, viewer))
    whole = leads.sort("at").unique("lead", keep="first", maintain_order=True).with_columns(content=pl.lit(0))
    sums = _counted(whole, _deals_of(whole, seen_deals(catalog, viewer))).row(0, named=True) if leads.height else None
    rows = _counted(leads, deals).join(_names(catalog), left_on="content", right_on="content_id")
    ordered = rows.sort("won_amount", "leads", "name", descending=[True, True, False])
    shown = ordered.select(pl.col("name").alias("content"), *(column.name for column in columns[1:]))
    where = (Filter(field="content", op=Op.NOT_NULL),)
    found = answer(catalog, Query(metrics=("touched_leads",), period=period, where=where), viewer)
    none = {"cost": None} if sees_all else {}
    totals = None if sums is None else none | {name: sums[name] for name in _COUNTS}
    return ContentEffect(Result(found.query, columns, shown, totals, found.proof))


def _deals_of(leads: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """One row per content and deal of its leads or their customers that was opened since the touch."""
    by_lead = deals.drop_nulls("lead").join(leads, on="lead", suffix="_of_lead")
    by_customer = deals.drop_nulls("customer").drop("lead").join(leads, on="customer")
    wanted = ("content", "deal", "outcome", "amount")
    both = [part.filter(pl.col("created_date") >= pl.col("at")).select(wanted) for part in (by_lead, by_customer)]
    return pl.concat(both).unique(["content", "deal"])


def _counted(leads: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    """One row per content with its numbers."""
    by_lead = leads.group_by("content").agg(
        pl.col("lead").n_unique().cast(pl.Int64).alias("leads"),
        pl.col("status").is_in(["qualified", "converted"]).sum().cast(pl.Int64).alias("qualified"),
    )
    is_won = pl.col("outcome") == "won"
    by_deal = deals.group_by("content").agg(
        pl.len().cast(pl.Int64).alias("deals"),
        is_won.sum().cast(pl.Int64).alias("won"),
        pl.col("amount").filter(is_won).sum().alias("won_amount"),
    )
    met = by_lead.join(by_deal, on="content", how="left")
    return met.with_columns(pl.col("deals", "won").fill_null(0), pl.col("won_amount").fill_null(0.0))


def _names(catalog: Catalog) -> pl.DataFrame:
    return catalog.entity("contents").select(
        "content_id",
        pl.col("label").alias("name"),
        "kind",
        (pl.col("cost_amount") / catalog.minor_units).alias("cost"),
    )
