"""What successive loads saw of records: stage, outcome, amount, close date and owner, kept beside the tables.

One file a table, `history/<table>.parquet` in the version's folder: one row for the first sight of a record and one for
each load that found it changed. Every version carries the whole history of its own line of loads, so that pruning older
versions loses nothing and a version that was rolled back leaves no trace. Records, stages and people are named by the
source's own ids (`source_key`), which do not depend on our numbers; a record without one is not followed. A record that
is missing or marked as deleted is only not seen: nothing is closed by it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from datasource.tables.enums import SubjectKind
from datasource.tables.schema import UNKNOWN_KEY, columns, key_column, polars_schema

UNKNOWN = ""
"""What a reference holds whose row has no source key, or is not there."""
Scan = Callable[[str], pl.LazyFrame]


@dataclass(frozen=True)
class Tracked:
    """A table that is followed: the kind of its records, and column of the history → the columns that give it."""

    table: str
    subject: SubjectKind
    values: Mapping[str, tuple[str, ...]]


_OWNER = {"owner": ("owner_id",)}
TRACKED = (
    Tracked(
        "opportunities",
        SubjectKind.OPPORTUNITY,
        {
            "stage": ("stage_id",),
            "outcome": ("outcome",),
            "amount": ("amount",),
            "close_date": ("close_date", "expected_close_date"),
            **_OWNER,
        },
    ),
    Tracked("customers", SubjectKind.CUSTOMER, _OWNER),
    Tracked("leads", SubjectKind.LEAD, _OWNER),
    Tracked("contacts", SubjectKind.CONTACT, _OWNER),
    Tracked("contracts", SubjectKind.CONTRACT, _OWNER),
)
"""What is followed; the first column that is not empty gives the value."""


@dataclass(frozen=True)
class Sight:
    """One load as the history knows it: its local time (None for an export of a fixed day), its day, the day before."""

    at: datetime | None
    day: date
    before: date | None


def seen(tracked: Tracked, scan: Scan, log: pl.DataFrame, sight: Sight, number: int) -> pl.DataFrame:
    """The rows that this load adds to `log`: records first seen and those that changed, numbered above `number`.

    Columns: `number` (order of all that was seen), `source_key`, `seen_at`, `seen_date`, and the tracked values,
    references as source keys. A record that was entered since the load before is seen from that moment on. A reference
    to a row that is not there is no change.
    """
    last = log.unique("source_key", keep="last").select("source_key", *tracked.values, is_known=True)
    now = _now(tracked, scan).collect()
    met = now.join(last, on="source_key", how="left", suffix=" before", maintain_order="left").with_columns(
        _unless_lost(name, last.schema[name]) for name in tracked.values
    )
    is_new = pl.col("is_known").is_null()
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} before")) for name in tracked.values)
    since = sight.before or sight.day
    entered_since = is_new & pl.col("created_date").is_between(since, sight.day).fill_null(value=False)
    at, day = pl.lit(sight.at, pl.Datetime("us")), pl.lit(sight.day, pl.Date)
    return met.filter(is_new | changed).select(
        pl.int_range(number + 1, number + 1 + pl.len(), dtype=pl.Int64).alias("number"),
        "source_key",
        pl.when(entered_since).then("created_at").otherwise(at).alias("seen_at"),
        pl.when(entered_since).then("created_date").otherwise(day).alias("seen_date"),
        *tracked.values,
    )


def empty_log(tracked: Tracked) -> pl.DataFrame:
    """A history of `tracked` in which nothing was seen yet."""
    kinds = polars_schema(tracked.table)
    values = {name: pl.String() if _aim(tracked, name) else kinds[of[0]] for name, of in tracked.values.items()}
    own = {"number": pl.Int64(), "source_key": pl.String(), "seen_at": pl.Datetime("us"), "seen_date": pl.Date()}
    return pl.DataFrame(schema=own | values)


def _now(tracked: Tracked, scan: Scan) -> pl.LazyFrame:
    is_followed = pl.col("source_key").is_not_null() & pl.col("source_key").is_first_distinct()
    rows = scan(tracked.table).filter(is_followed)
    for name, of in tracked.values.items():
        aim = _aim(tracked, name)
        if not aim:
            rows = rows.with_columns(pl.coalesce(of).alias(name))
            continue
        keys = scan(aim).select(pl.col(key_column(aim)).alias(of[0]), pl.col("source_key").alias(name))
        known = pl.when(pl.col(of[0]).is_not_null()).then(pl.col(name).fill_null(UNKNOWN))
        rows = rows.join(keys, on=of[0], how="left", maintain_order="left").with_columns(known.alias(name))
    return rows.select("source_key", "created_at", "created_date", *tracked.values)


def _unless_lost(name: str, kind: pl.DataType) -> pl.Expr:
    now, before = pl.col(name), pl.col(f"{name} before")
    if kind != pl.String():
        return now
    return pl.when((now == UNKNOWN) & pl.col("is_known").is_not_null()).then(before).otherwise(now).alias(name)


def stands_on(tracked: Tracked) -> frozenset[str]:
    """The tables that `seen` reads: while none of them has changed, there is nothing new to see."""
    return frozenset({tracked.table, *(aim for name in tracked.values if (aim := _aim(tracked, name)))})


def _aim(tracked: Tracked, name: str) -> str:
    first = tracked.values[name][0]
    return next(column.refers_to for column in columns(tracked.table) if column.name == first)


def keys_of(scan: Scan, table: str, name: str) -> pl.LazyFrame:
    """Source key of each row of `table` as `name`, and its key as `<name>_id`; `UNKNOWN` is the key of Unknown."""
    rows = scan(table).filter(pl.col("source_key").is_not_null())
    keys = rows.select(pl.col("source_key").alias(name), pl.col(key_column(table)).alias(f"{name}_id"))
    return pl.concat([keys, pl.LazyFrame({name: [UNKNOWN], f"{name}_id": [UNKNOWN_KEY]})]).unique(name, keep="first")
