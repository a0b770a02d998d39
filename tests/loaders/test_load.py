"""From a mapping and small files to a store: what is kept, mended, unknown and rejected, each counted."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from datasource.errors import InvalidInput, MingjingError
from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping
from datasource.loaders.report import Report
from datasource.store import Meta, Store

MAPPING = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
timezone: Asia/Shanghai
nulls: ["NULL", "-"]
today_from: [contracts.order_date, contracts.end_date]
sources:
  deals.csv: {separator: ";"}
load:
  - table: users
    from: people.csv
    key: id
    columns:
      name: name
      login: login
      manager_id: {column: boss, by: [login, name], nulls: [0]}
      is_active: active
  - table: customers
    from: deals.csv
    distinct: true
    key: customer
    columns:
      name: customer
      owner_id: {column: owner, by: [login, name], unless: {pool: [1, yes please]}}
  - table: contracts
    from: deals.csv
    key: id
    columns:
      customer_id: {column: customer, by: name}
      owner_id: {column: owner, by: [login, name]}
      status: {column: state, values: {dnoe: done}, codes: {done: approved, 0: pending}}
      currency: {constant: usd}
      amount: {column: amount, times: count}
      order_date: {column: day, formats: ["%d/%m/%Y", "%Y-%m-%d"]}
      end_date: {column: day, formats: ["%d/%m/%Y"], when: {state: done}}
      created_at: {column: entered, optional: true}
  - table: receipts
    rows:
      - {key: r1, contract_id: 10, amount: 5, status: not_required}
      - {key: r2, contract_id: 77, amount: 7, status: not_required}
fill:
  receipts.customer_id: [contract_id.customer_id]
  receipts.owner_id: [contract_id.owner_id]
"""
PEOPLE = (
    "id,name,login,boss,active\n"
    "7,Ann,ann,0,yes\n"
    "b-1,Bob,bob,ANN,no\n"
    "9,,nobody,Ann,maybe\n"
    ",Eve,eve,Ann,1\n"
    "7,Cid,cid,Ann,1\n"
)
DEALS = (
    "id;customer;owner;pool;state;amount;count;day;note\n"
    "10;Acme;ann;0;done;$1,000.25;2;03/04/2024;x\n"
    "11; Acme ;Bob ;1;dnoe;0.333;3;2024-05-01;x\n"
    "12;Beta;ghost;1;odd;abc;1;31/02/2024;x\n"
    "13;NULL;;0;0;-;1;;x\n"
    "14;torn;row\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "from"
    folder.mkdir()
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "deals.csv").write_text(DEALS)
    (tmp_path / "small.yaml").write_text(MAPPING)
    return folder


def load(source: Path) -> tuple[Store, Report]:
    store = Store(source.parent / "data")
    return store, import_folder(read_mapping(source.parent / "small.yaml"), source, store)


def column(store: Store, table: str, name: str) -> list[object]:
    rows = store.read(table)
    return rows.sort(rows.columns[0])[name].to_list()


def counts(report: Report, table: str) -> dict[str, dict[str, int]]:
    return {name: rule.columns for name, rule in report.tables[table].rules.items()}


def test_read_is_kept_plus_rejected_for_every_file_and_table(source: Path) -> None:
    _, report = load(source)
    deals = report.files["deals.csv"]
    assert (deals.read, deals.kept, deals.rejected) == (5, 4, 1)
    assert deals.left_out == ("note",)
    tables = {name: (part.read, part.kept, part.rejected) for name, part in report.tables.items()}
    assert tables == {"users": (5, 2, 3), "customers": (2, 2, 0), "contracts": (5, 4, 1), "receipts": (2, 2, 0)}


def test_rows_are_rejected_by_rule_with_examples(source: Path) -> None:
    _, report = load(source)
    users = report.tables["users"].rules
    assert users["required"].columns == {"source_key": 1, "name": 1}
    assert users["duplicate_key"].columns == {"source_key": 1}
    torn = report.tables["contracts"].rules["ragged"].examples
    assert [(one.row, one.value, one.became) for one in torn] == [
        (6, "14;torn;row", "rejected: 3 fields, the header has 9")
    ]


def test_every_change_of_a_cell_is_counted_under_its_rule(source: Path) -> None:
    _, report = load(source)
    rules = counts(report, "contracts")
    assert rules["value_map"] == {"status": 1}
    assert rules["unknown_value"] == {"status": 1}
    assert rules["bad_number"] == {"amount": 1}
    assert rules["bad_date"] == {"order_date": 1}
    assert rules["rounded"] == {"amount": 1}
    assert rules["null_word"] == {"customer_id": 1, "amount": 1}
    assert rules["trim"] == {"customer_id": 1, "owner_id": 1}
    assert rules["orphan"] == {"owner_id": 1}
    [unknown] = report.tables["contracts"].rules["unknown_value"].examples
    assert (unknown.row, unknown.column, unknown.value, unknown.became) == (4, "status", "odd", "empty")


def test_cells_arrive_typed_and_exact(source: Path) -> None:
    store, _ = load(source)
    assert column(store, "contracts", "contract_id") == [10, 11, 12, 13]
    assert column(store, "contracts", "amount") == [200050, 100, None, None]
    assert column(store, "contracts", "status") == ["approved", "approved", None, "pending"]
    assert column(store, "contracts", "order_date") == [date(2024, 4, 3), date(2024, 5, 1), None, None]
    assert column(store, "contracts", "end_date") == [date(2024, 4, 3), None, None, None]
    assert column(store, "contracts", "currency") == ["usd"] * 4
    assert column(store, "contracts", "created_at") == [None] * 4
    assert column(store, "users", "is_active") == [True, False]


def test_an_orphan_is_unknown_and_a_blank_is_empty(source: Path) -> None:
    store, _ = load(source)
    assert column(store, "contracts", "owner_id") == [7, 8, 0, None]
    assert column(store, "contracts", "customer_id") == [1, 1, 2, None]
    assert column(store, "users", "manager_id") == [None, 7]


def test_an_owner_is_left_out_where_the_mapping_says_that_there_is_none(source: Path) -> None:
    store, _ = load(source)
    assert column(store, "customers", "name") == ["Acme", "Beta"]
    assert column(store, "customers", "owner_id") == [7, None]


def test_empty_cells_are_filled_through_references_but_not_through_unknown_ones(source: Path) -> None:
    store, report = load(source)
    assert column(store, "receipts", "contract_id") == [10, 0]
    assert column(store, "receipts", "customer_id") == [1, None]
    assert column(store, "receipts", "owner_id") == [7, None]
    assert counts(report, "receipts") == {"orphan": {"contract_id": 1}}


def test_the_latest_named_date_becomes_the_store_s_today(source: Path) -> None:
    store, _ = load(source)
    assert store.manifest().today == date(2024, 5, 1)
    assert (store.manifest().company, store.manifest().timezone) == ("Small Ltd", "Asia/Shanghai")


def test_a_time_with_an_offset_becomes_the_company_s_local_time(source: Path) -> None:
    (source / "deals.csv").write_text(
        "id;customer;owner;pool;state;amount;count;day;entered\n10;Acme;ann;0;done;1;1;;2024-05-01T20:00:00Z\n"
    )
    store, _ = load(source)
    assert column(store, "contracts", "created_at") == [datetime(2024, 5, 2, 4)]


def test_a_second_load_keeps_every_key_though_rows_come_and_go(source: Path) -> None:
    load(source)
    (source / "people.csv").write_text("id,name,login,boss,active\nc-1,Cid,cid,,1\nb-1,Bob,bob,,1\n")
    (source / "deals.csv").write_text(
        "id;customer;owner;pool;state;amount;count;day\n11;Gamma;bob;0;done;1;1;\n10;Beta;bob;0;done;1;1;\n"
    )
    store, _ = load(source)
    users = store.read("users").select("source_key", "user_id").sort("user_id")
    assert users.rows() == [("b-1", 8), ("c-1", 9)]
    customers = store.read("customers").select("name", "customer_id").sort("customer_id")
    assert customers.rows() == [("Beta", 2), ("Gamma", 3)]


def test_the_report_is_kept_with_the_version(source: Path) -> None:
    store, report = load(source)
    assert report.version == store.manifest().version
    assert store.note("report.json") == report.to_json()


def test_files_with_only_a_header_give_empty_tables(source: Path) -> None:
    (source / "deals.csv").write_text("id;customer;owner;pool;state;amount;count;day\n")
    store, report = load(source)
    assert report.tables["contracts"].read == 0
    assert store.read("contracts").height == 0
    assert store.manifest().today is None


def test_all_bad_files_are_named_at_once_and_nothing_is_written(source: Path) -> None:
    store, _ = load(source)
    served = store.manifest()
    (source / "people.csv").write_bytes(b"")
    (source / "deals.csv").write_text("id;customer;owner;pool;status;amount;count;day\n")
    with pytest.raises(InvalidInput) as caught:
        load(source)
    empty, column_ = [problem.message for problem in caught.value.problems]
    assert "people.csv' is empty" in empty
    assert "deals.csv' has no column 'state'. Did you mean 'status'?" in column_
    assert store.manifest() == served
    assert [folder.name for folder in (store.data_dir / "store/versions").iterdir()] == [served.version]


def test_missing_columns_stand_in_one_sentence_with_the_way_out(source: Path) -> None:
    (source / "deals.csv").write_text("id;customer;owner;pool;state\n")
    with pytest.raises(InvalidInput) as caught:
        load(source)
    (problem,) = caught.value.problems
    assert "has no column 'amount', 'count', 'day'; export it with all its columns" in problem.message


def test_a_file_with_another_separator_than_declared_is_named_as_such(source: Path) -> None:
    (source / "deals.csv").write_text("id|customer|owner|pool|state|amount|count|day\n")
    with pytest.raises(InvalidInput, match=r"its fields are parted by '\|'; declare that as its separator"):
        load(source)


def test_a_folder_with_the_data_of_another_source_is_left_alone(source: Path) -> None:
    store = Store(source.parent / "data")
    with store.publish(Meta(source="other", company="Other", currency="USD")) as draft:
        draft.write("users", pl.DataFrame({"user_id": [1], "name": ["Stranger"]}))
    served = store.manifest()
    with pytest.raises(MingjingError, match=r"holds the data of 'other'; import '.*' into another folder"):
        load(source)
    assert store.manifest() == served


def test_a_failed_first_load_leaves_no_folder_behind(source: Path) -> None:
    (source / "people.csv").unlink()
    with pytest.raises(InvalidInput, match=r"There is no file '.*people\.csv'"):
        load(source)
    assert not (source.parent / "data").exists()


def test_file_names_are_found_in_any_case(source: Path) -> None:
    (source / "people.csv").rename(source / "People.CSV")
    _, report = load(source)
    assert report.files["people.csv"].read == 5


def test_a_folder_that_does_not_exist_is_named(source: Path) -> None:
    with pytest.raises(MingjingError, match=r"There is no folder '.*nowhere'; give the folder"):
        import_folder(read_mapping(source.parent / "small.yaml"), source / "nowhere", Store(source))


def test_the_text_report_says_it_in_lines(source: Path) -> None:
    _, report = load(source)
    lines = report.to_text().splitlines()
    assert "  deals.csv (utf-8): 5 read = 4 kept + 1 rejected" in lines
    assert "      value_map: 1 (status 1)" in lines
    assert "        row 3: 'dnoe' → approved" in lines
    assert "      columns left out: note" in lines


def test_an_example_is_shown_at_most_five_times(source: Path) -> None:
    rows = "".join(f"{number};Acme;ann;0;odd;1;1;\n" for number in range(1, 9))
    (source / "deals.csv").write_text("id;customer;owner;pool;state;amount;count;day\n" + rows)
    _, report = load(source)
    unknown = report.tables["contracts"].rules["unknown_value"]
    assert (unknown.count, len(unknown.examples)) == (8, 5)


def test_money_sums_equal_an_independent_read_to_the_cent(source: Path) -> None:
    amounts = [f"{number}.{number % 100:02d}" for number in range(1, 400)]
    rows = "".join(f"{number};Acme;ann;0;done;{text};1;\n" for number, text in enumerate(amounts, start=1))
    (source / "deals.csv").write_text("id;customer;owner;pool;state;amount;count;day\n" + rows)
    store, _ = load(source)
    cents = sum(int(text.replace(".", "")) for text in amounts)
    assert store.scan("contracts").select(pl.col("amount").sum()).collect().item() == cents
