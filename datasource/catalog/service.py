"""Computed columns of tickets: how long they took, and how they stand against their service level."""

from datetime import date, datetime, time

import polars as pl

SLA = pl.Enum(["met", "breached", "running"])


def with_service_times(tickets: pl.DataFrame, today: date) -> pl.DataFrame:
    """`resolved_date`, `first_response_hours`, `resolution_hours` (from opening to the last resolution) and `sla`.

    Hours that run backwards are a slip of the source and stay empty. `sla` is `met` when the ticket was resolved within
    its `sla_hours`, `breached` when it was resolved later or is still open and its limit passed before `today` began,
    else `running`; empty without a limit, an opening time or believable hours.
    """
    began = pl.col("opened_at")
    timed = tickets.with_columns(
        pl.col("resolved_at").dt.date().alias("resolved_date"),
        _hours("first_response_at").alias("first_response_hours"),
        _hours("resolved_at").alias("resolution_hours"),
        (began + pl.duration(seconds=(pl.col("sla_hours") * 3600).round().cast(pl.Int64))).alias("due_at"),
    )
    midnight = pl.lit(datetime.combine(today, time()))
    is_kept = pl.col("resolution_hours") <= pl.col("sla_hours")
    resolved = pl.when(is_kept).then(pl.lit("met")).otherwise(pl.lit("breached"))
    still_open = pl.when(pl.col("due_at") < midnight).then(pl.lit("breached")).otherwise(pl.lit("running"))
    stands = (
        pl.when(pl.col("due_at").is_null() | (pl.col("resolved_at") < began))
        .then(None)
        .when(pl.col("resolved_at").is_null())
        .then(still_open)
        .otherwise(resolved)
    )
    return timed.with_columns(
        stands.cast(SLA).alias("sla"),
        (pl.col("reopen_count").fill_null(0) > 0).alias("is_reopened"),
        (pl.col("resolved_at").is_not_null() | (pl.col("reopen_count").fill_null(0) > 0)).alias("was_resolved"),
    ).drop("due_at")


def _hours(until: str) -> pl.Expr:
    taken = (pl.col(until) - pl.col("opened_at")).dt.total_seconds() / 3600
    return pl.when(taken >= 0).then(taken)
