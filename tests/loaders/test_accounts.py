"""What a load proves of itself: rows and money that were read are kept, or told; rejected rows can be looked at."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from datasource.__main__ import main
from datasource.errors import MingjingError
from datasource.loaders.accounts import close, sums
from datasource.loaders.load import load
from datasource.loaders.mapping import read_mapping
from datasource.loaders.progress import Line
from datasource.loaders.rejects import MOST_REJECTS, Rejects
from datasource.loaders.report import Money, Part, Report
from datasource.loaders.sources import open_sources
from datasource.store import Store
from datasource.tables.schema import columns

MAPPING = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
rejects_allowed: 0.29
load:
  - {table: customers, from: deals.csv, distinct: true, key: customer, columns: {name: customer}}
  - table: contracts
    from: deals.csv
    key: id
    columns:
      customer_id: {column: customer, by: name}
      amount: amount
      order_date: day
  - table: receipts
    from: receipts.csv
    key: id
    columns: {contract_id: deal, amount: paid}
fill:
  receipts.amount: [contract_id.amount]
"""
DEALS = "id,customer,amount,day\n1,Acme,10.005,2024-05-01\n2,Beta,0.333,\n2,Beta,7,\n,Beta,5,\n3,torn\n"
RECEIPTS = "id,deal,paid\n1,1,\n2,2,4\n3,9,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(MAPPING)
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "receipts.csv").write_text(RECEIPTS)
    return tmp_path


def loaded(folder: Path, *, dry_run: bool = False) -> tuple[Store, Report]:
    mapping, store = read_mapping(folder / "small.yaml"), Store(folder / "data")
    return store, load(mapping, open_sources(mapping, folder), store, dry_run=dry_run)


def command(folder: Path, *more: str) -> int:
    files = ("--mapping", str(folder / "small.yaml"), "--from", str(folder), "--data", str(folder / "data"))
    return main(["import", *files, *more])


def test_the_sum_that_was_read_is_kept_after_what_is_told(folder: Path) -> None:
    store, report = loaded(folder)
    amount = report.tables["contracts"].money["amount"]
    assert amount == Money(
        read=Decimal("22.338"), rounded=Decimal("0.002"), rejected=Decimal(12), filled=Decimal(0), kept=Decimal("10.34")
    )
    assert store.read("contracts")["amount"].sum() == 1034
    paid = report.tables["receipts"].money["amount"]
    assert (paid.read, paid.filled, paid.kept) == (Decimal(4), Decimal("10.01"), Decimal("14.01"))


def test_the_report_says_so_in_one_line(folder: Path) -> None:
    lines = loaded(folder)[1].to_text().splitlines()
    assert "      amount: 22.338 read +0.002 rounded -12.00 rejected = 10.34 kept" in lines
    assert "      amount: 4.00 read +10.01 filled = 14.01 kept" in lines


def test_a_sum_beyond_64_bits_is_exact() -> None:
    rows = pl.DataFrame({"amount": [2**63 - 1] * 4})
    assert sums(rows, ["amount"], 2)["amount"] == Decimal(4 * (2**63 - 1)).scaleb(-2)


@pytest.mark.parametrize("wrong", [{"kept": 3}, {"money": {"amount": Money(read=Decimal(4))}}])
def test_a_load_that_lost_a_row_or_a_cent_does_not_end_well(wrong: dict[str, object]) -> None:
    known = {column.name: column for column in columns("contracts")}
    part = Part(**{"read": 2, "kept": 2, **wrong})  # type: ignore[arg-type]
    with pytest.raises(MingjingError, match=r"'contracts' lost something on its way \((3 rows|the sum of 'amount')\)"):
        close("contracts", part, pl.LazyFrame({"amount": [100, 200]}), 2, known)


def test_every_rejected_row_is_kept_beside_the_version(folder: Path) -> None:
    store, report = loaded(folder)
    rejects = pl.read_parquet(store.data_dir / "store/versions" / report.version / "rejects.parquet")
    assert rejects.rows() == [
        ("deals.csv", 5, "contracts", "required", "source_key", None),
        ("deals.csv", 6, "", "ragged", "", "3,torn"),
        ("deals.csv", 4, "contracts", "duplicate_key", "source_key", "2"),
    ]
    assert json.loads(store.note("report.json") or "")["rejects"] == {"count": 3, "kept": 3}


def test_rejected_rows_are_counted_beyond_those_that_are_kept() -> None:
    rejects = Rejects()
    hits = pl.DataFrame({"row": range(MOST_REJECTS + 7), "value": "x", "became": "rejected"})
    rejects.add(("a.csv", "users"), "required", "name", hits)
    rejects.add(("a.csv", ""), "ragged", "", hits.head(3), times=5)
    assert (rejects.count, rejects.rows.height) == (MOST_REJECTS + 12, MOST_REJECTS)


def test_the_report_says_where_each_column_comes_from(folder: Path) -> None:
    lineage = json.loads(loaded(folder)[1].to_json())["lineage"]
    [amount] = lineage["contracts"]["amount"]
    assert amount == {
        "source": "deals.csv",
        "origin": str(folder / "deals.csv"),
        "columns": ["amount"],
        "mapping": "small.yaml",
        "line": 15,
        "kind": "utf-8",
        "steps": [],
    }
    paid, filled = lineage["receipts"]["amount"]
    assert (paid["columns"], paid["line"]) == (["paid"], 20)
    assert (filled["source"], filled["columns"], filled["line"]) == ("", ["contract_id.amount"], 22)


def test_a_dry_run_tells_all_and_changes_nothing(folder: Path) -> None:
    store, report = loaded(folder, dry_run=True)
    assert (report.tables["contracts"].kept, report.version, store.exists()) == (2, "", False)
    store, first = loaded(folder)
    _, again = loaded(folder, dry_run=True)
    assert store.manifest().version == first.version
    assert [path.name for path in (folder / "data/store/versions").iterdir()] == [first.version]
    assert {name: part.kept for name, part in again.tables.items()} == {"customers": 2, "contracts": 2, "receipts": 3}


def test_a_dry_run_makes_no_data_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(folder, "--dry-run") == 1
    assert "  contracts: 5 read = 2 kept + 3 rejected" in capsys.readouterr().out
    assert not (folder / "data").exists()


def test_the_exit_code_says_whether_more_was_rejected_than_is_allowed(folder: Path) -> None:
    assert command(folder) == 1
    (folder / "small.yaml").write_text(MAPPING.replace("0.29", "0.3"))
    assert command(folder) == 0
    (folder / "deals.csv").unlink()
    assert command(folder) == 2


def test_dates_of_a_closed_export_are_found_in_what_was_kept(folder: Path) -> None:
    (folder / "small.yaml").write_text(f"{MAPPING}today_from: [contracts.order_date]\n")
    assert loaded(folder)[0].manifest().today == date(2024, 5, 1)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere() -> None:
    seen, file = Terminal(), StringIO()
    for stream in (seen, file):
        line = Line(2, stream)
        line("a.csv", 1000)
        line("deals", 5)
        line.close()
    assert file.getvalue() == ""
    shown = seen.getvalue().split("\r\x1b[K")
    assert [one.split(" (")[0] for one in shown] == [
        "",
        f"{'█' * 12:·<24} 1/2 a.csv: 1,000 rows",
        f"{'█' * 24} 2/2 deals: 5 rows",
        "",
    ]
