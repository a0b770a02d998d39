"""Who had a record on the day of an event (rule R8), from the log of changes of owner."""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl


def with_owner_then(
    records: pl.DataFrame, changes: pl.DataFrame, kind: str, key: str, owners: Mapping[str, str]
) -> pl.DataFrame:
    """The same records with one column per entry of `owners` (new column → its date): the owner at the end of the day.

    The last change up to that day says who got the record; where there was none, the first one after it says who gave
    it up. A record that the log does not name, a record without that date and one that lies in the public pool now
    keep their current owner: the pool is a row of its own (rule R7).
    """
    of_kind = changes.filter((pl.col("subject") == kind) & pl.col("event_date").is_not_null())
    log = of_kind.sort("event_date", "event_at", "owner_event_id", nulls_last=True).select(
        pl.col("subject_key").cast(records.schema[key]).alias(key),
        pl.col("event_date").alias("day"),
        "old_owner_id",
        "new_owner_id",
    )
    got = log.unique([key, "day"], keep="last", maintain_order=True).select(
        key, "day", pl.col("new_owner_id"), got=True
    )
    gave = log.unique([key, "day"], keep="first", maintain_order=True).select(key, "day", "old_owner_id", gave=True)
    for name, dated in owners.items():
        records = records.with_columns(_then(records, dated, got, gave, key).alias(name))
    return records


def _then(records: pl.DataFrame, dated: str, got: pl.DataFrame, gave: pl.DataFrame, key: str) -> pl.Series:
    asked = records.select(key, "owner_id", pl.col(dated).alias("day")).with_row_index("row")
    known = asked.filter(pl.col("day").is_not_null()).sort("day")
    met = known.join_asof(got, on="day", by=key, strategy="backward", check_sortedness=False)
    met = met.with_columns(pl.col("day") + timedelta(days=1))
    met = met.join_asof(gave, on="day", by=key, strategy="forward", check_sortedness=False)
    then = pl.when(pl.col("got")).then("new_owner_id").when(pl.col("gave")).then("old_owner_id").otherwise("owner_id")
    found = met.select("row", pl.when(pl.col("owner_id").is_not_null()).then(then).alias("then"), known=True)
    joined = asked.join(found, on="row", how="left", maintain_order="left")
    return joined.select(pl.when("known").then("then").otherwise("owner_id").alias("then"))["then"]
