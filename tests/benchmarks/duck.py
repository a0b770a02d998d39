"""The same questions as SQL text for DuckDB, over the store's Parquet files."""

from pathlib import Path
from statistics import median

import duckdb
import polars as pl

from datasource.catalog.catalog import Catalog
from datasource.query import answer
from datasource.question import Query
from datasource.tables.schema import TABLES, polars_schema
from tests.benchmarks.measure import assert_rows_equal, seconds

FOLDER = Path(__file__).parent / "sql"
ROUNDS = 3


def connect(catalog: Catalog) -> duckdb.DuckDBPyConnection:
    """A connection in memory with one view per canonical table and those of `views.sql`; as many threads as Polars."""
    connection = duckdb.connect(config={"threads": pl.thread_pool_size()})
    for table in TABLES:
        connection.execute(_view(catalog, table))
    connection.execute((FOLDER / "views.sql").read_text("utf-8"))
    return connection


def time_sql(catalog: Catalog, questions: dict[str, Query]) -> dict[str, float]:
    """Median seconds of each question in DuckDB, everything visible; raises when a result differs from ours."""
    with connect(catalog) as connection:
        return {name: _time(connection, catalog, name, query) for name, query in questions.items()}


def same_sql(connection: duckdb.DuckDBPyConnection, catalog: Catalog, name: str, query: Query) -> None:
    """Assert that the SQL text of question `name` gives the rows of our answer."""
    theirs = connection.sql(sql(name)).pl()
    ours = answer(catalog, query).rows
    types = {column: kind for column, kind in ours.schema.items() if column in theirs.columns}
    assert_rows_equal(ours, theirs.cast(types), f"{name} in DuckDB", in_order=False)


def sql(name: str) -> str:
    """The SQL text of question `name`."""
    return (FOLDER / f"{name}.sql").read_text("utf-8")


def _time(connection: duckdb.DuckDBPyConnection, catalog: Catalog, name: str, query: Query) -> float:
    same_sql(connection, catalog, name, query)
    text = sql(name)
    return median(seconds(lambda: connection.execute(text).fetchall()) for _ in range(ROUNDS))


def _view(catalog: Catalog, table: str) -> str:
    manifest = catalog.manifest
    folder = catalog.store.data_dir / "store" / "versions" / manifest.version
    files = manifest.tables[table].files if table in manifest.tables else ()
    kept = " WHERE NOT coalesce(is_deleted, false)" if "is_deleted" in polars_schema(table) else ""
    if not files:
        return f"CREATE TABLE {table} AS SELECT * FROM (VALUES (NULL)) AS nothing(nothing) WHERE false"
    paths = ", ".join(f"'{folder / file.path}'" for file in files)
    return f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{paths}]){kept}"
