"""One row per deal, customer or return visit with its outcome and what was known of it: what drivers are found in.

Whatever is filled after the outcome is left out: the stage, the loss reason, the amount that was agreed.
"""

from datetime import timedelta

import polars as pl

from datasource.analytics.churn.examples import CHURNED, examples, horizon_of
from datasource.catalog.catalog import Catalog
from datasource.query import records
from datasource.question import MOST_RECORDS, Filter, Period, Records
from datasource.reports.customer_past import all_bought
from datasource.scope import Viewer

CUSTOMER = ("source", "industry", "level", "company_size")
DEAL_FIELDS = (*CUSTOMER, "department", "pipeline", "first_amount")
CYCLE_FIELDS = (*CUSTOMER, "department")
VISIT_FIELDS = (*CUSTOMER, "region", "channel", "tickets_180", "late_tickets_180")
CHURN_FIELDS = (*CUSTOMER, "region", "recency", "tenure", "orders_365", "spend_365", "silence")
DAYS = 180
Where = tuple[Filter, ...]


def closed_deals(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per deal won or lost in the period: `won` and `DEAL_FIELDS`; money in major units."""
    columns = ("opportunity_id", "outcome", *DEAL_FIELDS[:-1])
    ask = Records(subject="opportunities", metric="closed_count", columns=columns, period=period, where=where)
    deals = every_row(catalog, viewer, ask)
    log = (
        catalog.entity("stage_events").drop_nulls(("entered_date", "amount")).sort("entered_date", maintain_order=True)
    )
    entered = log.group_by("opportunity_id").agg(pl.col("amount").first().alias("first_amount"))
    met = deals.join(entered, on="opportunity_id", how="left", maintain_order="left")
    return met.select(
        (pl.col("outcome") == "won").alias("won"), *DEAL_FIELDS[:-1], pl.col("first_amount") / catalog.minor_units
    )


def first_deals(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per customer whose first deal fell into the period: `cycle_days` and `CYCLE_FIELDS`."""
    columns = ("cycle_days", *CYCLE_FIELDS)
    ask = Records(subject="first_deals", metric="cycle_days", columns=columns, period=period, where=where)
    return every_row(catalog, viewer, ask)


def answered_visits(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per answered return visit in the period: `score` and `VISIT_FIELDS`.

    Tickets are those that its customer opened in the 180 days before, whoever handled them (`CUSTOMER_PAST`); late are
    those whose time was over before the day of the visit.
    """
    columns = ("visit_id", "customer_id", "visit_date", "score", *VISIT_FIELDS[:-2])
    ask = Records(subject="visits", metric="satisfaction_score", columns=columns, period=period, where=where)
    visits = every_row(catalog, viewer, ask)
    due = pl.col("opened_at") + pl.duration(seconds=pl.col("sla_hours") * 3600)
    tickets = catalog.entity("tickets").select("customer_id", "opened_date", "resolved_at", due.alias("due"))
    met = visits.select("visit_id", "customer_id", "visit_date").join(tickets, on="customer_id")
    since = (pl.col("visit_date") - pl.col("opened_date")).dt.total_days()
    overdue = pl.col("due") < pl.col("visit_date").cast(pl.Datetime("us"))
    late = overdue & (pl.col("resolved_at").is_null() | (pl.col("resolved_at") > pl.col("due")))
    counted = met.filter(since.is_between(1, DAYS)).group_by("visit_id").agg(
        pl.len().cast(pl.Int64).alias("tickets_180"), late.sum().cast(pl.Int64).alias("late_tickets_180")
    )  # fmt: skip
    told = visits.join(counted, on="visit_id", how="left", maintain_order="left")
    return told.select("score", *VISIT_FIELDS[:-2], pl.col(VISIT_FIELDS[-2:]).fill_null(0))


def past_buyers(
    catalog: Catalog,
    viewer: Viewer,
    period: Period | None,  # noqa: ARG001  (as the other outcomes)
    where: Where,
) -> pl.DataFrame:
    """One row per customer who bought in the year up to `churn_horizon` days ago: `churned`, `CHURN_FIELDS` as of then.

    The past of each customer is told by all of its contracts and follow-ups, whoever made them (`CUSTOMER_PAST`).
    """
    bought, horizon = all_bought(catalog), churn_horizon(catalog)
    cut = catalog.as_of - timedelta(days=horizon)
    ask = Records(subject="customers", columns=("customer_id", *CUSTOMER, "region"), where=where)
    seen = every_row(catalog, viewer, ask)
    kept = bought.filter(pl.col("customer").is_in(seen["customer_id"].implode()))
    standing = examples(kept, [cut], horizon, catalog.as_of)
    done = catalog.entity("activities").filter((pl.col("kind") == "follow_up") & (pl.col("created_date") <= cut))
    last = done.group_by("customer_id").agg(
        (pl.lit(cut) - pl.col("created_date").max()).dt.total_days().alias("silence")
    )
    met = standing.rename({"customer": "customer_id"}).join(seen, on="customer_id", maintain_order="left")
    met = met.join(last, on="customer_id", how="left", maintain_order="left")
    return met.select(CHURNED, *CHURN_FIELDS[:-2], pl.col("spend_365") / catalog.minor_units, "silence")


def churn_horizon(catalog: Catalog) -> int:
    """Days within which a customer is expected back."""
    return horizon_of(all_bought(catalog))


def every_row(catalog: Catalog, viewer: Viewer, ask: Records) -> pl.DataFrame:
    """The rows of all pages of `ask`."""
    pages = [records(catalog, ask.model_copy(update={"page_size": MOST_RECORDS}), viewer)]
    while sum(page.rows.height for page in pages) < pages[0].row_count:
        more = {"page": len(pages) + 1, "page_size": MOST_RECORDS}
        pages.append(records(catalog, ask.model_copy(update=more), viewer))
    return pl.concat([page.rows for page in pages])
