"""The demo company written into a database as fast as each takes it: COPY, LOAD DATA, or rows."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pymysql  # type: ignore[import-untyped]
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from datasource.loaders.connections import Door
from datasource.tables.schema import create_database

Tables = Mapping[str, pl.DataFrame]


def write(door: Door, tables: Tables, scratch: Path) -> None:
    """Make the canonical tables behind `door` and fill them."""
    create_database(door.url.render_as_string(hide_password=False)).dispose()
    {"postgresql": _copy, "mysql": _load_data, "sqlite": _insert}[door.kind](door, tables, scratch)


def _copy(door: Door, tables: Tables, _: Path) -> None:
    url = door.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for name, rows in tables.items():
            names = ", ".join(rows.columns)
            with cursor.copy(f"COPY {name} ({names}) FROM STDIN (FORMAT csv)") as target:
                target.write(_csv(rows, null=""))


def _load_data(door: Door, tables: Tables, scratch: Path) -> None:
    url = door.url
    place: dict[str, Any] = {"host": url.host, "port": url.port or 3306, "user": url.username, "database": url.database}
    with pymysql.connect(**place, password=str(url.password or ""), local_infile=True) as connection:
        cursor = connection.cursor()
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for name, rows in tables.items():
            file = scratch / f"{name}.csv"
            file.write_bytes(_csv(rows.with_columns(pl.col(pl.Boolean).cast(pl.Int8)), null="NULL"))
            cursor.execute(
                f"LOAD DATA LOCAL INFILE '{file}' INTO TABLE `{name}` CHARACTER SET utf8mb4 FIELDS TERMINATED BY ','"
                f" OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' ({', '.join(f'`{one}`' for one in rows.columns)})"
            )
        connection.commit()


def _insert(door: Door, tables: Tables, _: Path) -> None:
    engine = create_engine(door.url, poolclass=NullPool)
    with engine.begin() as connection:
        for name, rows in tables.items():
            plain = rows.with_columns(pl.col(pl.Datetime, pl.Date).cast(pl.String))
            marks = ", ".join(f":{column}" for column in rows.columns)
            statement = text(f"INSERT INTO {name} ({', '.join(rows.columns)}) VALUES ({marks})")
            connection.execute(statement, plain.to_dicts())
    engine.dispose()


def _csv(rows: pl.DataFrame, null: str) -> bytes:
    out = BytesIO()
    rows.write_csv(out, include_header=False, null_value=null, datetime_format="%Y-%m-%d %H:%M:%S%.6f")
    return out.getvalue()
