"""The shipped presets on the real exports: the numbers that are known from reading the files by other means."""

import csv
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_preset
from datasource.loaders.report import Report
from datasource.store import Store

Loaded = tuple[Store, Report]


@pytest.fixture(scope="module")
def maven(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    store = Store(tmp_path_factory.mktemp("maven"))
    return store, import_folder(read_preset("maven_crm"), shared_data / "maven_crm", store)


@pytest.fixture(scope="module")
def chinese(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    store = Store(tmp_path_factory.mktemp("chinese"))
    return store, import_folder(read_preset("crm_zh"), shared_data / "crm_zh_zencrm", store)


def by_csv(path: Path, column: str) -> Decimal:
    with path.open(encoding="utf-8", newline="") as lines:
        return sum((Decimal(row[column] or 0) for row in csv.DictReader(lines)), Decimal(0))


@pytest.mark.parametrize("preset", ["maven", "chinese"])
def test_no_row_of_any_table_is_rejected_and_no_reference_is_an_orphan(
    preset: str, request: pytest.FixtureRequest
) -> None:
    _, report = request.getfixturevalue(preset)
    assert {name: part.rejected for name, part in report.tables.items() if part.rejected} == {}
    assert [name for name, part in report.tables.items() if "orphan" in part.rules or "ambiguous" in part.rules] == []


def test_maven_is_read_whole(maven: Loaded) -> None:
    _, report = maven
    read = {name: part.read for name, part in report.tables.items()}
    assert (read["opportunities"], read["opportunity_lines"]) == (8800, 8800)
    assert (read["customers"], read["products"], read["users"], read["departments"]) == (85, 7, 41, 10)
    assert report.files["sales_pipeline.csv"].kept == 8800


def test_the_misspelt_product_is_mended_by_an_explicit_rule(maven: Loaded) -> None:
    store, report = maven
    assert report.tables["opportunity_lines"].rules["value_map"].columns == {"product_id": 1480}
    assert report.tables["customers"].rules["value_map"].columns == {"industry": 12, "region_id": 1}
    lines = store.read("opportunity_lines").join(store.read("products"), on="product_id")
    assert lines.filter(pl.col("name") == "GTX Pro").height == 1480
    assert lines.height == 8800


def test_maven_deals_are_won_and_lost_as_known(maven: Loaded, shared_data: Path) -> None:
    store, _ = maven
    deals = store.read("opportunities").group_by("outcome").agg(pl.len(), cents=pl.sum("amount"))
    assert {(outcome, number, cents) for outcome, number, cents in deals.rows()} == {
        ("won", 4238, 1_000_553_400),
        ("lost", 2473, 0),
        ("open", 2089, 0),
    }
    assert by_csv(shared_data / "maven_crm/sales_pipeline.csv", "close_value") == Decimal(10_005_534)
    amounts = store.read("opportunities").group_by("outcome").agg(pl.col("amount").null_count())
    assert dict(amounts.rows()) == {"won": 0, "lost": 0, "open": 2089}


def test_maven_teams_are_departments_led_by_their_manager(maven: Loaded) -> None:
    store, _ = maven
    users, teams = store.read("users"), store.read("departments")
    names = dict(users.select("user_id", "name").rows())
    [marxen] = teams.filter(pl.col("name") == "Melvin Marxen").rows(named=True)
    assert names[marxen["head_id"]] == "Melvin Marxen"
    members = users.filter(pl.col("department_id") == marxen["department_id"])
    agents = members.filter(pl.col("manager_id") == marxen["head_id"])
    assert (members.height, agents.height) == (7, 6)
    offices = teams.filter(pl.col("parent_id") == 1)
    assert offices["name"].sort().to_list() == ["Central", "East", "West"]
    owners = store.read("opportunities")["owner_id"].unique()
    assert users.filter(pl.col("manager_id").is_not_null() & ~pl.col("user_id").is_in(owners.to_list())).height == 5


def test_maven_customers_carry_their_attributes(maven: Loaded) -> None:
    store, _ = maven
    customers = store.read("customers").rows_by_key("name", named=True, unique=True)
    bluth, bioholding = customers["Bluth Company"], customers["Bioholding"]
    assert bluth["annual_revenue_amount"] == 124_232_000_000
    assert (bluth["industry"], bluth["founded_year"], bluth["employee_count"]) == ("technology", 1993, 3027)
    assert bluth["parent_id"] == customers["Acme Corporation"]["customer_id"]
    regions = dict(store.read("regions").select("region_id", "name").rows())
    assert regions[bioholding["region_id"]] == "Philippines"
    assert store.read("stage_events").height == 0


def test_the_chinese_crm_has_the_known_totals(chinese: Loaded, shared_data: Path) -> None:
    store, _ = chinese
    customers, contracts = store.read("customers"), store.read("contracts")
    assert (customers.height, customers["owner_id"].null_count()) == (50, 4)
    effective = contracts.filter(pl.col("status").is_in(["approved", "not_required"]))
    assert (contracts.height, effective.height, effective["amount"].sum()) == (40, 33, 481_600_000)
    assert dict(contracts.group_by("status").len().rows()) == {"approved": 33, "pending": 5, "voided": 2}
    receipts = store.read("receipts")
    assert (receipts.height, receipts["amount"].sum()) == (38, 203_733_400)
    assert by_csv(shared_data / "crm_zh_zencrm/crm_receivable.csv", "actual_amount") == Decimal("2037334.00")
    won = store.read("opportunities").filter(pl.col("outcome") == "won")
    assert (won.height, won["amount"].sum(), won["close_date"].null_count()) == (11, 500_000_000, 11)


def test_chinese_activities_find_their_author_customer_and_kind(chinese: Loaded) -> None:
    store, _ = chinese
    activities = store.read("activities")
    assert dict(activities.group_by("kind").len().rows()) == {"follow_up": 42, "system": 13}
    assert activities["owner_id"].null_count() == 0
    unplaced = activities.filter(pl.col("customer_id").is_null())
    assert set(unplaced["subject"]) == {"lead"}
    assert unplaced.height == 11
    assert store.read("stage_events").height == 0


def test_chinese_receipts_take_customer_and_owner_from_their_contract(chinese: Loaded) -> None:
    store, _ = chinese
    receipts = store.read("receipts").join(store.read("contracts"), on="contract_id", suffix="_of_contract")
    assert receipts.filter(pl.col("owner_id") == pl.col("owner_id_of_contract")).height == 38
    assert receipts.filter(pl.col("customer_id") == pl.col("customer_id_of_contract")).height == 38


@pytest.mark.parametrize("preset", ["maven", "chinese"])
def test_every_sum_of_money_equals_an_independent_read_to_the_cent(preset: str, request: pytest.FixtureRequest) -> None:
    store, report = request.getfixturevalue(preset)
    proven = 0
    for table, columns in report.lineage.items():
        for column, origins in columns.items():
            plain = [one for one in origins if len(one.columns) == 1 and one.source]
            if (
                column in report.tables[table].money
                and len(plain) == len(origins)
                and column != "annual_revenue_amount"
            ):
                read = sum((by_csv(Path(one.origin), one.columns[0]) for one in plain), Decimal(0))
                assert report.tables[table].money[column].read == read
                cents = store.scan(table).select(pl.col(column).sum()).collect().item()
                assert Decimal(cents).scaleb(-2) == read
                proven += 1
    assert proven == {"maven": 3, "chinese": 6}[preset]


def test_contract_lines_are_prices_times_counts_to_the_cent(chinese: Loaded, shared_data: Path) -> None:
    _, report = chinese
    with (shared_data / "crm_zh_zencrm/crm_contract_product.csv").open(encoding="utf-8", newline="") as lines:
        sums = [Decimal(row["sales_price"]) * Decimal(row["count"]) for row in csv.DictReader(lines)]
    amount = report.tables["contract_lines"].money["amount"]
    assert (amount.read, amount.kept) == (sum(sums), sum(sums))
