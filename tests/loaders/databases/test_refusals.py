"""What a server refuses is told in a sentence with the way out, at once, and never with a password."""

import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import URL, make_url

from datasource.errors import MingjingError
from datasource.loaders.connections import Door, file_door
from datasource.loaders.readers.database import Database
from datasource.loaders.readers.database_errors import sentence
from tests.loaders.databases.conftest import fill, run

WORD = "ge:h/e@im% 1'\"\\"


def refused(door: Door, table: str = "deals") -> str:
    """The sentence for reading `table`; neither it nor the whole traceback holds the password."""
    with pytest.raises(MingjingError) as caught:
        list(Database(door).table(table).batches())
    shown = "".join(traceback.format_exception(caught.value)) + repr(door)
    for form in (WORD, repr(WORD)[1:-1], "ge%3Ah", "h/e@im"):
        assert form not in shown
    return str(caught.value)


@pytest.fixture
def stranger(mysql: Door) -> Iterator[Door]:
    """A user of MySQL with the odd password `WORD` and no rights."""
    name = f"reader_{token_hex(4)}"
    run(mysql.url, f"CREATE USER '{name}'@'%' IDENTIFIED BY 'ge:h/e@im%% 1''\"\\\\'".replace("%%", "%"))
    yield Door("crm", "mysql", mysql.url.set(username=name, password=WORD))
    run(mysql.url, f"DROP USER '{name}'@'%'")


def test_a_user_with_an_odd_password_gets_in_and_reads(mysql: Door, stranger: Door) -> None:
    fill(mysql, "CREATE TABLE deals (id INT)", "INSERT INTO deals VALUES (5)")
    run(mysql.url, f"GRANT SELECT ON {mysql.url.database}.* TO '{stranger.url.username}'@'%'")
    [batch] = Database(stranger).table("deals").batches()
    assert batch["id"].to_list() == [5]


def test_a_wrong_password(stranger: Door) -> None:
    wrong = Door("crm", "mysql", stranger.url.set(password=WORD + "x"))
    assert refused(wrong).endswith("refuses the user or the password of connection 'crm'; check both.")


def test_an_unknown_user(postgresql: Door) -> None:
    nobody = Door("crm", "postgresql", postgresql.url.set(username="nobody_here", password=WORD))
    assert "refuses the user or the password of connection 'crm'" in refused(nobody)


def test_an_unknown_database(postgresql: Door, mysql: Door) -> None:
    for door in (postgresql, mysql):
        lost = Door("crm", door.kind, door.url.set(database="no_such_one"))
        assert refused(lost).endswith(
            "no_such_one does not exist on this server; check 'database' of connection 'crm'."
        )


def test_no_right_to_read(mysql: Door, stranger: Door, postgresql: Door) -> None:
    fill(mysql, "CREATE TABLE deals (id INT)", "CREATE TABLE others (id INT)")
    run(mysql.url, f"GRANT SELECT ON {mysql.url.database}.others TO '{stranger.url.username}'@'%'")
    assert "Unknown table 'deals'" in refused(stranger) or "may not read" in refused(stranger)
    role = f"reader_{token_hex(4)}"
    fill(postgresql, "CREATE TABLE deals (id INT)", f"CREATE ROLE {role} LOGIN")
    try:
        door = Door("crm", "postgresql", postgresql.url.set(username=role))
        assert refused(door).startswith("The user of connection 'crm' may not read table 'deals' in PostgreSQL ")
    finally:
        run(postgresql.url, f"DROP ROLE {role}")


def test_a_server_that_is_away_is_told_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for kind, driver in (("postgresql", "postgresql+psycopg"), ("mysql", "mysql+pymysql")):
        away = Door("crm", kind, URL.create(driver, "me", WORD, "127.0.0.1", port, "crm"), 1)
        assert refused(away).endswith(
            f"127.0.0.1:{port}/crm does not answer; check host and port of connection 'crm', and whether the server"
            " runs."
        )


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        away = Door("crm", "mysql", URL.create("mysql+pymysql", "me", WORD, "127.0.0.1", port, "crm"), 1)
        assert "does not answer" in refused(away) or "broke the connection off" in refused(away)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            '(2026, "SSL is required but the server doesn\'t support it")',
            "has no encryption, which connection 'crm' dem",
        ),
        ("server does not support SSL, but SSL was required", "has no encryption, which connection 'crm' demands"),
        ("Login failed for user 'me'. (18456)", "refuses the user or the password of connection 'crm'"),
        ("ORA-01017: invalid username/password; logon denied", "refuses the user or the password of connection 'crm'"),
        ("Invalid object name 'dbo.deals'.", "has no table 'deals' any more"),
        (
            f"odd words about mssql://me:{WORD}@db/erp",
            "could not be read (table 'deals'): odd words about mssql://me:***@db",
        ),
    ],
)
def test_what_servers_say_that_are_not_tried_here(words: str, told: str) -> None:
    door = Door("crm", "mssql", URL.create("mssql+pymssql", "me", WORD, "db", None, "erp"))
    assert told in str(sentence(RuntimeError(words), door, "table 'deals'"))


def test_options_of_the_looking_driver_are_no_hindrance(mysql: Door) -> None:
    fill(mysql, "CREATE TABLE deals (id INT)")
    plain = Door("crm", "mysql", mysql.url.update_query_dict({"charset": "utf8mb4"}))
    assert list(Database(plain).table("deals").batches()) == []
    secret = Door("crm", "mysql", mysql.url.update_query_dict({"charset": "utf8mb4", "ssl-mode": "REQUIRED"}))
    assert secret.reading_url().endswith("?ssl-mode=REQUIRED")
    assert dict(secret.looking_url().query) == {"charset": "utf8mb4"}


def test_a_query_that_takes_too_long(postgresql: Door) -> None:
    fill(postgresql, "CREATE VIEW deals AS SELECT 1 AS id, pg_sleep(5)::text AS slept")
    limited = postgresql.url.update_query_dict({"options": "-c statement_timeout=300"})
    assert "stopped reading table 'deals' because it took too long" in refused(Door("crm", "postgresql", limited))


def test_a_connection_that_breaks_in_the_middle(postgresql: Door) -> None:
    fill(postgresql, "CREATE TABLE deals AS SELECT g AS id, repeat('x', 100) AS body FROM generate_series(1, 400000) g")
    batches = Database(postgresql).table("deals").batches()
    next(batches)
    fill(
        postgresql,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid()",
    )
    with pytest.raises(
        MingjingError, match="broke the connection off while table 'deals' was read; nothing has changed"
    ):
        list(batches)


def test_a_file_that_is_no_database_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database at all, but long enough to look at" * 40)
    for name in ("notes.db", "missing.db"):
        assert "is no SQLite database that can be opened" in refused(file_door(tmp_path / name))
    assert not (tmp_path / "missing.db").exists()


def test_text_that_is_not_utf_8_is_refused(sqlite: Door) -> None:
    fill(sqlite, "CREATE TABLE deals (body TEXT)", "INSERT INTO deals VALUES (CAST(x'c3' AS TEXT))")
    assert refused(sqlite).endswith("holds text that is not UTF-8; mend it there.")


def test_a_driver_that_is_not_installed_is_named() -> None:
    door = Door("erp", "mssql", make_url("mssql+pymssql://me@127.0.0.1/erp"))
    assert refused(door) == (
        "Reading SQL Server 127.0.0.1/erp needs the Python package of its driver; install it: pip install pymssql."
    )
