"""The profile of files: rows to the row, and what each column is taken for."""

import json
from pathlib import Path

import polars as pl
import pytest

from datasource.__main__ import main
from datasource.loaders.profile.judgement import Column
from datasource.loaders.profile.profile import Table, profiles


def profile(path: Path) -> Table:
    (found,) = profiles([path])
    assert isinstance(found, Table), found
    return found


def column(folder: Path, *cells: str, name: str = "x") -> Column:
    path = folder / "a.csv"
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    path.write_text("\n".join([f"{name},other", *(f"{cell},1" for cell in quoted)]) + "\n")
    return profile(path).columns[0]


@pytest.mark.parametrize(
    ("cells", "kind", "least", "most"),
    [
        (("1", "-20", "3"), "whole", "-20", "3"),
        (("1.5", "1,234.25"), "number", "1.5", "1,234.25"),
        (("$22,700.00", "$342.09K", "(15.00)"), "money", "-15", "342,090"),
        (("￥1,234", "3.5万"), "money", "1,234", "35,000"),
        (("Yes", "no", "YES"), "flag", "YES", "no"),
        (("0", "1", "0"), "flag", "0", "1"),
        (("007", "008"), "id", "007", "008"),
        (("006Aa0001", "006Aa0002"), "id", "006Aa0001", "006Aa0002"),
        (("Acme", "Acme", "Best Ltd"), "text", "Acme", "Best Ltd"),
        (("2024-01-31", "2024-02-01"), "date", "2024-01-31", "2024-02-01"),
        (("2017-08-04T09:09:33.000+0000",), "time", "2017-08-04 09:09:00", "2017-08-04 09:09:00"),
        (("20240131", "20231231"), "date", "2023-12-31", "2024-01-31"),
        (("", "", ""), "empty", "", ""),
    ],
)
def test_a_column_is_taken_for_what_its_cells_are(
    tmp_path: Path, cells: tuple[str, ...], kind: str, least: str, most: str
) -> None:
    found = column(tmp_path, *cells)
    assert (found.kind, found.least, found.most, found.misfits) == (kind, least, most, 0)


@pytest.mark.parametrize(
    ("cells", "formats", "ambiguous"),
    [
        (("03/04/2024", "12/12/2024"), (("%d/%m/%Y", 2),), True),
        (("03/04/2024", "31/12/2024"), (("%d/%m/%Y", 2),), False),
        (("3/4/2024", "12/31/2024"), (("%m/%d/%Y", 2),), False),
        (("15 Apr, 2021 00:02:00",), (("%d %b, %Y %H:%M:%S", 1),), False),
        (("02/23/26 08:55 PM",), (("%m/%d/%y %I:%M %p", 1),), False),
        (("2024年1月2日", "2024/1/3"), (("%Y年%m月%d日", 1), ("%Y/%m/%d", 1)), False),
    ],
)
def test_the_forms_of_dates_are_those_that_a_mapping_takes(
    tmp_path: Path, cells: tuple[str, ...], formats: tuple[tuple[str, int], ...], ambiguous: bool
) -> None:
    found = column(tmp_path, *cells)
    assert (found.formats, found.ambiguous) == (formats, ambiguous)


def test_words_that_may_mean_empty_are_counted_apart(tmp_path: Path) -> None:
    found = column(tmp_path, "5", "NULL", "Select", "NULL", "", " ", "7")
    assert (found.kind, found.filled, found.empty, found.null_words) == ("whole", 2, 2, (("NULL", 2), ("Select", 1)))


def test_a_plain_decimal_comma_is_told(tmp_path: Path) -> None:
    found = column(tmp_path, "1.234,50", "2,5", "3")
    assert (found.kind, found.decimal, found.least, found.most) == ("number", ",", "2.5", "1,234.5")


def test_cells_of_another_kind_are_counted(tmp_path: Path) -> None:
    found = column(tmp_path, *(str(one) for one in range(99)), "abc")
    assert (found.kind, found.misfits, found.distinct) == ("whole", 1, 100)


def test_examples_are_the_most_frequent_cells_and_then_the_first(tmp_path: Path) -> None:
    assert column(tmp_path, "b", "c", "a", "c").examples == ("c", "b", "a")


def test_the_account_of_the_rows_names_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Report,,\nid,name,amount\n1,Acme,5\n2,torn\n\n")
    found = profile(tmp_path / "a.csv")
    assert (found.read, found.kept, found.rejected) == (2, 1, 1)
    assert {one.rule: one.count for one in found.rules} == {"junk": 1, "ragged": 1, "blank_line": 1}


def test_typed_columns_keep_their_kind(tmp_path: Path) -> None:
    rows = pl.DataFrame({"n": [1, 2], "at": ["2024-01-02 03:04", None]}).with_columns(pl.col("at").str.to_datetime())
    rows.write_parquet(tmp_path / "a.parquet")
    numbers, times = profile(tmp_path / "a.parquet").columns
    assert (numbers.kind, times.kind, times.least, times.formats) == ("whole", "time", "2024-01-02 03:04:00", ())


def test_the_command_prints_all_and_fails_for_what_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.csv").write_text("id,name\n1,Acme\n")
    assert main(["profile", str(tmp_path)]) == 0
    assert "1 read = 1 kept + 0 rejected" in capsys.readouterr().out
    (tmp_path / "bad.csv").write_text("")
    assert main(["profile", "--json", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert err.startswith(f"{tmp_path / 'bad.csv'}: refused. ")
    told = json.loads(out)
    assert [one["origin"] for one in told["tables"]] == [str(tmp_path / "good.csv")]
    assert "is empty" in told["refused"][0]["reason"]
    assert main(["profile", str(tmp_path / "none")]) == 2
    assert "There is no file and no folder" in capsys.readouterr().err
