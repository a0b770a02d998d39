"""Tables, columns and rows are asked for by names and values that never become SQL; large tables come in parts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.connections import Door
from datasource.loaders.readers import database
from datasource.loaders.readers.database import Database, DatabaseTable
from datasource.loaders.readers.database_rows import rows_of
from datasource.loaders.source import ROW
from tests.loaders.databases.conftest import fill

HOSTILE = 'x"; drop table y; --'
QUOTES = {"mysql": "`", "postgresql": '"', "sqlite": '"'}


def quoted(door: Door, name: str) -> str:
    mark = QUOTES[door.kind]
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def rows(source: DatabaseTable) -> pl.DataFrame:
    parts = list(source.batches())
    return pl.concat(parts).drop(ROW) if parts else pl.DataFrame(schema=list(source.header))


def test_a_name_of_a_table_or_column_is_never_sql(door: Door) -> None:
    odd = "a`b%s'c;d\"e"
    fill(
        door,
        "CREATE TABLE y (id INTEGER)",
        f"CREATE TABLE {quoted(door, HOSTILE)} (id INT, {quoted(door, odd)} INT, {quoted(door, 'select')} INT)",
        f"INSERT INTO {quoted(door, HOSTILE)} VALUES (1, 2, 3)",
    )
    looked = Database(door)
    assert set(looked.tables()) == {"y", HOSTILE}
    source = looked.table(HOSTILE, columns=["select", odd], since=(odd, 2))
    assert rows(source).rows() in ([(3, 2)], [("3", "2")])
    assert source.header == ("select", odd)
    assert rows(looked.table("y")).height == 0


def test_a_watermark_is_never_sql(door: Door) -> None:
    fill(door, "CREATE TABLE y (code VARCHAR(40))", "INSERT INTO y VALUES ('a'), ('z')")
    looked = Database(door)
    for mark in ("b' or '1'='1", "b'; drop table y; --", "b\\' or 1=1 -- ", "b%s"):
        assert rows(looked.table("y", since=("code", mark)))["code"].to_list() == ["z"]


def test_only_the_columns_and_rows_that_are_asked_for_are_read(door: Door) -> None:
    whole = "DATETIME" if door.kind != "postgresql" else "TIMESTAMP"
    fill(
        door,
        f"CREATE TABLE deals (id INTEGER PRIMARY KEY, amount NUMERIC(18, 2), changed {whole}, day DATE)",
        "INSERT INTO deals VALUES (3, 30, '2024-03-03 10:00:00', '2024-03-03')",
        "INSERT INTO deals VALUES (1, 10, '2024-01-01 10:00:00', '2024-01-01')",
        "INSERT INTO deals VALUES (2, 20, '2024-02-02 10:00:00', '2024-02-02'), (4, 40, NULL, NULL)",
    )
    looked = Database(door)
    ids = [
        rows(looked.table("deals", columns=["id"], since=since))["id"].cast(pl.Int64).to_list()
        for since in (
            None,
            ("id", 2),
            ("id", "2"),
            ("changed", datetime(2024, 2, 2, 10)),
            ("changed", "2024-02-02 10:00:00"),
            ("day", date(2024, 2, 2)),
            ("amount", Decimal("20.00")),
        )
    ]
    assert ids == [[1, 2, 3, 4], [2, 3, 4], [2, 3, 4], [2, 3, 4], [2, 3, 4], [2, 3, 4], [2, 3, 4]]
    assert looked.table("deals", columns=["day", "id"]).header == ("day", "id")


def test_a_watermark_with_a_zone_is_the_same_instant_on_the_server(postgresql: Door, mysql: Door) -> None:
    mark = datetime(2024, 2, 29, 15, 59, 58, tzinfo=UTC)
    fill(
        postgresql,
        "CREATE TABLE events (id INT PRIMARY KEY, at timestamptz)",
        "INSERT INTO events VALUES (1, '2024-02-29 23:59:57+08'), (2, '2024-02-29 23:59:58+08')",
    )
    fill(
        mysql,
        "CREATE TABLE events (id INT PRIMARY KEY, at timestamp NULL)",
        "SET time_zone = '+08:00'",
        "INSERT INTO events VALUES (1, '2024-02-29 23:59:57'), (2, '2024-02-29 23:59:58')",
    )
    for door in (postgresql, mysql):
        assert rows(Database(door).table("events", since=("at", mark)))["id"].to_list() == [2]


def test_a_large_table_comes_in_numbered_parts(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "rows_of", lambda door, query: rows_of(door, query, 100))
    fill(
        door,
        "CREATE TABLE many (id INTEGER PRIMARY KEY, body VARCHAR(20))",
        "INSERT INTO many VALUES " + ", ".join(f"({number}, 'row {number}')" for number in range(250, 0, -1)),
    )
    source = Database(door).table("many")
    parts = list(source.batches())
    assert [part.height for part in parts] == [100, 100, 50]
    whole = pl.concat(parts)
    assert whole[ROW].to_list() == list(range(1, 251))
    assert whole["body"].to_list() == [f"row {number}" for number in range(1, 251)]
    assert (source.tally.read, source.tally.kept) == (250, 250)
    assert pl.concat(source.batches()).equals(whole)


def test_views_and_other_schemas_are_tables_too(postgresql: Door) -> None:
    fill(
        postgresql,
        "CREATE SCHEMA erp",
        "CREATE TABLE erp.stock (id INT)",
        "CREATE VIEW few AS SELECT 1 AS id",
        "INSERT INTO erp.stock VALUES (7)",
    )
    looked = Database(postgresql)
    assert looked.tables() == ("erp.stock", "few")
    stock = looked.table("erp.stock", "stock")
    assert (rows(stock)["id"].to_list(), stock.name, stock.origin) == ([7], "stock", "crm: erp.stock")
    assert (stock.encoding, stock.form.kind) == ("PostgreSQL", "PostgreSQL")
    assert rows(looked.table("few"))["id"].to_list() == [1]


def test_what_is_not_there_is_named_with_the_nearest(door: Door) -> None:
    fill(door, "CREATE TABLE customers (id INTEGER, name VARCHAR(40))")
    looked = Database(door)
    with pytest.raises(MingjingError, match=r"Unknown table 'custmers'\. Did you mean 'customers'\?"):
        looked.table("custmers")
    with pytest.raises(InvalidInput) as caught:
        looked.table("customers", columns=["id", "nme"], since=("changd", 1))
    assert [str(problem) for problem in caught.value.problems] == [
        "customers: Unknown column 'nme'. Did you mean 'name'?",
        "customers: Unknown column 'changd'. Known: id, name.",
    ]
