"""Separated text in batches: both ways of reading give what Python's `csv` gives, and every row is accounted for."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from datasource.errors import MingjingError
from datasource.loaders.readers import counted
from datasource.loaders.readers.csv import open_csv
from datasource.loaders.readers.how import AS_FOUND, How
from datasource.loaders.readers.limits import USUAL, Limits
from datasource.loaders.readers.place import file_at
from datasource.loaders.source import ROW, Source

SMALL = replace(USUAL, row=4000, block=32)


def source(folder: Path, raw: bytes | str, how: How = AS_FOUND, limits: Limits = SMALL) -> Source:
    path = folder / "deals.csv"
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return open_csv(file_at(path, limits), how)


def rows(read: Source) -> list[tuple[object, ...]]:
    return [row for batch in read.batches() for row in batch.rows()]


def hits(read: Source, rule: str) -> list[tuple[object, ...]]:
    return read.tally.hits[rule].rows()


@pytest.mark.parametrize("rows_before", [1, 40], ids=["exactly", "quickly"])
def test_fields_that_a_row_has_too_much_go_into_the_column_that_takes_them(tmp_path: Path, rows_before: int) -> None:
    plain = [f"{row},Plain,Rome\n" for row in range(rows_before)]
    odd = ["a,Rua do Paço, 67, 2,Rio\n", "b,Rome\n", 'c,"Main, 5",Rome\n']
    raw = "id,address,city\n" + "".join([*plain, *odd])
    read = source(tmp_path, raw, How(spill="address"))
    last = rows_before + 2
    assert rows(read)[rows_before:] == [
        (last, "a", "Rua do Paço, 67, 2", "Rio"),
        (last + 2, "c", "Main, 5", "Rome"),
    ]
    assert hits(read, "spill") == [(last, "a,Rua do Paço, 67, 2,Rio", "Rua do Paço, 67, 2")]
    assert hits(read, "ragged") == [(last + 1, "b,Rome", "rejected: 2 fields, the header has 3")]
    assert (read.tally.read, read.tally.kept) == (rows_before + 3, rows_before + 2)
    other = source(tmp_path, raw, How(spill="nowhere"))
    assert (len(rows(other)), len(hits(other, "ragged"))) == (rows_before + 1, 2)


def test_a_source_is_read_again_from_the_start(tmp_path: Path) -> None:
    read = source(tmp_path, "a,b\n" + "1,2\n" * 50)
    assert rows(read) == rows(read) == [(number, "1", "2") for number in range(2, 52)]
    assert (read.tally.read, read.tally.kept) == (50, 50)


def test_junk_above_the_names_is_counted_and_shown(tmp_path: Path) -> None:
    read = source(tmp_path, "Sales report,,\n\nname,amount,stage\nAcme,1,won\nBest,2,lost\n")
    assert rows(read) == [(4, "Acme", "1", "won"), (5, "Best", "2", "lost")]
    assert hits(read, "junk") == [(1, "Sales report,,", "skipped: above the names")]
    assert hits(read, "blank_line") == [(2, "", "skipped: a blank line")]
    assert read.form.header_row == 3


def test_a_separator_told_to_spreadsheets_is_taken(tmp_path: Path) -> None:
    read = source(tmp_path, "sep=;\nname;amount\nAcme, Ltd;1,5\n")
    assert (read.header, rows(read)) == (("name", "amount"), [(3, "Acme, Ltd", "1,5")])
    assert hits(read, "junk") == [(1, "sep=;", "skipped: above the names")]


@pytest.mark.parametrize("below", ["1,2\n3,4\n5,6\n", "1,2,3,4\n5,6,7,8\n9,0,1,2\n"])
def test_names_that_no_row_fits_stay_the_names(tmp_path: Path, below: str) -> None:
    read = source(tmp_path, "id,name,amount\n" + below)
    assert (read.header, rows(read), read.tally.rejected) == (("id", "name", "amount"), [], 3)


def test_commas_in_sentences_do_not_part_a_column(tmp_path: Path) -> None:
    read = source(tmp_path, "address\nLondon, UK\nParis, France\nRome, Italy\n")
    assert (read.header, rows(read)[0], read.tally.kept) == (("address",), (2, "London, UK"), 3)


def test_a_declared_header_wins(tmp_path: Path) -> None:
    read = source(tmp_path, "x,y\na,b\n1,2\n", How(header=2))
    assert (read.header, rows(read)) == (("a", "b"), [(3, "1", "2")])


def test_a_file_without_names_takes_those_that_are_declared(tmp_path: Path) -> None:
    read = source(tmp_path, "Acme,2\nBest,3\n", How(header=0, names=("name", "deals")))
    assert (read.header, rows(read)) == (("name", "deals"), [(1, "Acme", "2"), (2, "Best", "3")])


def test_a_first_row_without_a_letter_names_nothing(tmp_path: Path) -> None:
    read = source(tmp_path, "1,2024-01-02\n2,2024-01-03\n")
    assert (read.header, len(rows(read)), read.form.header_row) == (("column_1", "column_2"), 2, None)


def test_unnamed_and_repeated_columns_get_names_and_are_told(tmp_path: Path) -> None:
    read = source(tmp_path, "Name,,Name,Name_2\n1,2,3,4\n")
    assert read.header == ("Name", "column_2", "Name_3", "Name_2")
    assert rows(read) == [(2, "1", "2", "3", "4")]
    assert hits(read, "repeated_column") == [(1, "Name", "Name_3")]
    assert hits(read, "unnamed_column") == [(1, "", "column_2")]


def test_a_column_more_that_is_empty_in_every_row_shifts_nothing(tmp_path: Path) -> None:
    read = source(tmp_path, "a,b\n1,2,\n3,4,\n")
    assert (read.header, rows(read)) == (("a", "b", "column_3"), [(2, "1", "2", ""), (3, "3", "4", "")])


def test_broken_quotes_cost_their_own_row_alone(tmp_path: Path) -> None:
    read = source(tmp_path, 'a,b\n1,"he said "no" to us"\n2,ok\n')
    assert rows(read) == [(3, "2", "ok")]
    assert hits(read, "broken_quote") == [(2, '1,"he said "no" to us"', "rejected: quotes that do not close a cell")]
    assert (read.tally.read, read.tally.rejected) == (2, 1)


def test_a_quote_in_the_middle_of_a_cell_is_a_character(tmp_path: Path) -> None:
    assert rows(source(tmp_path, 'a,b\n5" pipe,1\n"x",2\n')) == [(2, '5" pipe', "1"), (3, "x", "2")]


def test_cells_with_quotes_in_them_leave_the_others_to_the_quick_way(tmp_path: Path) -> None:
    lines = [f'{one},"a ""b""",x' if one % 50 else f'{one},5" pipe,x' for one in range(2000)]
    read = source(tmp_path, "id,note,y\n" + "\n".join(lines) + "\n", limits=replace(SMALL, block=1000))
    found = rows(read)
    assert [row[0] for row in found] == list(range(2, 2002))
    assert {row[2] for row in found} == {'a "b"', '5" pipe'}
    assert sum(row[2] == '5" pipe' for row in found) == 40


def test_a_row_with_a_quoted_line_end_has_one_number(tmp_path: Path) -> None:
    assert rows(source(tmp_path, 'a,b\n"1\n2",3\n4,5\n')) == [(2, "1\n2", "3"), (3, "4", "5")]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "||", "~|~", "::"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str) -> None:
    lines = [("name", "note", "amount"), ("Acme", "x", "1.5"), ("Best", "y", "2.5")]
    read = source(tmp_path, "".join(f"{separator.join(line)}\n" for line in lines))
    assert (read.form.separator, read.header) == (separator, lines[0])


def test_decimal_commas_do_not_make_commas_the_separator(tmp_path: Path) -> None:
    read = source(tmp_path, "name;amount\nAcme;1,5\nBest;2,5\n")
    assert rows(read) == [(2, "Acme", "1,5"), (3, "Best", "2,5")]


@pytest.mark.parametrize("separator", ["||", "~|~", "::", "§"])
def test_a_separator_may_have_several_characters(tmp_path: Path, separator: str) -> None:
    lines = [["a", "b"], ["1|2", "3:4"], [f'"x{separator}y"', "5"], ["6"]]
    read = source(tmp_path, "".join(f"{separator.join(line)}\n" for line in lines), How(separator=separator))
    assert rows(read) == [(2, "1|2", "3:4"), (3, f"x{separator}y", "5")]
    assert hits(read, "ragged") == [(4, "6", "rejected: 1 fields, the header has 2")]


@pytest.mark.parametrize("separator", ['"', "\n", "123456789"])
def test_what_cannot_part_fields_is_no_separator(tmp_path: Path, separator: str) -> None:
    with pytest.raises(MingjingError, match=r"cannot part fields; give one to eight characters without quotes"):
        source(tmp_path, "a,b\n", How(separator=separator))


def test_a_row_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    read = source(tmp_path, "a,b\n" + "1,2\n" * 300 + "1," + "x" * 10_000 + "\n")
    with pytest.raises(
        MingjingError, match=r"Row 302 of '.*' is longer than 4,000 bytes: .* raise imports\.max_row_mb"
    ):
        rows(read)


def test_a_file_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"Row 1 of '.*deals\.csv' is longer than 4,000 bytes"):
        source(tmp_path, "x" * 20_000)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"has 30 columns, 20 are allowed; if it is right, raise imports"):
        source(tmp_path, ",".join(["a"] * 30), limits=replace(SMALL, columns=20))


WESTERN = "Prénom,Ville\nJérôme,Besançon\n"
CHINESE = "客户,金额\n华为技术有限公司,1\n张三,2\n"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (WESTERN, "cp1252", "cp1252"),
        ("Kunde,Stadt\nMüller GmbH,Köln\nWeiß & Söhne,Düsseldorf\n", "cp1252", "cp1252"),
        ("cliente,ciudad\nMuñoz,Málaga\nPeña S.A.,Bogotá – 5 €\n", "cp1252", "cp1252"),
        ("cliente,cidade\nJoão,São Paulo\nConceição,Florianópolis\n", "cp1252", "cp1252"),
        ("kunde,by\nBjørn Ødegård,Tromsø\nSøren Kjær,Århus\n", "cp1252", "cp1252"),
        ("kund,ort\nÅsa Öberg,Malmö\nLång,Göteborg 5 m²\n", "cp1252", "cp1252"),
        ("客户,备注\n华为,上海→北京 25℃ café\n", "gb18030", "gb18030"),
        ("id,name\n" + "1,客户 1\n" * 30, "gb18030", "gb18030"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE.replace("张", "一"), "utf-16-be", "utf-16-be"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
    ],
)
def test_the_encoding_is_told(tmp_path: Path, text: str, codec: str, told: str) -> None:
    read = source(tmp_path, text.encode(codec))
    assert read.encoding == told
    assert [read.header, *(row[1:] for row in rows(read))] == [tuple(one.split(",")) for one in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("имя,город\nИван,Москва\n", "cp1251"),
        ("이름,도시\n" + "홍길동은 서울에 살고 부산에서 일한다,1\n" * 3, "euc-kr"),
        ("客戶,金額\n臺灣積體電路,1\n", "big5"),
        ("名前,都市\nたなか,とうきょう\n", "shift-jis"),
        ("müşteri,şehir\nAyşe Yıldız,Eskişehir\nIşık Çağrı,Muğla\n", "cp1254"),
        ("zákazník,město\nJiří Dvořák,Plzeň\nZdeněk Němec,Třebíč\n", "cp1250"),
        ("klient,miasto\nMichał Wójcik,Łódź\nPaweł Dąbrowski,Wrocław\n", "cp1250"),
        ("ügyfél,város\nGyőző Szűcs,Győr\nErdős Ferenc,Hévíz\n", "cp1250"),
    ],
)
def test_what_may_be_another_encoding_is_refused_and_not_garbled(tmp_path: Path, text: str, codec: str) -> None:
    with pytest.raises(
        MingjingError, match=r"is neither UTF-8 nor plainly Chinese .*line [12].* or declare its encoding"
    ):
        source(tmp_path, text.encode(codec))
    assert source(tmp_path, text.encode(codec), How(encoding=codec)).header == tuple(text.partition("\n")[0].split(","))


def test_utf8_with_a_broken_place_is_not_taken_for_something_else(tmp_path: Path) -> None:
    raw = "客户,金额\n华为技术有限公司,1\n".encode() + b"\xe5\x8d,2\n"
    with pytest.raises(MingjingError, match=r"is neither UTF-8 nor .*line 3"):
        source(tmp_path, raw)


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match=r"unknown encoding 'utf-99'; give utf-8, utf-16, gb18030, cp1252"):
        source(tmp_path, "a\n", How(encoding="utf-99"))


def expected(text: str, width: int) -> tuple[list[tuple[object, ...]], int, int]:
    """The good rows after the first one with their numbers, and how many are ragged and blank: by Python's `csv`."""
    good: list[tuple[object, ...]] = []
    ragged = blank = 0
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), strict=True), start=1):
        if number == 1:
            continue
        if len(row) == width:
            good.append((number, *row))
        elif not row or (len(row) == 1 and not row[0].strip()):
            blank += 1
        else:
            ragged += 1
    return good, ragged, blank


def is_wrong(text: str) -> bool:
    try:
        list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error:
        return True
    return False


PIECES = st.lists(
    st.sampled_from(["a", "é", "客", '"', '""', ",", "\n", "\r\n", "\r", " ", ",b,", '"x"', '"p,q"']), max_size=40
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES, width=st.integers(1, 3))
@example(pieces=["a,,", "\n", "\n", ",,"], width=3)
@example(pieces=["a,b\n", "a\n", "a,b,c\n"], width=2)
@example(pieces=["a,b\n", '"p,q"\n', "a,b\n"], width=2)
@example(pieces=['"a\r\nb",""\r\n', '"""",a\n', 'a,"b"'], width=2)
@example(pieces=["a,b\n", "\n", "a\r,b\n"], width=2)
def test_both_ways_of_reading_agree_with_pythons_csv(tmp_path: Path, pieces: Sequence[str], width: int) -> None:
    text = ",".join("nml"[:width]) + "\n" + "".join(pieces)
    if is_wrong(text):
        return
    how = How(separator=",", header=1, encoding="utf-8")
    for limits in (SMALL, replace(SMALL, block=3), USUAL):
        read = source(tmp_path, text, how, limits)
        if len(read.header) != width:
            return
        good, ragged, blank = expected(text, width)
        assert rows(read) == good
        assert read.tally.counts.get("ragged", 0) == ragged
        assert read.tally.counts.get("blank_line", 0) == blank
        assert read.tally.read == len(good) + ragged


@pytest.mark.parametrize("name", ["x\x01", "x^2", "xڿ"])
def test_a_first_cell_that_looks_packed_is_text(tmp_path: Path, name: str) -> None:
    read = source(tmp_path, f"{name},a\n{name},1\nb,2\n", How(encoding="utf-8", header=0, names=("n", "a")), USUAL)
    assert rows(read) == [(1, name, "a"), (2, name, "1"), (3, "b", "2")]


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.lists(st.sampled_from(["", "a", "é,", "p\nq", '"', "客" * 20]), min_size=2, max_size=3)))
@pytest.mark.parametrize("much", [1, 10**9])
def test_counting_proves_good_rows_and_nothing_else(much: int, lines: list[list[str]]) -> None:
    text = "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) + "\r\n" for line in lines)
    quotes = np.flatnonzero(np.frombuffer(text.encode(), np.uint8) == ord('"'))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "_MUCH", much)
        read = counted.read_counted(text.encode(), ("a", "b"), ",", quotes)
    good = all(len(line) == 2 for line in lines) and lines
    assert (None if read is None else [list(row) for row in read.rows()]) == (lines if good else None)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=80) | PIECES.map(lambda pieces: "".join(pieces).encode("gb18030")))
def test_any_bytes_are_accounted_for_or_refused(tmp_path: Path, raw: bytes) -> None:
    try:
        read = source(tmp_path, raw)
        kept = rows(read)
    except MingjingError as error:
        assert "deals.csv" in str(error)
    else:
        assert read.tally.read == len(kept) + read.tally.rejected
        assert {ROW, *read.header} == set(next(read.batches()).columns) if kept else True
