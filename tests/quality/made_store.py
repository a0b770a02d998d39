"""A store of a few rows, given as rows of cells by column name."""

from datetime import date
from pathlib import Path

import polars as pl

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.store import Meta, Store
from datasource.tables.schema import key_column, polars_schema

TODAY = date(2024, 6, 30)
Row = dict[str, object]


def store_of(folder: Path, tables: dict[str, list[Row]]) -> Catalog:
    """The catalog of these rows; a row without a key is numbered, one without a name is called `x`."""
    meta = Meta(source="made", company="Made", currency="CNY", today=TODAY)
    with Store(folder).publish(meta) as draft:
        for table, rows in tables.items():
            schema = polars_schema(table)
            defaults = {"name": "x"} if "name" in schema else {}
            told = [{key_column(table): at, **defaults, **row} for at, row in enumerate(rows, 1)]
            names = list(dict.fromkeys(name for row in told for name in row))
            cells = {name: [row.get(name) for row in told] for name in names}
            draft.write(table, pl.DataFrame(cells, schema={name: schema[name] for name in names}))
    return open_catalog(folder)
