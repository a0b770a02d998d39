"""The Salesforce preset on other forms of the same export: reports, API answers, trees, and badly kept files."""

import random
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from datasource.errors import InvalidInput
from tests.loaders.presets.independent import Loaded, Row, load, minor, rows_of, shown, write_csv, write_json

FOLDER = "sf_datacloud_workshop"
COMPARED = {
    "opportunities": ["name", "outcome", "amount", "expected_close_date", "close_date", "is_deleted"],
    "customers": ["name", "industry", "annual_revenue_amount", "employee_count"],
    "stages": ["name", "kind", "win_probability"],
}
ESSENTIAL = {
    "Account": ["Id", "Name", "Industry", "AnnualRevenue", "NumberOfEmployees"],
    "Opportunity": ["Id", "Name", "AccountId", "StageName", "Amount", "CloseDate", "Probability", "IsClosed", "IsWon"],
}


@pytest.fixture(scope="module")
def plain(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("salesforce", shared_data / FOLDER, tmp_path_factory.mktemp("plain"))


@pytest.fixture
def tables(shared_data: Path) -> dict[str, list[Row]]:
    return {name: rows_of(shared_data / FOLDER / f"{name}.csv") for name in ESSENTIAL}


def same(one: Loaded, other: Loaded) -> None:
    for table, columns in COMPARED.items():
        assert shown(one.store.read(table).select(columns)) == shown(other.store.read(table).select(columns)), table
    assert one.named("opportunities", "customer_id", "customers") == other.named(
        "opportunities", "customer_id", "customers"
    )
    assert one.named("opportunities", "stage_id", "stages") == other.named("opportunities", "stage_id", "stages")


@pytest.mark.parametrize(("line_end", "bom"), [("\r", False), ("\n", True), ("\r\n", True)])
def test_line_ends_marks_and_the_order_of_columns_change_nothing(
    plain: Loaded, tables: dict[str, list[Row]], tmp_path: Path, line_end: str, bom: bool
) -> None:
    for name, rows in tables.items():
        columns = list(rows[0])
        random.Random(7).shuffle(columns)
        write_csv(
            tmp_path / f"{name}.csv", [{column: row[column] for column in columns} for row in rows], line_end, bom
        )
    same(load("salesforce", tmp_path, tmp_path / "data"), plain)


def test_the_essential_columns_are_enough(plain: Loaded, tables: dict[str, list[Row]], tmp_path: Path) -> None:
    for name, columns in ESSENTIAL.items():
        write_csv(tmp_path / f"{name}.csv", [{column: row[column] for column in columns} for row in tables[name]])
    same(load("salesforce", tmp_path, tmp_path / "data"), plain)


def test_deals_without_a_stage_are_refused_with_the_column_s_name(tables: dict[str, list[Row]], tmp_path: Path) -> None:
    write_csv(tmp_path / "Opportunity.csv", [{"Id": row["Id"], "Name": row["Name"]} for row in tables["Opportunity"]])
    with pytest.raises(InvalidInput, match="has no column 'StageName'"):
        load("salesforce", tmp_path, tmp_path / "data")


def test_answers_of_the_api_say_the_same_as_the_file(
    plain: Loaded, tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    for name, rows in tables.items():
        records = [
            {"attributes": {"type": name, "url": f"/services/data/v60.0/sobjects/{name}/{row['Id']}"}, **api(row)}
            for row in rows
        ]
        write_json(tmp_path / f"{name}.json", {"totalSize": len(records), "done": True, "records": records})
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    same(loaded, plain)
    assert (loaded.report.files["opportunity"].read, loaded.report.files["opportunity"].rejected) == (50, 0)


def api(row: Row) -> dict[str, Any]:
    """A row as the REST API gives it: null for empty, numbers and truth values as such."""
    typed: dict[str, Any] = {name: text or None for name, text in row.items()}
    for name in ("IsClosed", "IsWon", "IsDeleted"):
        typed[name] = row.get(name) == "1"
    for name in ("Amount", "Probability", "AnnualRevenue", "NumberOfEmployees"):
        if row.get(name):
            typed[name] = float(Decimal(row[name]))
    return typed


def test_a_report_with_labels_short_ids_and_american_dates_says_the_same(
    plain: Loaded, tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    names = {row["Id"]: row["Name"] for row in tables["Account"]}
    deals = [
        {
            "Opportunity Name": row["Name"],
            "Account Name": names[row["AccountId"]],
            "Stage": row["StageName"],
            "Probability (%)": f"{row['Probability']}%",
            "Amount": f"USD {Decimal(row['Amount']):,.2f}",
            "Close Date": date.fromisoformat(row["CloseDate"]).strftime("%m/%d/%Y"),
            "Closed": row["IsClosed"] or "0",
            "Won": row["IsWon"] or "0",
            "Opportunity Owner": "Ada Byron",
            "Opportunity ID": row["Id"][:15],
            "Created Date": "1/22/2024, 4:14 PM",
        }
        for row in tables["Opportunity"]
    ]
    accounts = [
        {
            "Account Name": row["Name"],
            "Account ID": row["Id"][:15],
            "Industry": row["Industry"],
            "Annual Revenue": f"USD {Decimal(row['AnnualRevenue'] or 0):,.0f}" if row["AnnualRevenue"] else "",
            "Employees": row["NumberOfEmployees"],
        }
        for row in tables["Account"]
    ]
    write_csv(tmp_path / "Opportunities.csv", deals)
    write_csv(tmp_path / "Accounts.csv", accounts)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    same(loaded, plain)
    assert set(loaded.named("opportunities", "owner_id", "users")) == {"Ada Byron"}
    assert set(loaded.column("opportunities", "created_at")) == {datetime(2024, 1, 22, 16, 14)}


def test_a_report_without_ids_keeps_every_deal_though_two_have_one_name(tmp_path: Path) -> None:
    deals = [
        {"Opportunity Name": "Renewal", "Account Name": "Acme", "Stage": "Closed Won", "Amount": "1,000.50"},
        {"Opportunity Name": "Renewal", "Account Name": "Acme", "Stage": "Prospecting", "Amount": "20"},
        {"Opportunity Name": "Renewal", "Account Name": "Böhm", "Stage": "Closed Lost", "Amount": ""},
    ]
    write_csv(tmp_path / "Opportunities.csv", deals)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    read = loaded.store.read("opportunities")
    assert shown(read.select("outcome", "amount")) == [("lost", None), ("open", 2000), ("won", 100_050)]
    assert sorted(loaded.named("opportunities", "customer_id", "customers")) == ["Acme", "Acme", "Böhm"]


def test_trees_of_the_command_line_refer_to_each_other_by_their_references(tmp_path: Path) -> None:
    account = {"attributes": {"type": "Account", "referenceId": "AccountRef1"}, "Name": "Acme", "Industry": "Energy"}
    deal = {
        "attributes": {"type": "Opportunity", "referenceId": "OpportunityRef1"},
        "Name": "Boiler",
        "AccountId": "@AccountRef1",
        "StageName": "Closed Won",
        "Amount": 12.5,
        "CloseDate": "2024-05-06",
    }
    write_json(tmp_path / "Account.json", {"records": [account]})
    write_json(tmp_path / "Opportunity.json", {"records": [deal]})
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme"]
    assert loaded.column("opportunities", "amount") == [1250]
    assert loaded.column("opportunities", "close_date") == [date(2024, 5, 6)]


def test_ids_of_fifteen_and_eighteen_characters_are_one_and_differ_by_case(tmp_path: Path) -> None:
    accounts = [{"Id": "001Ec00000GGw3hIAD", "Name": "Low"}, {"Id": "001Ec00000GGw3HIAT", "Name": "High"}]
    deals = [
        {"Id": f"006Ec00000AieK{mark}", "AccountId": to, "StageName": "Prospecting"}
        for mark, to in (("1", "001Ec00000GGw3h"), ("2", "001Ec00000GGw3HIAT"), ("3", "000000000000000AAA"))
    ]
    write_csv(tmp_path / "Account.csv", accounts)
    write_csv(tmp_path / "Opportunity.csv", deals)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.named("opportunities", "customer_id", "customers") == ["Low", "High", None]
    assert "orphan" not in loaded.report.tables["opportunities"].rules


def test_amounts_in_other_currencies_are_brought_to_the_company_s_by_the_rates_of_the_export(tmp_path: Path) -> None:
    deals = [
        {"Id": "006000000000001", "StageName": "Closed Won", "Amount": "100", "CurrencyIsoCode": "EUR"},
        {"Id": "006000000000002", "StageName": "Closed Won", "Amount": "100", "CurrencyIsoCode": "USD"},
        {"Id": "006000000000003", "StageName": "Closed Won", "Amount": "100", "CurrencyIsoCode": "JPY"},
    ]
    rates = [{"IsoCode": "EUR", "ConversionRate": "0.8"}, {"IsoCode": "USD", "ConversionRate": "1"}]
    write_csv(tmp_path / "Opportunity.csv", deals)
    write_csv(tmp_path / "CurrencyType.csv", rates)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.column("opportunities", "amount") == [12_500, 10_000, None]
    assert loaded.column("opportunities", "original_amount") == [10_000, 10_000, 10_000]
    assert loaded.column("opportunities", "currency") == ["EUR", "USD", "JPY"]


def test_changes_of_the_stage_field_become_stays_and_changes_of_other_fields_do_not(tmp_path: Path) -> None:
    deal = {"Id": "006000000000001AAA", "Name": "Boiler", "StageName": "Closed Won", "Amount": "5", "IsWon": "true"}
    log = [
        ("017000000000001", "created", "", "", "2024-01-01T08:00:00.000Z"),
        ("017000000000002", "StageName", "Prospecting", "Proposal", "2024-01-02T08:00:00.000Z"),
        ("017000000000003", "Amount", "4", "5", "2024-01-03T08:00:00.000Z"),
        ("017000000000004", "StageName", "Proposal", "Closed Won", "2024-01-04T08:00:00.000Z"),
    ]
    write_csv(tmp_path / "Opportunity.csv", [deal])
    write_csv(
        tmp_path / "OpportunityFieldHistory.csv",
        [
            {"Id": key, "OpportunityId": "006000000000001", "Field": field, "OldValue": old, "NewValue": new,
             "CreatedDate": at}
            for key, field, old, new, at in log
        ],
    )  # fmt: skip
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.named("stage_events", "stage_id", "stages") == ["Proposal", "Closed Won"]
    assert loaded.column("stage_events", "left_at") == [datetime(2024, 1, 4, 8), None]
    assert loaded.report.tables["stage_events"].rejected == 0


def test_the_sum_of_a_shuffled_file_is_that_of_its_rows(tables: dict[str, list[Row]], tmp_path: Path) -> None:
    deals = tables["Opportunity"][:]
    random.Random(3).shuffle(deals)
    write_csv(tmp_path / "Opportunity.csv", deals)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.store.read("opportunities")["amount"].sum() == minor(deals, "Amount")


def test_objects_without_rows_and_a_whole_export_in_an_archive_are_read(
    plain: Loaded, tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    with ZipFile(tmp_path / "WE_00D000000000001.ZIP", "w") as archive:
        for name, rows in tables.items():
            write_csv(tmp_path / f"{name}.csv", rows)
            archive.write(tmp_path / f"{name}.csv")
            (tmp_path / f"{name}.csv").unlink()
        for name in ("Contract", "Order", "User", "OpportunityHistory", "Task", "Event", "Quote"):
            archive.writestr(f"{name}.csv", '"Id","Name","CreatedDate","OpportunityId","StageName"\r\n')
    loaded = load("salesforce", tmp_path / "WE_00D000000000001.ZIP", tmp_path / "data")
    same(loaded, plain)
    assert loaded.store.read("contracts").height == 0


def test_what_the_command_line_answers_is_found_inside_its_result(tmp_path: Path) -> None:
    deal = {
        "attributes": {"type": "Opportunity"},
        "Id": "006000000000001AAA",
        "StageName": "Closed Won",
        "Amount": 0.07,
        "Account": {"attributes": {"type": "Account"}, "Name": "Acme"},
        "Owner": {"attributes": {"type": "User"}, "Name": "Ada Byron"},
    }
    result = {"records": [deal], "totalSize": 2, "done": False, "nextRecordsUrl": "/services/data/v60.0/query/01g-2000"}
    write_json(tmp_path / "Opportunity.json", {"status": 0, "result": result})
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.column("opportunities", "amount") == [7]
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme"]
    assert loaded.named("opportunities", "owner_id", "users") == ["Ada Byron"]
    assert "incomplete" in loaded.report.files["opportunity"].rules
