"""The preset of Wukong CRM on a made database of its published tables: numbers worked by hand from `company`."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.loaders.connections import Door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.load import import_folder, load
from datasource.loaders.mapping import read_preset
from datasource.loaders.readers.database import Database
from datasource.loaders.report import Report
from datasource.query import answer
from datasource.question import Period, Query
from datasource.store import Store
from tests.loaders.databases.conftest import own_database
from tests.loaders.wukong.company import COMPANY, Row, build, version_11, version_15

Y2024 = Period(start=date(2024, 1, 1), end=date(2024, 12, 31))

EVER: dict[str, float | None] = {
    "customer_count": 3,  # 1, 2, 4; 3 is deleted
    "new_leads": 3,
    "contract_amount": 11577.25,  # 10000 + 2000.50 of status 1 and 10, the refund -500.25, the undated 77
    "contract_count": 4,
    "received_amount": 4900.05,  # 4000 + 1000.10 - 100.05; 3 is in approval, 4 deleted
    "invoiced_amount": 3057.50,  # 3000 + 50 + 7.50; 3 was refused
    "won_count": 1,  # deal 5 is deleted
    "won_amount": 10000,
    "lost_amount": 5000.50,
    "open_opportunities": 2,  # deals 3 and 4
    "open_amount": 780.25,  # 700.25 + 80
    "weighted_amount": 600.20,  # 700.25 at 80 %, 80 at 50 %
    "follow_ups": 4,  # activities 1, 2, 6 and the answered call; 3 is deleted
    "pool_entries": 1,
    "pool_claims": 1,
    "visits": 1,
    "satisfaction_score": 4,  # 满意
    "stays": 7,  # deals 1: 2, 2: 1, 3: 3, 4: 1; 6 left its stage on a day that nobody knows
    "work_logs": 1,
    "approved_amount": 300,
    "approval_decision_hours": 24,
    "trips": 1,
}
IN_2024: dict[str, float | None] = {
    "contract_amount": 11500.25,  # without the contract of a zero date
    "contract_count": 3,
    "received_amount": 4900.05,
    "invoiced_amount": 3007.50,  # invoice 2 is not issued yet; 4 has the day of its application
    "won_amount": 10000,  # on 1 February
    "company_target_amount": 3000.50,  # 1000 + 2000.50
    "received_target_amount": 500,
}

Loaded = tuple[Catalog, Store, Report]


def loaded(door: Door, folder: Path) -> Loaded:
    store, mapping = Store(folder), read_preset("wukong")
    report = load(mapping, open_tables(mapping, Database(door)), store)
    return open_catalog(folder), store, report


@pytest.fixture(scope="module")
def wukong(mysql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with own_database(mysql_url, "mysql") as door:
        build(door, version_11(), COMPANY)
        yield loaded(door, tmp_path_factory.mktemp("wukong"))


def number(catalog: Catalog, name: str, period: Period | None = None) -> object:
    return answer(catalog, Query(metrics=(name,), period=period)).rows[name][0]


@pytest.mark.parametrize(("name", "value"), EVER.items())
def test_number_over_everything(wukong: Loaded, name: str, value: float) -> None:
    assert number(wukong[0], name) == pytest.approx(value)


@pytest.mark.parametrize(("name", "value"), IN_2024.items())
def test_number_in_2024(wukong: Loaded, name: str, value: float) -> None:
    assert number(wukong[0], name, Y2024) == pytest.approx(value)


def test_no_row_is_rejected_and_no_code_or_reference_is_unknown(wukong: Loaded) -> None:
    report = wukong[2]
    assert {name: part.rejected for name, part in report.tables.items() if part.rejected} == {}
    struck = {rule for part in report.tables.values() for rule in part.rules}
    assert struck == {"null_word", "no_match", "deleted"}


def test_zero_dates_are_empty_and_told(wukong: Loaded) -> None:
    report = wukong[2]
    rules = {name: part.rules["bad_date"].count for name, part in report.files.items() if "bad_date" in part.rules}
    assert rules == {"wk_crm_customer": 1, "wk_crm_contract": 1}


def test_customers_carry_what_stands_in_their_form(wukong: Loaded) -> None:
    customers = wukong[1].read("customers").rows_by_key("name", named=True, unique=True)
    north, south = customers["北方公司"], customers["南方公司"]
    assert (north["industry"], north["level"], north["source"], north["phone"]) == ("IT", "A", "转介绍", "0311-1")
    assert (south["industry"], south["level"], south["owner_id"]) == ("制造业", None, None)
    assert south["pool_at"] == datetime(2024, 5, 1, 10)
    assert (customers["公海公司"]["owner_id"], customers["删除公司"]["is_deleted"]) == (None, True)
    regions = wukong[1].read("regions")
    places = dict(regions.select("region_id", "name").rows())
    city = regions.row(by_predicate=pl.col("region_id") == north["region_id"], named=True)
    assert (city["name"], city["level"], places[city["parent_id"]]) == ("石家庄市", "city", "河北省")
    assert customers["公海公司"]["region_id"] is None


def test_team_members_are_read_from_the_lists(wukong: Loaded) -> None:
    members = wukong[1].read("customer_members").select("customer_id", "user_id", "access")
    assert sorted(members.rows()) == [(1, 101, "read"), (1, 102, "write"), (1, 103, "write")]


def test_stays_run_from_creation_through_advances_to_the_end(wukong: Loaded) -> None:
    store = wukong[1]
    stages = dict(store.read("stages").select("stage_id", "name").rows())
    stays = store.read("stage_events").sort("opportunity_id", "entered_at")
    found = [
        (deal, stages[stage], entered.isoformat(), None if left is None else left.isoformat())
        for deal, stage, entered, left in stays.select("opportunity_id", "stage_id", "entered_date", "left_date").rows()
        if deal in (1, 2, 3)
    ]
    assert found == [
        (1, "需求", "2024-01-01", "2024-01-11"),
        (1, "方案", "2024-01-11", "2024-02-01"),
        (1, "赢单", "2024-02-01", None),
        (2, "需求", "2024-01-02", "2024-01-22"),
        (2, "输单", "2024-01-22", None),
        (3, "需求", "2024-01-03", "2024-02-05"),
        (3, "方案", "2024-02-05", "2024-02-06"),
        (3, "谈判", "2024-02-06", None),
    ]


def test_deals_know_how_and_when_they_ended(wukong: Loaded) -> None:
    deals = wukong[1].read("opportunities").sort("opportunity_id")
    assert deals.select("outcome", "close_date", "loss_reason", "is_deleted").rows() == [
        ("won", date(2024, 2, 1), None, False),
        ("lost", date(2024, 1, 22), "价格", False),
        ("open", None, None, False),
        ("open", None, None, False),
        ("won", None, None, True),
        ("invalid", None, None, False),
    ]


def test_targets_have_a_row_for_each_month(wukong: Loaded) -> None:
    targets = wukong[1].read("targets").drop_nulls("target_amount").filter(pl.col("target_amount") > 0)
    found = targets.select("level", "kind", "department_id", "owner_id", "month_date", "target_amount").rows()
    assert sorted(found, key=str) == [
        ("company", "contract_amount", None, None, date(2024, 1, 1), 100000),
        ("company", "contract_amount", None, None, date(2024, 2, 1), 200050),
        ("department", "contract_amount", 2, None, date(2024, 3, 1), 70000),
        ("employee", "received_amount", None, 102, date(2024, 2, 1), 50000),
    ]


def test_activities_find_their_records(wukong: Loaded) -> None:
    activities = wukong[1].read("activities").rows_by_key("source_key", named=True, unique=True)
    assert {key: row["kind"] for key, row in activities.items()} == {
        "1": "follow_up",
        "2": "follow_up",
        "3": "follow_up",
        "4": "check_in",
        "5": "system",
        "6": "follow_up",
        "7": "system",
        "8": "system",
        "9": "system",
        "10": "system",
        "call:1": "follow_up",
        "call:2": "system",
    }
    assert [activities[key]["opportunity_id"] for key in ("1", "2", "8")] == [4, 3, 1]
    assert (activities["6"]["lead_id"], activities["6"]["customer_id"]) == (2, None)
    assert (activities["8"]["customer_id"], activities["3"]["is_deleted"]) == (1, True)


def test_people_have_a_team_and_leave(wukong: Loaded) -> None:
    users = wukong[1].read("users").sort("user_id").select("name", "department_id", "manager_id", "is_active").rows()
    assert users == [("王芳", 2, None, True), ("李娜", 2, 101, True), ("赵强", 2, 101, False), ("孙丽", 2, None, False)]
    departments = wukong[1].read("departments").sort("department_id").select("name", "parent_id", "head_id").rows()
    assert departments == [("总公司", None, None), ("销售部", 1, 101)]


@pytest.mark.slow
def test_version_15_splits_receipts_and_invoices_over_contracts(mysql_url: str, tmp_path: Path) -> None:
    links: dict[str, tuple[Row, ...]] = {
        "wk_crm_receivables_contract": (
            {"id": 1, "receivables_id": 1, "contract_id": 1, "curr_receivables_money": "2500.000000"},
            {"id": 2, "receivables_id": 1, "contract_id": 2, "curr_receivables_money": "1500.000000"},
        ),
        "wk_crm_invoice_contract": ({"id": 1, "invoice_id": 1, "contract_id": 2, "curr_invoice_money": "3000.000000"},),
    }
    trees: dict[str, tuple[Row, ...]] = {
        "wk_admin_dept": tuple({**row, "parent_id": row["pid"]} for row in COMPANY["wk_admin_dept"]),
        "wk_crm_product_category": tuple(
            {**row, "parent_id": row["pid"]} for row in COMPANY["wk_crm_product_category"]
        ),
    }
    with own_database(mysql_url, "mysql") as door:
        build(door, version_15(), {**COMPANY, **links, **trees})
        catalog, store, report = loaded(door, tmp_path)
    assert {name: part.rejected for name, part in report.tables.items() if part.rejected} == {}
    assert number(catalog, "received_amount") == pytest.approx(4900.05)
    assert number(catalog, "invoiced_amount") == pytest.approx(3057.50)
    receipts = store.read("receipts").filter(pl.col("number") == "HK1").sort("contract_id")
    assert receipts.select("contract_id", "amount", "status", "received_date").rows() == [
        (1, 250000, "approved", date(2024, 2, 10)),
        (2, 150000, "approved", date(2024, 2, 10)),
    ]
    assert store.read("departments").sort("department_id")["parent_id"].to_list() == [None, 1]
    assert store.read("customer_members").height == 0


def test_dumps_of_the_same_tables_give_the_same_numbers(wukong: Loaded, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for name, columns in version_11().items():
        names = [column.split()[0] for column in columns]
        rows = [[row.get(column) for column in names] for row in COMPANY[name]]
        texts = [[None if cell is None else str(cell) for cell in row] for row in rows]
        whole = pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String()), orient="row")
        whole.write_csv(folder / f"{name}.csv", null_value="NULL")
    store = Store(tmp_path / "data")
    import_folder(read_preset("wukong"), folder, store)
    catalog = open_catalog(tmp_path / "data")
    assert {name: number(catalog, name) for name in EVER} == pytest.approx(EVER)
    assert {name: number(catalog, name, Y2024) for name in IN_2024} == pytest.approx(IN_2024)
    for table in ("opportunities", "stage_events", "activities", "targets", "customers"):
        assert store.read(table).equals(wukong[1].read(table)), table
