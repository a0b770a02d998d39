"""The rows of a query, batch by batch: servers through connectorx into Arrow, SQLite through Python's own module."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import polars as pl

from datasource.loaders.connections import Door

BATCH = 100_000
"""The most rows of a batch."""


def rows_of(door: Door, query: str, most: int = BATCH) -> Iterator[pl.DataFrame]:
    """The rows that `query` gives, at most `most` at a time; SQLite's cells are text. Drivers raise what they do."""
    return _sqlite_batches(door, query, most) if door.kind == "sqlite" else _server_batches(door, query, most)


def opened(door: Door) -> sqlite3.Connection:
    """The SQLite file behind `door`, for reading only; it is not made where it is missing."""
    return sqlite3.connect(f"{Path(door.url.database or '').absolute().as_uri()}?mode=ro", uri=True)


def _server_batches(door: Door, query: str, most: int) -> Iterator[pl.DataFrame]:
    import connectorx  # noqa: PLC0415  (heavy: loaded by whoever reads a server)

    for batch in connectorx.read_sql(door.reading_url(), query, return_type="arrow_stream", batch_size=most):
        rows = pl.from_arrow(batch)
        if isinstance(rows, pl.DataFrame) and rows.height:
            yield rows


def _sqlite_batches(door: Door, query: str, most: int) -> Iterator[pl.DataFrame]:
    with closing(opened(door)) as connection:
        cursor = connection.execute(query)
        schema = {column[0]: pl.String() for column in cursor.description}
        while rows := cursor.fetchmany(most):
            yield pl.DataFrame(rows, schema=schema, orient="row")
