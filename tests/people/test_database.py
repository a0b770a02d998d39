"""The app database's files: private, complete, and one key for all processes."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from datasource.errors import MingjingError
from datasource.people.database import AppDatabase, open_app_database, write_private
from datasource.people.rows import AppTable
from datasource.tables.schema import TABLES


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_database_and_key_are_private(database: AppDatabase, tmp_path: Path) -> None:
    assert mode(tmp_path / "app.db") == 0o600
    assert mode(tmp_path / "app.key") == 0o600
    assert len((tmp_path / "app.key").read_bytes()) == 32


def test_write_ahead_log_is_on_and_as_private(database: AppDatabase, tmp_path: Path) -> None:
    with database.engine.begin() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        connection.execute(text("CREATE TABLE probe (x INTEGER)"))
        assert mode(tmp_path / "app.db-wal") == 0o600


def test_a_second_opening_finds_the_same_key(database: AppDatabase, tmp_path: Path) -> None:
    again = open_app_database(tmp_path)
    assert again.keyed_hash("x") == database.keyed_hash("x")
    again.engine.dispose()


def test_only_the_tables_of_the_app_are_made(database: AppDatabase) -> None:
    with database.engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).scalars()
        made = list(names)
    assert made == sorted(AppTable.metadata.tables)
    assert {"accounts", "audit", "preferences", "sessions", "throttle"} <= set(made)
    assert not set(made) & set(TABLES)


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "app.key").write_bytes(b"short")
    with pytest.raises(MingjingError, match="is damaged"):
        open_app_database(tmp_path)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MingjingError, match="cannot be used"):
        open_app_database(tmp_path / "file")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app.db").write_text("these are not the tables that you are looking for " * 50)
    with pytest.raises(MingjingError, match="file is not a database"):
        open_app_database(tmp_path)


@pytest.mark.parametrize("url", ["nonsense", "oracle9000://x", "sqlite:////no/such/folder/app.db"])
def test_a_url_that_cannot_be_used_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(MingjingError, match="app database"):
        open_app_database(tmp_path, url)


def test_a_url_is_used_instead_of_the_file(tmp_path: Path) -> None:
    opened = open_app_database(tmp_path / "data", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    opened.engine.dispose()
    assert (tmp_path / "elsewhere.db").exists()
    assert not (tmp_path / "data" / "app.db").exists()


def test_private_writing_replaces_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, b"new")
    assert (file.read_bytes(), mode(file)) == (b"new", 0o600)
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]
