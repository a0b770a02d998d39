"""Computed columns of the office's own work: logs answered, requests decided, days without a log."""

from datetime import date

import polars as pl


def with_comments(work_logs: pl.DataFrame) -> pl.DataFrame:
    """`is_commented`: whether the log received at least one comment."""
    return work_logs.with_columns((pl.col("comment_count").fill_null(0) > 0).alias("is_commented"))


def with_decision_hours(approvals: pl.DataFrame) -> pl.DataFrame:
    """`decision_hours` from submitting to the decision, of requests approved or rejected; never backwards."""
    taken = (pl.col("decided_at") - pl.col("created_at")).dt.total_seconds() / 3600
    is_decided = pl.col("status").is_in(["approved", "rejected"])
    return approvals.with_columns(pl.when(is_decided & (taken >= 0)).then(taken).alias("decision_hours"))


def log_days(users: pl.DataFrame, work_logs: pl.DataFrame, calendar: pl.DataFrame, today: date) -> pl.DataFrame:
    """One row per user and working day on which a log was to be written, up to `today`; `is_logged` says if one was.

    A day counts from the first working day of the user, but not before the first log of the company, to the last one. A
    log of any kind (daily, weekly, monthly) covers its day. Users who are not active and have no last day are left out:
    since when they are gone is not known.
    """
    first = work_logs["created_date"].min()
    last = pl.min_horizontal(pl.col("left_date"), pl.lit(today))
    begins = pl.max_horizontal(pl.col("hired_date"), pl.lit(first, dtype=pl.Date))
    is_known = pl.col("is_active").fill_null(value=True) | pl.col("left_date").is_not_null()
    staff = users.filter(is_known).select(
        pl.col("user_id").alias("owner_id"), begins.alias("begins"), last.alias("ends")
    )
    workdays = calendar.filter("is_workday").select(pl.col("calendar_date").alias("log_date"))
    expected = staff.join_where(
        workdays, pl.col("log_date") >= pl.col("begins"), pl.col("log_date") <= pl.col("ends")
    ).select("owner_id", "log_date")
    written = work_logs.select("owner_id", pl.col("created_date").alias("log_date")).drop_nulls().unique()
    logged = expected.join(written.with_columns(is_logged=True), on=["owner_id", "log_date"], how="left")
    known = logged.with_columns(pl.col("is_logged").fill_null(value=False))
    days = known.filter(pl.lit(first is not None)).sort("log_date", "owner_id")
    return days.with_row_index("log_day_id", offset=1)
