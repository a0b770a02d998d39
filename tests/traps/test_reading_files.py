"""Ways in which reading a file gives wrong numbers without an error, each shut."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from datasource.errors import MingjingError
from datasource.loaders.readers.place import file_at
from datasource.loaders.readers.reading import open_source
from datasource.loaders.source import Source


def source(path: Path, raw: bytes) -> Source:
    path.write_bytes(raw)
    return open_source(file_at(path))


def total(read: Source, column: str) -> Decimal:
    return sum((Decimal(text) for batch in read.batches() for text in batch[column] if text), Decimal(0))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_file_of_returns_alone_has_rows(tmp_path: Path, end: bytes) -> None:
    read = source(tmp_path / "a.csv", end.join([b"id,amount", b"1,5.00", b"2,7.00", b""]))
    assert (total(read, "amount"), read.tally.read) == (Decimal("12.00"), 2)


def test_mixed_line_ends_neither_join_nor_lose_rows(tmp_path: Path) -> None:
    read = source(tmp_path / "a.csv", b"id,amount\r\n1,5.00\r2,7.00\n3,9.00")
    assert (total(read, "amount"), read.tally.read) == (Decimal("21.00"), 3)


def test_a_ragged_row_shifts_no_amount_into_another_column(tmp_path: Path) -> None:
    read = source(tmp_path / "a.csv", b"name,amount,year\nAcme,5,2024\nSmith, Ltd,7,2024\nBest,2024\n")
    assert (total(read, "amount"), total(read, "year")) == (Decimal(5), Decimal(2024))
    assert (read.tally.read, read.tally.rejected) == (3, 2)


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = "".join(f"{one},ok,1\n" for one in range(200))
    with pytest.raises(MingjingError, match=r'breaks at row 2 \(1,"half,1\): a quote opens there and is never closed'):
        list(source(tmp_path / "a.csv", f'id,note,amount\n1,"half,1\n{rows}'.encode()).batches())


def test_a_quote_of_inches_swallows_no_rows(tmp_path: Path) -> None:
    read = source(tmp_path / "a.csv", b'id,note,amount\n1,5" pipe,1\n2,7" pipe,2\n3,"5"" pipe",4\n')
    assert (total(read, "amount"), read.tally.read) == (Decimal(7), 3)


def test_a_quoted_line_end_is_no_row(tmp_path: Path) -> None:
    read = source(tmp_path / "a.csv", b'id,note,amount\n1,"one\ntwo\r\nthree",1\n2,x,2\n')
    assert (total(read, "amount"), read.tally.read) == (Decimal(3), 2)


def test_leading_zeros_and_long_numbers_stay_as_they_are(tmp_path: Path) -> None:
    (batch,) = source(tmp_path / "a.csv", b"id,sku\n007,12345678901234567890\n").batches()
    assert batch.row(0)[1:] == ("007", "12345678901234567890")


def test_words_for_empty_are_left_to_the_mapping(tmp_path: Path) -> None:
    (batch,) = source(tmp_path / "a.csv", b"name,x\nNULL,NA\nNone,\n").batches()
    assert batch["name"].to_list() == ["NULL", "None"]
    assert batch["x"].to_list() == ["NA", ""]


def test_a_first_row_of_data_is_not_taken_for_names(tmp_path: Path) -> None:
    read = source(tmp_path / "a.csv", b"1,5.00\n2,7.00\n")
    assert total(read, "column_2") == Decimal("12.00")


def test_every_page_of_several_is_wanted(tmp_path: Path) -> None:
    read = source(tmp_path / "a.json", b'{"totalSize": 9, "done": false, "records": [{"Amount": 5.10}]}')
    assert (total(read, "Amount"), read.tally.counts["incomplete"]) == (Decimal("5.10"), 1)


def test_a_formula_without_a_value_is_no_silent_zero(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["id", "amount"], [1, 5], [2, "=2+5"]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "a.xlsx")
    read = open_source(file_at(tmp_path / "a.xlsx"))
    assert (total(read, "amount"), read.tally.counts["no_value"]) == (Decimal(5), 1)
