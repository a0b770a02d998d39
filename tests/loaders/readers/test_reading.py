"""Workbooks, Parquet, JSON and archives: what a file is comes from its bytes, and hostile ones are refused."""

import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.loaders.readers.place import file_at
from datasource.loaders.readers.reading import open_source, tables_in
from datasource.loaders.source import Source

CSV = b"id,name\n007,Acme\n"


def source(path: Path, how: How = AS_FOUND, limits: Limits = USUAL) -> Source:
    return open_source(file_at(path, limits), how)


def rows(read: Source) -> list[tuple[object, ...]]:
    return [row for batch in read.batches() for row in batch.rows()]


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_a_sheet_is_read_as_text_with_its_own_row_numbers(tmp_path: Path) -> None:
    lines: list[list[object]] = [
        ["Report"],
        [],
        ["name", "amount", "day", "at", "open"],
        ["Acme", 22.700000000000003, date(2024, 1, 2), datetime(2024, 1, 2, 3, 4, 5), True],
        [],
        ["Best", 5, None, None, False],
    ]
    read = source(workbook(tmp_path / "a.xlsx", Deals=lines))
    assert read.header == ("name", "amount", "day", "at", "open")
    assert rows(read) == [
        (4, "Acme", "22.7", "2024-01-02", "2024-01-02 03:04:05", "true"),
        (6, "Best", "5", "", "", "false"),
    ]
    assert read.tally.counts == {"junk": 1, "blank_line": 2}
    assert (read.form.sheet, read.form.header_row) == ("Deals", 3)


def test_each_filled_sheet_is_a_table_and_one_may_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["x"], [1]], Empty=[], B=[["y"], [2]])
    assert [how.sheet for _place, how in tables_in(file_at(path))] == ["A", "B"]
    assert rows(source(path, How(sheet="B"))) == [(2, "2")]
    with pytest.raises(MingjingError, match=r"Unknown sheet 'C'\. Known: A, B, Empty\."):
        source(path, How(sheet="C"))


def test_cells_that_hold_no_value_are_told(tmp_path: Path) -> None:
    lines: list[list[object]] = [["name", "amount"], ["Acme", "=1+1"], ["Best", "#N/A"]]
    path = workbook(tmp_path / "a.xlsx", **{"A & B": lines})
    read = source(path)
    assert rows(read) == [(2, "Acme", ""), (3, "Best", "")]
    assert read.tally.hits["no_value"].rows() == [
        (2, "B2", "left empty: a formula that was never computed"),
        (3, "B3 #N/A", "left empty: an error of the spreadsheet"),
    ]


def test_a_formula_that_is_text_stays_text(tmp_path: Path) -> None:
    assert rows(source(written(tmp_path / "a.csv", "name,note\n=1+1,\"=cmd|' /C calc'!A0\"\n"))) == [
        (2, "=1+1", "=cmd|' /C calc'!A0")
    ]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"id": [1, None], "day": [date(2024, 1, 2), None], "tags": [["a", "b"], None]}).write_parquet(path)
    read = source(path)
    assert rows(read) == [(1, 1, date(2024, 1, 2), '["a","b"]'), (2, None, None, None)]
    assert (read.encoding, read.tally.read) == ("Parquet", 2)


SALESFORCE = {
    "totalSize": 3,
    "done": False,
    "nextRecordsUrl": "/services/data/v60.0/query/01g-2000",
    "records": [
        {
            "attributes": {"type": "Opportunity"},
            "Id": "006",
            "Account": {"Name": "华为"},
            "Tags": ["a", 1],
            "Won": True,
        },
        {"attributes": {"type": "Opportunity"}, "Id": "007", "Account": None},
    ],
}


def test_nested_records_are_flattened_and_a_missing_page_is_told(tmp_path: Path) -> None:
    read = source(written(tmp_path / "a.json", json.dumps(SALESFORCE)))
    assert read.header == ("attributes.type", "Id", "Account.Name", "Tags", "Won", "Account")
    assert rows(read) == [
        (1, "Opportunity", "006", "华为", '["a", 1]', "true", ""),
        (2, "Opportunity", "007", *[""] * 4),
    ]
    assert read.tally.hits["incomplete"].rows() == [
        (2, "done: false, /services/data/v60.0/query/01g-2000", "the file ends here, and there are more records")
    ]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1.10}, {"a": 2, "b": null}]',
        '{"a": 1.10}\n{"a": 2, "b": null}\n',
        '{"data": [{"a": 1.10}, {"a": 2, "b": null}], "info": {"more_records": false}}',
        '{"code": 0, "data": {"total": 2, "list": [{"a": 1.10}, {"a": 2, "b": null}]}}',
        '{"records": [{"a": 1.10}], "done": false}\n{"records": [{"a": 2, "b": null}], "done": true}\n',
        '{"opportunities": [{"a": 1.10}, {"a": 2, "b": null}], "name": "x"}',
    ],
)
def test_rows_are_found_wherever_an_interface_puts_them(tmp_path: Path, text: str) -> None:
    read = source(written(tmp_path / "a.json", text))
    assert (read.header, rows(read)) == (("a", "b"), [(1, "1.10", ""), (2, "2", "")])
    assert read.tally.counts == {}


def test_a_row_of_json_lines_may_hold_a_list_of_its_own(tmp_path: Path) -> None:
    read = source(written(tmp_path / "a.jsonl", '{"id": 1, "items": [{"x": 1}]}\n{"id": 2, "items": []}\n'))
    assert rows(read) == [(1, "1", '[{"x": 1}]'), (2, "2", "[]")]


def test_the_place_of_the_rows_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", '{"a": {"b": [{"x": 1}]}, "c": [{"y": 2}], "d": [{"z": 3}]}')
    assert rows(source(path, How(records="a.b"))) == [(1, "1")]
    with pytest.raises(MingjingError, match=r"it holds several lists \(c, d\); say in 'records' which one is meant"):
        source(path)
    with pytest.raises(MingjingError, match=r"there is no 'a\.x' in it; give the place of its rows in 'records'"):
        source(path, How(records="a.x"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"a": 1}, {"a":\n', r"the value at line 1 is broken or cut off"),
        ('{"a": 1}\n{"a": x}\n', r"the value at line 2 is broken or cut off"),
        ("[" * 100_000, r"the value at line 1 is broken or cut off"),
        ("[1, 2]", r"its rows are no objects; each should have names and values"),
        ("[]", r"holds no objects; it should be a list of them"),
    ],
)
def test_what_is_no_json_of_rows_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MingjingError, match=message):
        source(written(tmp_path / "a.json", text))


def test_a_json_value_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", '{"records": [' + '{"a": "' + "x" * 3_000_000 + '"}]}')
    with pytest.raises(MingjingError, match=r"holds a JSON value of more than 1,000 bytes at line 1; write JSON Lines"):
        source(path, limits=replace(USUAL, document=1000))


def test_packed_files_are_read_where_they_lie(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "b.xlsx", A=[["x"], [1]]).read_bytes()
    path = zipped(
        tmp_path / "a.zip", {"crm/a.csv": CSV, "b.xlsx": inner, "__MACOSX/._a.csv": b"\0", ".DS_Store": b"\0"}
    )
    tables = [open_source(place, how) for place, how in tables_in(file_at(path))]
    assert [one.origin.removeprefix(str(path)) for one in tables] == ["!crm/a.csv", "!b.xlsx"]
    assert [rows(one) for one in tables] == [[(2, "007", "Acme")], [(2, "1")]]
    assert rows(source(written(tmp_path / "a.csv.gz", gzip.compress(CSV)))) == [(2, "007", "Acme")]
    assert rows(source(zipped(tmp_path / "c.zip", {"a.csv": CSV}))) == [(2, "007", "Acme")]


def test_names_of_members_that_chinese_windows_wrote_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"XXXX.csv": CSV})
    path.write_bytes(path.read_bytes().replace(b"XXXX", "客户".encode("gb18030")))
    assert source(path).origin == f"{path}!客户.csv"


@pytest.mark.parametrize("name", ["../../etc/cron.d/a.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv"])
def test_a_member_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(MingjingError, match=r"a name that leads out of the archive; pack the files again"):
        source(zipped(tmp_path / "a.zip", {name: CSV}))


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "a.zip", {"a.csv": CSV}).read_bytes()
    for content in (inner, gzip.compress(CSV)):
        with pytest.raises(MingjingError, match=r"is an archive inside of an archive; pack the files themselves"):
            source(zipped(tmp_path / "b.zip", {"inner": content}))


BOMB = b"a,b\n" + b"1,2\n" * 500_000
TIGHT = replace(USUAL, harmless=100_000, ratio=50)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    for path in (zipped(tmp_path / "a.zip", {"a.csv": BOMB}), written(tmp_path / "a.csv.gz", gzip.compress(BOMB))):
        with pytest.raises(MingjingError, match=r"unpacks to more than 50 times its size: it is taken for a bomb"):
            source(path, limits=TIGHT)


def test_a_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    limits = replace(USUAL, unpacked=1_000_000)
    for path in (zipped(tmp_path / "a.zip", {"a.csv": BOMB}), written(tmp_path / "a.csv.gz", gzip.compress(BOMB))):
        with pytest.raises(MingjingError, match=r"unpacks to [\d,]+ bytes or more, 1,000,000 are allowed"):
            source(path, limits=limits)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["x"], [1]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 3_000_000)
    with pytest.raises(MingjingError, match=r"is taken for a bomb"):
        source(path, limits=TIGHT)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"%PDF-1.7\n", "PDF"), (b"BZh91AY", "bzip2"), (b"\0" * 257 + b"ustar", "tar")],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(MingjingError, match=f"is a {kind} file; give its rows as CSV, Excel, Parquet or JSON"):
        source(written(tmp_path / "a.csv", content))


@pytest.mark.parametrize(
    "head", ["<html><table>", "\ufeff<!DOCTYPE html>", "  <table border=1>", '<?xml version="1.0"?>']
)
def test_a_web_page_in_the_place_of_a_workbook_is_named(tmp_path: Path, head: str) -> None:
    with pytest.raises(MingjingError, match=r"is a web page or XML, whatever its name says"):
        source(written(tmp_path / "deals.xls", head))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("samples")
    parquet = io.BytesIO()
    pl.DataFrame({"a": [1, 2]}).write_parquet(parquet)
    book = workbook(folder / "s.xlsx", A=[["x", "y"], [1, "=1"]]).read_bytes()
    packed = zipped(folder / "s.zip", {"a.csv": CSV}).read_bytes()
    return [parquet.getvalue(), book, packed, gzip.compress(CSV), json.dumps(SALESFORCE).encode(), CSV]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_read_or_refused_in_a_sentence(
    tmp_path: Path, samples: list[bytes], data: st.DataObject
) -> None:
    raw = bytearray(samples[data.draw(st.integers(0, len(samples) - 1))])
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=4)):
        raw[at] = data.draw(st.integers(0, 255))
    path = written(tmp_path / "a.bin", bytes(raw[: data.draw(st.integers(1, len(raw)))]))
    try:
        for place, how in tables_in(file_at(path)):
            read = open_source(place, how)
            assert len(rows(read)) == read.tally.kept
    except MingjingError as error:
        assert "a.bin" in str(error)
