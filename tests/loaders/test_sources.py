"""Finding the files of a mapping: by patterns, in archives and workbooks, several for one source."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import Mapping, read_mapping
from datasource.loaders.source import Source
from datasource.loaders.sources import open_sources
from datasource.store import Store

MAPPING = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
sources:
  accounts: {files: ["Account*.csv", "customers.xlsx"]}
  people: {files: people.csv, optional: true}
load:
  - {table: customers, from: accounts, key: id, columns: {name: name}}
  - {table: users, from: people, key: id, columns: {name: name}}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    (tmp_path / "small.yaml").write_text(MAPPING)
    return read_mapping(tmp_path / "small.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "from"
    made.mkdir()
    return made


def rows(source: Source) -> list[tuple[object, ...]]:
    return [row for batch in source.batches() for row in batch.rows()]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_all_files_of_the_first_matching_pattern_are_read_one_after_the_other(mapping: Mapping, folder: Path) -> None:
    (folder / "Accounts_1.csv").write_text("id,name\n1,Acme\n2,torn,row\n\n")
    (folder / "accounts_2.CSV").write_text("Name;ID;note\nBest;3;x\n")
    (folder / "customers.csv").write_text("id,name\n9,Other\n")
    read = open_sources(mapping, folder)["accounts"]
    assert read.header == ("id", "name", "Name", "ID", "note")
    assert rows(read) == [(2, "1", "Acme", "", "", ""), (6, "", "", "Best", "3", "x")]
    assert (read.tally.read, read.tally.kept) == (3, 2)
    assert read.tally.hits["ragged"].rows() == [(3, "2,torn,row", "rejected: 3 fields, the header has 2")]
    assert read.tally.hits["next_file"]["row"].to_list() == [5]


def test_every_one_of_several_files_must_have_the_columns(mapping: Mapping, folder: Path) -> None:
    (folder / "account1.csv").write_text("id,name\n1,Acme\n")
    (folder / "account2.csv").write_text("id,title\n2,Best\n")
    with pytest.raises(InvalidInput, match=r"account2\.csv' has no column 'name'"):
        open_sources(mapping, folder)


def test_an_optional_source_may_be_absent_and_has_no_rows(mapping: Mapping, folder: Path) -> None:
    (folder / "account.csv").write_text("id,name\n1,Acme\n")
    assert list(open_sources(mapping, folder)) == ["accounts"]
    store = Store(folder.parent / "data")
    import_folder(mapping, folder, store)
    assert store.read("customers")["name"].to_list() == ["Acme"]


def test_a_later_pattern_and_another_ending_are_found(mapping: Mapping, folder: Path) -> None:
    workbook(folder / "Customers.xlsx", Sheet=[["id", "name"], [1, "Acme"]])
    (folder / "~$customers.xlsx").write_bytes(b"\x05Ann")
    pl.DataFrame({"id": ["7"], "name": ["Ann"]}).write_parquet(folder / "people.parquet")
    found = open_sources(mapping, folder)
    assert [rows(found["accounts"]), rows(found["people"])] == [[(2, "1", "Acme")], [(1, "7", "Ann")]]


def test_packed_files_are_found_in_a_folder_and_an_archive_is_one(mapping: Mapping, folder: Path) -> None:
    (folder / "people.csv.gz").write_bytes(gzip.compress(b"id,name\n7,Ann\n"))
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr("crm/Account.csv", "id,name\n1,Acme\n")
    for where in (folder, folder / "export.zip"):
        assert rows(open_sources(mapping, where)["accounts"]) == [(2, "1", "Acme")]
    assert rows(open_sources(mapping, folder)["people"]) == [(2, "7", "Ann")]


def test_the_sheets_of_one_workbook_are_sources(mapping: Mapping, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", People=[["id", "name"], [7, "Ann"]], Accounts=[["id", "name"], [1, "Acme"]])
    found = open_sources(mapping, path)
    assert [rows(found["accounts"]), rows(found["people"])] == [[(2, "1", "Acme")], [(2, "7", "Ann")]]


def test_a_folder_without_any_file_of_the_mapping_is_refused(mapping: Mapping, folder: Path) -> None:
    (folder / "other.csv").write_text("a\n")
    with pytest.raises(MingjingError, match=r"has none of the files of preset 'small' \(accounts, people\)"):
        open_sources(mapping, folder)


def test_the_only_file_of_a_mapping_may_have_any_name(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(MAPPING.partition("  - {table: users")[0].replace("  people:", "  #"))
    (tmp_path / "x.txt").write_text("id\tname\n1\tAcme\n")
    assert rows(open_sources(read_mapping(tmp_path / "small.yaml"), tmp_path / "x.txt")["accounts"]) == [
        (2, "1", "Acme")
    ]
