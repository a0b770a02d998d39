"""What analysts may regress on and find factors in: one row per closed deal, buyer or return visit, with its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Dimension, Filter, Period, Query, Records
from datasource.reports.driver_rows import answered_visits, every_row
from datasource.scope import Viewer
from datasource.texts import N_

Where = tuple[Filter, ...]
_COUNTED = (
    "contract_count", "contract_amount", "received_amount", "follow_ups", "visits", "tickets_opened", "won_count",
    "lost_count",
)  # fmt: skip
_MEASURED = ("satisfaction_score", "resolution_hours")
_CUSTOMER = ("source", "industry", "level", "company_size", "region")


@dataclass(frozen=True)
class Kind:
    """One kind of records: how its rows are made, the columns that may be explained (yes/no or numbers), the fields
    that may explain or be looked at, those chosen at first, and the metric that counts the records.

    Rows have the columns of `outcomes` and `fields`, and `label`, what a record is called (null where it has no name).
    """

    label: str
    rows: Callable[[Catalog, Viewer, Period | None, Where], pl.DataFrame]
    outcomes: tuple[str, ...]
    fields: tuple[str, ...]
    first: tuple[str, ...]
    numbers: tuple[str, ...]
    metric: str


def deals(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per deal won or lost in the period; `days` from creation to its end, `notes` follow-ups on it by then."""
    columns = ("opportunity_id", "name", "outcome", "amount", "created_date", "close_date", "department", "pipeline",
               *_CUSTOMER)  # fmt: skip
    ask = Records(subject="opportunities", metric="closed_count", columns=columns, period=period, where=where)
    rows = every_row(catalog, viewer, ask)
    log = catalog.entity("stage_events").group_by("opportunity_id").agg(pl.len().alias("stages"))
    noted = catalog.entity("activities").filter(pl.col("kind") == "follow_up")
    met = rows.select("opportunity_id", "close_date").join(
        noted.select("opportunity_id", "created_date"), on="opportunity_id"
    )
    notes = met.filter(pl.col("created_date") <= pl.col("close_date")).group_by("opportunity_id").agg(
        pl.len().alias("notes")
    )  # fmt: skip
    told = rows.join(log, on="opportunity_id", how="left", maintain_order="left")
    told = told.join(notes, on="opportunity_id", how="left", maintain_order="left")
    days = (pl.col("close_date") - pl.col("created_date")).dt.total_days()
    return told.select(
        pl.col("name").alias("label"),
        (pl.col("outcome") == "won").alias("won"),
        days.cast(pl.Float64).alias("days"),
        pl.col("amount"),
        pl.col("stages", "notes").fill_null(0).cast(pl.Float64),
        *_CUSTOMER,
        "department",
        "pipeline",
    )


def buyers(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per customer with a contract in the period, and what the period has of it; counts of nothing are 0."""
    by = (Dimension(field="customer"),)
    asked = answer(catalog, Query(metrics=(*_COUNTED, *_MEASURED), by=by, period=period, where=where), viewer).rows
    bought = asked.filter(pl.col("contract_count").fill_null(0) > 0)
    known = every_row(catalog, viewer, Records(subject="customers", columns=("customer", "created_date", *_CUSTOMER)))
    age = (pl.lit(catalog.as_of + timedelta(days=1)) - pl.col("created_date")).dt.total_days()
    named = known.unique("customer", maintain_order=True).with_columns(age.cast(pl.Float64).alias("age"))
    met = bought.join(named, on="customer", how="left", maintain_order="left")
    return met.select(
        pl.col("customer").alias("label"),
        pl.col(_COUNTED).fill_null(0).cast(pl.Float64),
        pl.col(_MEASURED).cast(pl.Float64),
        "age",
        *_CUSTOMER,
    )


def visits(catalog: Catalog, viewer: Viewer, period: Period | None, where: Where) -> pl.DataFrame:
    """One row per answered return visit, as `answered_visits` has them; a visit has no name."""
    return answered_visits(catalog, viewer, period, where).with_columns(
        pl.lit(None, pl.String).alias("label"), pl.col("score").cast(pl.Float64)
    )


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "deals": Kind(
            N_("Closed deals"), deals, ("won", "days", "amount"),
            (*_CUSTOMER, "department", "pipeline", "days", "amount", "stages", "notes"),
            ("source", "industry", "amount", "notes"), ("days", "amount", "stages", "notes"), "closed_count",
        ),
        "customers": Kind(
            N_("Customers who bought"), buyers,
            ("contract_amount", "received_amount", "satisfaction_score", *_COUNTED[3:]),
            (*_CUSTOMER, *_COUNTED, *_MEASURED, "age"),
            ("industry", "follow_ups", "tickets_opened", "age"), (*_COUNTED, "age"), "contract_count",
        ),
        "visits": Kind(
            N_("Return visits"), visits, ("score",),
            (*_CUSTOMER, "channel", "tickets_180", "late_tickets_180"),
            ("channel", "tickets_180", "late_tickets_180"), ("score", "tickets_180", "late_tickets_180"),
            "satisfaction_score",
        ),
    }
)  # fmt: skip
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "won": N_("Won (yes or no)"),
        "days": N_("Days from creation to the end"),
        "amount": N_("Amount"),
        "stages": N_("Changes of stage"),
        "notes": N_("Follow-ups until the end"),
        "age": N_("Days since it was entered"),
        "score": N_("Answer, 1 to 5"),
        "tickets_180": N_("Tickets of the 180 days before"),
        "late_tickets_180": N_("Tickets solved late in the 180 days before"),
    }
)
"""Fields that are neither a dimension nor a metric."""
