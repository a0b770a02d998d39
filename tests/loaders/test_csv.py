"""Reading CSV: every row is kept, or counted and shown, or the file is refused in one sentence."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.loaders.readers.csv import read_csv
from datasource.loaders.sheet import ROW, Sheet


def read(folder: Path, raw: bytes | str, encoding: str | None = None, separator: str = ",") -> Sheet:
    path = folder / "deals.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read_csv(path, encoding, separator)


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return sheet.rows.drop(ROW).rows()


def test_every_cell_is_read_as_text_with_its_leading_zeros(tmp_path: Path) -> None:
    sheet = read(tmp_path, "id,amount\n007,1.50\n,\n")
    assert sheet.header == ("id", "amount")
    assert cells(sheet) == [("007", "1.50"), ("", "")]
    assert sheet.rows[ROW].to_list() == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_gives_the_same_rows(tmp_path: Path, end: str) -> None:
    assert cells(read(tmp_path, f"a,b{end}1,2{end}3,4{end}")) == [("1", "2"), ("3", "4")]


def test_a_quoted_field_may_hold_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'a,b\n"x,y","he said ""no""\nand left"\n3,4\n')
    assert cells(sheet) == [("x,y", 'he said "no"\nand left'), ("3", "4")]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("客户,金额\n华为,1".encode(), "utf-8"),
        ("客户,金额\n华为,1".encode("utf-8-sig"), "utf-8-sig"),
        ("客户,金额\n华为,1".encode("utf-16"), "utf-16"),
        ("客户,金额\n华为,1".encode("utf-16-be").join((b"\xfe\xff", b"")), "utf-16"),
        ("客户,金额\n华为,1".encode("gb18030"), "gb18030"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path: Path, raw: bytes, encoding: str) -> None:
    sheet = read(tmp_path, raw)
    assert (sheet.header, cells(sheet), sheet.encoding) == (("客户", "金额"), [("华为", "1")], encoding)


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "a\ncafé\n".encode("cp1252"), "cp1252")) == [("café",)]


def test_a_declared_separator_is_used(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "a;b\n1,5;2\n", separator=";")) == [("1,5", "2")]


def test_ragged_rows_are_set_apart_with_their_number_and_shown(tmp_path: Path) -> None:
    sheet = read(tmp_path, "id,name,amount\n1,Acme,5\n2,Smith, Ltd,7\n3,Short\n4,Good,9\n")
    assert cells(sheet) == [("1", "Acme", "5"), ("4", "Good", "9")]
    assert sheet.ragged.rows() == [
        (3, "2,Smith, Ltd,7", "rejected: 4 fields, the header has 3"),
        (4, "3,Short", "rejected: 2 fields, the header has 3"),
    ]
    assert sheet.read == 4


def test_blank_lines_are_no_rows_but_counted(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n\n1,2\n\n")
    assert cells(sheet) == [("1", "2")]
    assert sheet.rows[ROW].to_list() == [3]
    assert sheet.blank["row"].to_list() == [2, 4]


def test_a_line_of_spaces_alone_is_a_blank_line(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n1,2\n   \n")
    assert (cells(sheet), sheet.ragged.height, sheet.blank["row"].to_list()) == ([("1", "2")], 0, [3])


def test_an_empty_cell_in_a_file_of_one_column_is_a_row(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "a\n1\n \n")) == [("1",), (" ",)]


def test_a_file_with_only_a_header_has_no_rows(tmp_path: Path) -> None:
    sheet = read(tmp_path, "a,b\n")
    assert (sheet.header, sheet.read) == (("a", "b"), 0)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", r"deals\.csv' is empty; it should start with a line of column names"),
        (b" \n\r\n ", r"deals\.csv' is empty"),
        (b"a,b\n1,\x00\x01\x02\n", r"is no text file \(binary bytes in line 2\); export it as CSV again"),
        (b"PK\x03\x04\x14\x00\x06\x00", r"is no text file \(binary bytes in line 1\)"),
        ("a\nпривет\n".encode("cp1251"), r"is neither UTF-8 nor plainly Chinese .* \(line 2\); save it as UTF-8"),
        (b"\xff\xfe\x00", r"is not utf-16 text at line 1; save it as UTF-8"),
        (b'a,b\n0,0\n1,"2\n3,4\n', r"breaks at row 3 \(1,\"2\): a quote opens there and is never closed"),
    ],
)
def test_what_is_no_usable_csv_is_refused_in_one_sentence(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(MingjingError, match=message):
        read(tmp_path, raw)


def test_text_that_is_not_in_the_declared_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="is not utf-8 text at line 2; save it as UTF-8"):
        read(tmp_path, "a\n客户\n".encode("gb18030"), "utf-8")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"There is no file '.*deals\.csv'; export it or give another folder"):
        read_csv(tmp_path / "deals.csv")


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"Cannot read '.*': Is a directory; put a file there that you may read"):
        read_csv(tmp_path)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXT, TEXT), max_size=6), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_is_written_with_quotes_is_read_back(tmp_path: Path, rows: list[tuple[str, str]], end: str) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [("a", "b"), *rows]]
    assert cells(read(tmp_path, end.join([*quoted, ""]))) == rows


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_one_sentence(tmp_path: Path, raw: bytes) -> None:
    try:
        sheet = read(tmp_path, raw)
    except MingjingError as error:
        assert "deals.csv" in str(error)
    else:
        assert sheet.read == sheet.rows.height + sheet.ragged.height
        assert sheet.header
