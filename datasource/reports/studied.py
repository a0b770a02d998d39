"""What a study found, cut down to the records that a person may see and that pass the page's filters."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query.records import links
from datasource.question import Filter, Records
from datasource.scope import Viewer
from datasource.tables.schema import key_column


def seen_findings(
    catalog: Catalog, viewer: Viewer, study: str, table: str, where: tuple[Filter, ...] = ()
) -> pl.DataFrame:
    """The rows of `study` in `table` (a subject of that name), one per record, with `label` and `owner` in words.

    Raises `MingjingError` with the study's reason when there are none.
    """
    found = catalog.studies.read(study, table)
    key = key_column(table)
    seen = seen_rows(catalog, viewer, table, where)
    return seen.join(found.cast({key: seen[key].dtype}), on=key, maintain_order="right").select(
        *found.columns, "label", "owner"
    )


def seen_rows(catalog: Catalog, viewer: Viewer, table: str, where: tuple[Filter, ...] = ()) -> pl.DataFrame:
    """Every record of `table` that `viewer` may see under the filters: its key, `label` and `owner` in words."""
    seen = links(catalog, Records(subject=table, where=where), ("users",), viewer)
    key = key_column(table)
    named = catalog.entity(table).select(key, "label" if "label" in catalog.entity(table).columns else "name")
    named = named.rename({named.columns[1]: "label"})
    people = catalog.entity("users").select(pl.col("user_id").alias("users"), pl.col("label").alias("owner"))
    met = seen.rename({"key": key}).join(named, on=key, how="left", maintain_order="left")
    return met.join(people, on="users", how="left", maintain_order="left").drop("users")
