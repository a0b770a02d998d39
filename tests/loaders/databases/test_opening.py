"""`--from NAME`: a mapping's sources in a database, only the columns that it asks for."""

import argparse
import json
from pathlib import Path

import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.connections import Door, file_door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.load import load
from datasource.loaders.mapping import read_mapping
from datasource.loaders.opening import database_at, open_origin
from datasource.loaders.profile import commands as profiling
from datasource.loaders.readers.database import Database
from datasource.settings import Settings
from datasource.store import Store
from tests.loaders.databases.conftest import fill
from tests.loaders.test_commands import command

MAPPING = """
version: 1
name: acme
title: Acme
company: Acme Ltd
currency: EUR
sources:
  accounts: {table: crm_account}
load:
  - table: users
    from: Staff.csv
    key: id
    columns: {name: name}
  - table: customers
    from: accounts
    key: account_id
    columns:
      name: AccountName
      annual_revenue_amount: revenue
      owner_id: owner
      created_at: created
      is_deleted: gone
"""
WHOLE = {"postgresql": "TIMESTAMP", "mysql": "DATETIME", "sqlite": "DATETIME"}
FLAG = {"postgresql": "BOOLEAN", "mysql": "TINYINT(1)", "sqlite": "BOOLEAN"}


def acme(door: Door) -> None:
    yes, no = ("true", "false") if door.kind == "postgresql" else ("1", "0")
    fill(
        door,
        "CREATE TABLE staff (id INT PRIMARY KEY, name VARCHAR(40), salary INT)",
        "INSERT INTO staff VALUES (7, '王芳', 9), (8, 'Anna', 8)",
        "CREATE TABLE crm_account (account_id INT PRIMARY KEY, account_name VARCHAR(40), revenue NUMERIC(18, 2),"
        f" owner INT, created {WHOLE[door.kind]}, gone {FLAG[door.kind]}, notes TEXT)",
        f"INSERT INTO crm_account VALUES (1, 'Nord', 922337203685.93, 7, '2024-02-29 23:59:58', {no}, 'x'),"
        f" (2, 'Süd', 0.10, 9, NULL, {yes}, NULL)",
    )


@pytest.fixture
def mapping_file(tmp_path: Path) -> Path:
    file = tmp_path / "acme.yaml"
    file.write_text(MAPPING, "utf-8")
    return file


def test_a_mapping_is_loaded_from_a_database(door: Door, mapping_file: Path, tmp_path: Path) -> None:
    acme(door)
    mapping = read_mapping(mapping_file)
    sources = open_tables(mapping, Database(door))
    assert {name: source.header for name, source in sources.items()} == {
        "Staff.csv": ("id", "name"),
        "accounts": ("account_id", "account_name", "revenue", "owner", "created", "gone"),
    }
    store = Store(tmp_path / "data")
    report = load(mapping, sources, store)
    customers = store.read("customers").select(
        "customer_id", "name", "annual_revenue_amount", "owner_id", "created_at", "is_deleted"
    )
    assert [tuple(map(str, row)) for row in customers.rows()] == [
        ("1", "Nord", "92233720368593", "7", "2024-02-29 23:59:58", "False"),
        ("2", "Süd", "10", "0", "None", "True"),
    ]
    assert (report.files["accounts"].read, report.files["accounts"].kept) == (2, 2)
    assert report.files["accounts"].origin == f"{door.name}: crm_account"


def test_all_missing_tables_and_columns_are_told_at_once(sqlite: Door, mapping_file: Path) -> None:
    fill(sqlite, "CREATE TABLE crm_account (account_id INT, account_nam TEXT, revenue INT, owner INT, created TEXT)")
    with pytest.raises(InvalidInput) as caught:
        open_tables(read_mapping(mapping_file), Database(sqlite))
    said = [str(problem) for problem in caught.value.problems]
    assert "Unknown table 'Staff'" in said[0]
    assert said[1:] == [
        "crm: crm_account: has no column 'AccountName'. Did you mean 'account_nam'?",
        "crm: crm_account: has no column 'gone'. Did you mean 'owner'?",
    ]


def test_import_takes_the_name_of_a_connection(
    sqlite: Door,
    mapping_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    acme(sqlite)
    monkeypatch.setenv("MINGJING_ACME_URL", f"sqlite:///{sqlite.url.database}")
    words = ("import", "--mapping", str(mapping_file), "--data", str(tmp_path / "data"), "--json", "--from")
    for origin in ("acme", str(sqlite.url.database)):
        assert command(*words, origin) == 0
        assert json.loads(capsys.readouterr().out)["tables"]["customers"]["kept"] == 2


def test_profile_takes_the_name_of_a_connection(
    door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    acme(door)
    monkeypatch.setenv("MINGJING_ACME_URL", door.url.render_as_string(hide_password=False))
    parser = argparse.ArgumentParser()
    profiling.add_commands(parser.add_subparsers(required=True))
    assert profiling.run(parser.parse_args(["profile", "acme", "--table", "staff", "--table", "stuff", "--json"])) == 2
    told = json.loads(capsys.readouterr().out)
    [staff] = told["tables"]
    assert (staff["origin"], staff["read"], staff["kept"]) == ("acme: staff", 2, 2)
    assert [column["name"] for column in staff["columns"]] == ["id", "name", "salary"]
    assert told["refused"][0]["origin"] == "acme: stuff"
    assert "Did you mean 'staff'?" in told["refused"][0]["reason"]


def test_a_url_on_the_command_line_is_refused_and_not_repeated(mapping_file: Path) -> None:
    with pytest.raises(MingjingError, match="Name a connection instead of a URL") as caught:
        open_origin(read_mapping(mapping_file), "mysql://me:geheim@db/crm", Settings())
    assert "geheim" not in str(caught.value)


def test_what_is_neither_folder_nor_connection_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MingjingError, match="'acme' is neither a folder nor a connection"):
        database_at("acme", Settings())
    (tmp_path / "acme").mkdir()
    assert database_at("acme", Settings()) is None
    assert file_door(tmp_path / "x.db").name == "x"
