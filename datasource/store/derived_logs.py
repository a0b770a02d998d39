"""The history of a source that keeps no log of its own, in the shape of the canonical logs of stages and owners."""

import polars as pl

from datasource.store.history import UNKNOWN, Scan, Tracked, keys_of
from datasource.tables.schema import UNKNOWN_KEY, key_column, polars_schema

_OF_A_STAY = ("stage", "amount", "close_date", "owner")


def stage_events(log: pl.DataFrame, scan: Scan) -> pl.DataFrame:
    """Rows of `stage_events`: one for each time that stage, amount, close date or owner of an opportunity changed.

    A row begins with the day on which the change was seen. The first one of an opportunity begins with the day on which
    it was entered, if that was since the load before; otherwise nobody knows the stage that it was in until it was
    first seen, and the time from the day on which it was entered stands under Unknown. An opportunity that was closed
    when it was first seen and has not changed since is not told of: it never was seen in a stage.
    """
    deals = scan("opportunities").select("source_key", "opportunity_id", "created_at", "created_date")
    met = log.lazy().join(deals, on="source_key").sort("opportunity_id", "number")
    is_first = pl.col("opportunity_id").ne_missing(pl.col("opportunity_id").shift(1))
    is_last = pl.col("opportunity_id").ne_missing(pl.col("opportunity_id").shift(-1))
    moved = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in _OF_A_STAY)
    met = met.filter(is_first | moved).with_columns(is_first=is_first, is_last=is_last)
    is_closed = (pl.col("outcome") != "open").fill_null(value=False)
    met = met.filter(~(pl.col("is_first") & pl.col("is_last") & is_closed))
    left = [
        pl.when(~pl.col("is_last")).then(pl.col(f"seen_{part}").shift(-1)).alias(f"left_{part}")
        for part in ("at", "date")
    ]
    stays = met.with_columns(*left, stage_event_id=pl.col("number") * 2).rename(
        {"seen_at": "entered_at", "seen_date": "entered_date"}
    )
    for table, name in (("stages", "stage"), ("users", "owner")):
        stays = _keyed(stays, scan, table, name)
    return pl.concat([_before_first_sight(stays), stays]).select(_columns("stage_events")).collect()


def _before_first_sight(stays: pl.LazyFrame) -> pl.LazyFrame:
    unseen = stays.filter(pl.col("is_first") & (pl.col("created_date") < pl.col("entered_date")))
    return unseen.with_columns(
        stage_event_id=pl.col("stage_event_id") - 1,
        stage_id=pl.lit(UNKNOWN_KEY, pl.Int64),
        entered_at=pl.col("created_at"),
        entered_date=pl.col("created_date"),
        left_at=pl.col("entered_at"),
        left_date=pl.col("entered_date"),
    )


def owner_events(tracked: Tracked, log: pl.DataFrame, scan: Scan) -> pl.DataFrame:
    """Rows of `owner_events`: one for each time that a record of `tracked` was seen with another owner than before."""
    key = key_column(tracked.table)
    records = scan(tracked.table).select("source_key", pl.col(key).alias("subject_key"))
    again = log.lazy().filter(pl.col("source_key").is_duplicated())
    met = again.join(records, on="source_key").sort("subject_key", "number")
    met = met.with_columns(
        old_owner=pl.col("owner").shift(1), is_again=pl.col("subject_key") == pl.col("subject_key").shift(1)
    )
    moved = pl.col("is_again") & pl.col("owner").ne_missing(pl.col("old_owner"))
    met = met.filter(moved & pl.col("old_owner").ne_missing(UNKNOWN)).rename({"owner": "new_owner"})
    for name in ("old_owner", "new_owner"):
        met = _keyed(met, scan, "users", name)
    told = met.rename({"seen_at": "event_at", "seen_date": "event_date"}).with_columns(
        owner_event_id=pl.col("number"), subject=pl.lit(tracked.subject.value)
    )
    return told.select(_columns("owner_events")).collect()


def _keyed(rows: pl.LazyFrame, scan: Scan, table: str, name: str) -> pl.LazyFrame:
    """`<name>_id` for the source key in `name`: empty stays empty, and a row that is there no more is Unknown."""
    met = rows.join(keys_of(scan, table, name), on=name, how="left", maintain_order="left")
    known = pl.when(pl.col(name).is_not_null()).then(pl.col(f"{name}_id").fill_null(UNKNOWN_KEY))
    return met.with_columns(known.alias(f"{name}_id"))


def _columns(table: str) -> list[str]:
    return [name for name in polars_schema(table).names() if name != "source_key"]
