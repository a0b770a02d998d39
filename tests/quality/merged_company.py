"""The tiny company with ids of a source, so that its records can be merged; and the same after another import."""

from pathlib import Path

import polars as pl

from datasource.store import Meta, Store
from datasource.tables.schema import key_column, polars_schema
from tests.tiny_crm import TODAY, tables

MERGEABLE = {"customers": "C", "contacts": "P", "leads": "L"}


DOUBLE = {"customer_id": 7, "name": "ACME Co., Ltd.", "owner_id": 2, "region_id": 2, "source_key": "C7"}


def build_with_ids(folder: Path, *, without: tuple[str, ...] = (), shifted: int = 0, doubled: bool = False) -> Path:
    """Write the tiny company: customer 1 is `C1` in its source. `without` leaves rows out; `shifted` moves keys.

    `doubled` enters Acme a second time, as `C7`.
    """
    with Store(folder).publish(Meta(source="tiny", company="Tiny", currency="CNY", today=TODAY)) as draft:
        for table, (names, *cells) in tables().items():
            schema = polars_schema(table)
            rows = pl.DataFrame(cells, schema={name: schema[name] for name in names}, orient="row")
            if table in MERGEABLE:
                key = key_column(table)
                rows = rows.with_columns(source_key=pl.format("{}{}", pl.lit(MERGEABLE[table]), key))
                rows = rows.filter(~pl.col("source_key").is_in(without))
            if table == "customers" and doubled:
                rows = pl.concat([rows, pl.DataFrame([DOUBLE])], how="diagonal_relaxed")
            if shifted and "customer_id" in rows.columns:
                rows = rows.with_columns(pl.col("customer_id") + shifted)
            draft.write(table, rows)
    return folder
