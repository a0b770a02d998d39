"""Whether a load brings the records that are served, or those of another CRM under the same name."""

from collections.abc import Mapping as Dict

import polars as pl

from datasource.errors import MingjingError
from datasource.loaders.keys import whole
from datasource.loaders.numbering import Numbered
from datasource.store import Manifest, Store


class AnotherCrm(MingjingError):
    """A load has none of the records that are served."""


_RECORDS = ("users", "products", "customers", "contacts", "leads", "opportunities", "contracts")
_AT_EACH_END = 1_000
_FEW = 10
"""Fewer records than these may all have changed."""


def check_known(store: Store, before: Manifest, tables: Dict[str, Numbered]) -> None:
    """Raise `AnotherCrm` when not one of the records of version `before` is among the rows of `tables`.

    The first and the last thousand of each table are looked for. A record is known by its id in the source; by its name
    too where the id is a whole number, as every database has a number 1.
    """
    looked_for: dict[str, int] = {}
    for table in (one for one in _RECORDS if one in before.tables):
        rows = store.scan(table, before).select("source_key", "name").drop_nulls("source_key")
        known = pl.concat([rows.head(_AT_EACH_END), rows.tail(_AT_EACH_END)]).unique().collect()
        if table in tables and _is_among(known, tables[table]):
            return
        looked_for |= {table: known.height} if known.height else {}
    if sum(looked_for.values()) < _FEW:
        return
    raise AnotherCrm(
        f"This load has none of the {', '.join(looked_for)} that '{store.data_dir}' holds: it seems to come from "
        f"another CRM of the same name '{before.source}'; load it into another folder, or say that it takes their "
        "place ('import --replace')."
    )


def _is_among(known: pl.DataFrame, numbered: Numbered) -> bool:
    """Whether any of the records `known` (`source_key`, `name`) is a row of `numbered`."""
    rows = pl.DataFrame([numbered.cells("source_key", pl.String()), numbered.cells("name", pl.String())])
    met = rows.join(known, on="source_key", how="inner", suffix="_before")
    differs = (pl.col("name") != pl.col("name_before")).fill_null(value=False)
    return met.filter(whole(pl.col("source_key")).is_null() | ~differs).height > 0
