"""The rows of a table that a person may see, through the same door as every number, and whose they are."""

import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.metrics.subjects.every import SUBJECTS
from datasource.quality.marks import KEY, marks
from datasource.query.engine import engine_of, scope_of
from datasource.scope import Viewer

SEEN = pl.Schema({KEY: pl.Int64(), "owner_id": pl.Int64()})


def is_open(catalog: Catalog, table: str, viewer: Viewer) -> bool:
    """Whether `viewer` sees rows of `table` at all: one that belongs to nobody is for those who see all data."""
    return table in SUBJECTS or scope_of(catalog, viewer).users is None


def seen(catalog: Catalog, table: str, viewer: Viewer) -> pl.DataFrame:
    """One row per row of `table` that `viewer` may see: `key`, and `owner_id` of whoever has to mend it (or empty)."""
    if not is_open(catalog, table, viewer):
        return pl.DataFrame(schema=SEEN)
    if table not in SUBJECTS:
        return marks(catalog, table).select(KEY, owner_id=pl.lit(None, pl.Int64))
    rows = engine_of(catalog).visible(table, scope_of(catalog, viewer))
    return rows.lazy().select(pl.col(KEY).cast(pl.Int64), owner_id=pl.col("@users").cast(pl.Int64)).collect()
