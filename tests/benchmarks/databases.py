"""Loading from PostgreSQL: the same tables as in `loading`, in a database of their own, beside reading them alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl
import psycopg
from sqlalchemy import make_url

from datasource.loaders.connections import Door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.load import load
from datasource.loaders.mapping import read_mapping
from datasource.loaders.readers.database import Database
from datasource.store import Store
from datasource.tables.schema import columns, key_column
from tests.benchmarks import loading
from tests.conftest import POSTGRESQL

TARGET = 3.0
"""How many times the seconds of reading alone a load may take, all checks on."""
_TYPES = {
    pl.Int64(): "bigint",
    pl.Float64(): "double precision",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us"): "timestamp",
    pl.String(): "text",
}


@dataclass(frozen=True)
class DatabaseLoad:
    """One load: rows of all tables, seconds of reading all that is asked for, and of loading it."""

    rows: int
    plain: float
    loaded: float

    @property
    def ratio(self) -> float:
        """How much longer a load takes than reading alone."""
        return self.loaded / self.plain

    def lines(self) -> list[str]:
        """What was measured, for people."""
        speed = f"{self.rows / self.loaded:,.0f} rows a second"
        alone = f"{self.plain:.2f} s ({self.rows / self.plain:,.0f} rows a second)"
        return [
            f"load {self.rows:,} rows from PostgreSQL: {self.loaded:.2f} s ({speed}), reading alone {alone},"
            f" ratio {self.ratio:.2f} (target {TARGET})"
        ]


def measure_database(millions: float) -> DatabaseLoad:
    """Load about `millions` of activities out of PostgreSQL (`PG_URL`), in a process of its own."""
    folder = loading.files(millions)
    with filled(folder) as name:
        asked = [sys.executable, "-m", "tests.benchmarks.databases", str(folder), name]
        told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return DatabaseLoad(**json.loads(told))


@contextmanager
def filled(folder: Path) -> Iterator[str]:
    """The name of a new database with the files of `folder` as tables; it goes when the block ends."""
    name = f"mingjing_bench_{os.getpid()}"
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            with psycopg.connect(_address(name)) as connection:
                for table in loading.TABLES:
                    connection.execute(f"CREATE TABLE {table} ({', '.join(_columns(table))})")
                    with connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)") as target:
                        target.write((folder / f"{table}.csv").read_bytes())
                    connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key_column(table)})")
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _columns(table: str) -> list[str]:
    """Money as `numeric(18, 2)`, as a CRM keeps it."""
    money = "numeric(18, 2)"
    return [f"{one.name} {money if one.unit == 'money_minor' else _TYPES[one.dtype]}" for one in columns(table)]


def _address(database: str) -> str:
    url = make_url(os.environ.get("PG_URL", POSTGRESQL)).set(drivername="postgresql", database=database)
    return url.render_as_string(hide_password=False)


def measured(folder: Path, name: str) -> dict[str, float]:
    """Rows, and the seconds of reading and of loading them, of the tables in database `name`."""
    url = make_url(os.environ.get("PG_URL", POSTGRESQL)).set(database=name)
    mapping = read_mapping(folder / "mapping.yaml")
    sources = open_tables(mapping, Database(Door("bench", "postgresql", url)))
    started = perf_counter()
    rows = sum(batch.height for source in sources.values() for batch in source.batches())
    plain = perf_counter() - started
    with TemporaryDirectory(dir=folder) as data:
        started = perf_counter()
        report = load(mapping, sources, Store(data))
        loaded = perf_counter() - started
    assert all(part.rejected == 0 for part in report.tables.values())
    return {"rows": rows, "plain": plain, "loaded": loaded}


def told(one: DatabaseLoad) -> dict[str, object]:
    """What was measured, for machines."""
    return {**asdict(one), "ratio": one.ratio}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(Path(sys.argv[1]), sys.argv[2])))
