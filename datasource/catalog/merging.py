"""One identity for records that people found to be one: merged rows are left out, references lead to the survivor.

Applied when a version is read, so that the store keeps every row as the source has it, and taking a merge back restores
all of it. A merge names its records by their ids in the source, which an import does not change.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from datasource.catalog.overlay import MERGES
from datasource.tables.enums import SubjectKind
from datasource.tables.schema import ColumnInfo, key_column

MERGED_TABLES = ("customers", "contacts", "leads")
"""The tables whose records can be merged."""
_KINDS = {"customers": SubjectKind.CUSTOMER, "contacts": SubjectKind.CONTACT, "leads": SubjectKind.LEAD}
_ENTERED = ("created_at", "created_date")
Survivors = Mapping[str, pl.DataFrame]
"""Table → one row per record that is merged into another one: `key` and `survivor`, both keys."""


def survivors(merges: pl.DataFrame, table: str, records: pl.DataFrame) -> pl.DataFrame:
    """Who stands for whom among `records` (`source_key` and `key` of the rows that there are now).

    Where the chosen survivor is no longer there, the lowest key of those that are left stands for the others.
    """
    assert dict(merges.schema) == dict(MERGES)
    there = merges.filter(pl.col("table") == table).join(records, on="source_key")
    ordered = there.sort("merge", ~pl.col("is_survivor"), "key")
    stands = ordered.select("key", survivor=pl.col("key").first().over("merge"))
    return stands.filter(pl.col("key") != pl.col("survivor"))


def merged(table: str, rows: pl.DataFrame, columns: Iterable[ColumnInfo], found: Survivors) -> pl.DataFrame:
    """`rows` of `table` without those that are merged into others, every reference to such a one to its survivor.

    A survivor counts as entered when the first of its records was.
    """
    if table in found:
        rows = _without_merged(rows, key_column(table), found[table])
    led = [
        _led(rows, info.name, found[info.refers_to])
        for info in columns
        if info.refers_to in found and info.name in rows.columns
    ]
    rows = rows.with_columns(led)
    if table == "customers":
        is_itself = pl.col("parent_id") == pl.col("customer_id")
        return rows.with_columns(pl.when(~is_itself.fill_null(value=False)).then("parent_id").alias("parent_id"))
    return _log_led(rows, found) if table == "owner_events" else rows


def _without_merged(rows: pl.DataFrame, key: str, stands: pl.DataFrame) -> pl.DataFrame:
    known = stands.with_columns(pl.all().cast(rows.schema[key]))
    away = rows.join(known, left_on=key, right_on="key")
    entered = [name for name in _ENTERED if name in rows.columns]
    first = away.group_by("survivor").agg(pl.col(entered).min().name.prefix("first:"))
    kept = rows.join(known, left_on=key, right_on="key", how="anti", maintain_order="left")
    met = kept.join(first, left_on=key, right_on="survivor", how="left", maintain_order="left")
    return met.with_columns(pl.min_horizontal(name, f"first:{name}").alias(name) for name in entered).select(
        rows.columns
    )


def _led(rows: pl.DataFrame, column: str, stands: pl.DataFrame) -> pl.Expr:
    kind = rows.schema[column]
    return pl.col(column).replace(stands["key"].cast(kind), stands["survivor"].cast(kind))


def _log_led(events: pl.DataFrame, found: Survivors) -> pl.DataFrame:
    for table, stands in found.items():
        is_kind = (pl.col("subject") == _KINDS[table].value).fill_null(value=False)
        led = pl.when(is_kind).then(_led(events, "subject_key", stands)).otherwise("subject_key")
        events = events.with_columns(led.alias("subject_key"))
    return events
