"""Customers, contacts and leads that are probably one: clusters for people to look at, never merged by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.quality.clusters import clusters, members
from datasource.quality.fields import Field, Kind
from datasource.quality.linkage import pairs
from datasource.tables.schema import key_column

LIKELY = 0.5
"""The least probability at which a pair is shown."""
COMPARED: Mapping[str, tuple[Field, ...]] = MappingProxyType(
    {
        "customers": (
            Field("name", Kind.COMPANY), Field("phone", Kind.PHONE), Field("website", Kind.HOST),
            Field("region_id", Kind.EXACT), Field("birth_date", Kind.DATE),
        ),
        "contacts": (
            Field("name", Kind.PERSON, vital=True), Field("phone", Kind.PHONE), Field("email", Kind.EMAIL),
            Field("customer_id", Kind.EXACT),
        ),
        "leads": (
            Field("name", Kind.COMPANY), Field("contact_name", Kind.PERSON, vital=True), Field("phone", Kind.PHONE),
            Field("email", Kind.EMAIL),
        ),
    }
)  # fmt: skip
"""The tables whose records are compared, and by what. Two contacts of different names are two people."""


@dataclass(frozen=True)
class Duplicates:
    """The clusters of one table as the source has it, whatever has been merged in the app.

    `members` has a row per record (`cluster`, `key`, `source_key`, and the compared columns as they stand), `links` a
    row per likely pair within a cluster (`cluster`, `left`, `right`: keys; `probability`; per compared column the level
    of `datasource.quality.fields`), the likeliest first.
    """

    table: str
    members: pl.DataFrame
    links: pl.DataFrame


def duplicates(catalog: Catalog, table: str) -> Duplicates:
    """The clusters of `table`, worked out once per version of the data."""
    known = catalog.lasting.get(f"duplicates of {table}")
    if not isinstance(known, Duplicates):
        known = catalog.lasting[f"duplicates of {table}"] = duplicates_among(table, _records(catalog, table))
    return known


def duplicates_among(table: str, records: pl.DataFrame) -> Duplicates:
    """The clusters among `records` (`key`, `source_key` and the compared columns of `table`)."""
    fields = COMPARED[table]
    likely = pairs(records, fields).filter(pl.col("probability") > LIKELY)
    groups = clusters(likely.select("left", "right").iter_rows())
    grouped = members(groups)
    rows = grouped.join(records.with_row_index("at").cast({"at": pl.Int64}), on="at", how="left", maintain_order="left")
    of_member = dict(grouped.select("at", "cluster").iter_rows())
    numbered = pl.Series("cluster", [of_member[at] for at in likely["left"]], dtype=pl.Int64)
    linked = likely.with_columns(
        numbered, left=records["key"].gather(likely["left"]), right=records["key"].gather(likely["right"])
    )
    return Duplicates(table, rows.drop("at"), linked.sort("cluster", -pl.col("probability"), "left", "right"))


def _records(catalog: Catalog, table: str) -> pl.DataFrame:
    columns = dict.fromkeys(["source_key", *(field.column for field in COMPARED[table])])
    kept = catalog.scan(table).filter(~pl.col("is_deleted").fill_null(value=False))
    known = [pl.when(pl.col(name) != 0).then(name).alias(name) if name.endswith("_id") else name for name in columns]
    return kept.select(pl.col(key_column(table)).alias("key"), *known).sort("key").collect()
