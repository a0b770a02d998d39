"""No cell of a database loses anything on its way: decimals, times with a zone, odd dates, texts, bytes."""

from datetime import UTC, date, datetime

import polars as pl

from datasource.loaders.connections import Door
from datasource.loaders.readers.database import Database, DatabaseTable
from datasource.loaders.source import ROW
from tests.loaders.databases.conftest import fill


def read(source: DatabaseTable) -> dict[str, list[object]]:
    rows = pl.concat(source.batches())
    return {name: rows[name].to_list() for name in rows.columns if name != ROW}


def hits(source: DatabaseTable, rule: str) -> list[tuple[object, ...]]:
    return source.tally.hits[rule].rows()


def test_decimals_never_pass_through_floats(door: Door) -> None:
    kind = "TEXT" if door.kind == "sqlite" else "NUMERIC(38, 10)"
    sums = "'0.3000000000'" if door.kind == "sqlite" else "0.1 + 0.2"
    fill(
        door,
        f"CREATE TABLE deals (id INTEGER, amount NUMERIC(18, 2), large {kind})",
        f"INSERT INTO deals VALUES (1, 123456789012.34, '1234567890123456789012345678.0123456789'), (2, 0.1, {sums})",
        "INSERT INTO deals VALUES (3, NULL, NULL)",
    )
    found = read(Database(door).table("deals"))
    tenth = "0.1" if door.kind == "sqlite" else "0.10"
    assert found["amount"] == ["123456789012.34", tenth, None]
    assert found["large"] == ["1234567890123456789012345678.0123456789", "0.3000000000", None]


def test_money_of_eighteen_digits_is_exact_on_servers(postgresql: Door, mysql: Door) -> None:
    for door in (postgresql, mysql):
        fill(
            door,
            "CREATE TABLE deals (amount NUMERIC(18, 2), fine NUMERIC(21, 6))",
            "INSERT INTO deals VALUES (9007199254740993.17, 123456789012345.654321), (-0.01, 0.000001)",
        )
        found = read(Database(door).table("deals"))
        assert found["amount"] == ["9007199254740993.17", "-0.01"]
        assert found["fine"] == ["123456789012345.654321", "0.000001"]


def test_any_text_comes_back_as_written(door: Door) -> None:
    extra = " CHARACTER SET utf8mb4" if door.kind == "mysql" else ""
    fill(
        door,
        f"CREATE TABLE notes (id INTEGER, body TEXT){extra}",
        "INSERT INTO notes VALUES (1, '王芳 😀 é'), (2, ''), (3, NULL), (4, ' two\nlines, \"quoted\" ')",
    )
    assert read(Database(door).table("notes"))["body"] == ["王芳 😀 é", "", None, ' two\nlines, "quoted" ']


def test_a_time_with_a_zone_is_the_instant_that_was_meant(postgresql: Door, mysql: Door) -> None:
    fill(
        postgresql,
        "CREATE TABLE events (at timestamptz, local timestamp, day date)",
        "INSERT INTO events VALUES ('2024-02-29 23:59:58.123456+08', '2024-02-29 23:59:58', '2024-02-29')",
    )
    fill(
        mysql,
        "CREATE TABLE events (at timestamp NULL, local datetime(6), day date)",
        "SET time_zone = '+08:00'",
        "INSERT INTO events VALUES ('2024-02-29 23:59:58', '2024-02-29 23:59:58.5', '2024-02-29'), (NULL, NULL, NULL)",
    )
    first = read(Database(postgresql).table("events"))
    assert first["at"] == [datetime(2024, 2, 29, 15, 59, 58, 123456, tzinfo=UTC)]
    assert (first["local"], first["day"]) == ([datetime(2024, 2, 29, 23, 59, 58)], [date(2024, 2, 29)])
    second = read(Database(mysql).table("events"))
    assert second["at"] == [datetime(2024, 2, 29, 15, 59, 58, tzinfo=UTC), None]
    assert second["local"] == [datetime(2024, 2, 29, 23, 59, 58, 500000), None]
    assert second["day"] == [date(2024, 2, 29), None]


def test_zero_dates_of_mysql_are_empty_and_reported(mysql: Door) -> None:
    fill(
        mysql,
        "SET sql_mode = ''",
        "CREATE TABLE deals (id INT PRIMARY KEY, day DATE NOT NULL, at DATETIME, stamp TIMESTAMP NULL)",
        "INSERT INTO deals VALUES (1, '2024-05-06', '2024-05-06 07:08:09', '2024-05-06 07:08:09'),"
        " (2, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'), (3, '2024-02-00', NULL, NULL)",
    )
    source = Database(mysql).table("deals")
    found = read(source)
    assert found["day"] == [date(2024, 5, 6), None, None]
    assert found["at"] == [datetime(2024, 5, 6, 7, 8, 9), None, None]
    assert found["stamp"][1:] == [None, None]
    assert sorted(hits(source, "bad_date")) == [
        (2, "at: 0000-00-00 00:00:00", "empty"),
        (2, "day: 0000-00-00", "empty"),
        (2, "stamp: 0000-00-00 00:00:00", "empty"),
        (3, "day: 2024-02-00", "empty"),
    ]
    assert (source.tally.read, source.tally.kept) == (3, 3)


def test_what_postgresql_has_beyond_numbers_and_days_is_empty_and_reported(postgresql: Door) -> None:
    fill(
        postgresql,
        "CREATE TABLE odd (id INT PRIMARY KEY, day date, at timestamp, share float8)",
        "INSERT INTO odd VALUES (1, 'infinity', '-infinity', 'NaN'), (2, '2024-05-06', '2024-05-06 07:08', 0.1)",
    )
    source = Database(postgresql).table("odd")
    assert read(source) == {
        "id": [1, 2],
        "day": [None, date(2024, 5, 6)],
        "at": [None, datetime(2024, 5, 6, 7, 8)],
        "share": [None, 0.1],
    }
    assert sorted(hits(source, "bad_date")) == [(1, "at: -infinity", "empty"), (1, "day: infinity", "empty")]
    assert hits(source, "bad_number") == [(1, "share: NaN", "empty")]


def test_types_that_only_one_server_has(postgresql: Door, mysql: Door) -> None:
    fill(
        postgresql,
        "CREATE TYPE mood AS ENUM ('glad', 'sad')",
        "CREATE TABLE odd (flag bool, code char(4), raw bytea, doc jsonb, who uuid, mood mood, price money, small real,"
        " span interval, list int[], page xml)",
        "INSERT INTO odd VALUES (true, 'ab', '\\x00ff', '{\"a\": 1}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'sad',"
        " 12.34, 0.1, '1 day', '{1,2}', '<a/>')",
    )
    assert read(Database(postgresql).table("odd")) == {
        "flag": [True],
        "code": ["ab"],
        "raw": ["0x00ff"],
        "doc": ['{"a": 1}'],
        "who": ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
        "mood": ["sad"],
        "price": ["$12.34"],
        "small": ["0.1"],
        "span": ["1 day"],
        "list": ["{1,2}"],
        "page": ["<a/>"],
    }
    fill(
        mysql,
        "CREATE TABLE odd (flag tinyint(1), tiny tinyint, huge bigint unsigned, raw blob, bits bit(8),"
        " mood enum('a','b'), tags set('x','y'), year year, clock time, small float, share double)",
        "INSERT INTO odd VALUES (2, -5, 18446744073709551615, x'00ff', b'101', 'b', 'x,y',"
        " 2024, '-12:34:56', 0.1, 0.1)",
    )
    assert read(Database(mysql).table("odd")) == {
        "flag": [2],
        "tiny": [-5],
        "huge": [18446744073709551615],
        "raw": ["0x00FF"],
        "bits": [5],
        "mood": ["b"],
        "tags": ["x,y"],
        "year": [2024],
        "clock": ["-12:34:56"],
        "small": ["0.1"],
        "share": [0.1],
    }


def test_a_column_of_sqlite_may_hold_anything(sqlite: Door) -> None:
    fill(
        sqlite,
        "CREATE TABLE odd (id INTEGER, amount NUMERIC, flag BOOLEAN)",
        "INSERT INTO odd VALUES (NULL, NULL, NULL), (1, 12345678901234.56, 1), ('x', '1,234', 'yes')",
        "INSERT INTO odd VALUES (2, 1e300, x'00ff'), (3, 0.1 + 0.2, 0), (4, 7, 0)",
    )
    assert read(Database(sqlite).table("odd")) == {
        "id": [None, "1", "x", "2", "3", "4"],
        "amount": [None, "12345678901234.56", "1,234", "1.0e+300", "0.30000000000000004", "7"],
        "flag": [None, "1", "yes", "0x00FF", "0", "0"],
    }


def test_an_empty_table_has_its_columns_and_no_rows(door: Door) -> None:
    fill(door, "CREATE TABLE none_yet (id INTEGER, amount NUMERIC(18, 2))")
    source = Database(door).table("none_yet")
    assert source.header == ("id", "amount")
    assert sum(rows.height for rows in source.batches()) == 0
    assert (source.tally.read, source.tally.kept) == (0, 0)
