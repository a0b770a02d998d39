"""The Dynamics 365 preset on a small company made from Dataverse's published tables; every figure by hand."""

from datetime import date, datetime
from pathlib import Path

import pytest

from datasource.tables.schema import TABLES as CANONICAL
from tests.loaders.presets import dataverse
from tests.loaders.presets.independent import Loaded, load, shown, write_csv


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("web")
    dataverse.write_web_api(folder)
    return load("dynamics365", folder, folder / "data")


def test_every_row_is_kept_and_every_reference_found(web: Loaded) -> None:
    read = {name: (part.read, part.rejected) for name, part in web.report.files.items()}
    assert read == {name: (len(rows), 0) for name, rows in dataverse.TABLES.items()}
    assert {name: part.rejected for name, part in web.report.tables.items() if part.rejected} == {}
    struck = {rule for part in web.report.tables.values() for rule in part.rules}
    assert (
        struck & {"orphan", "ambiguous", "bad_number", "bad_date", "unknown_value", "no_currency", "no_rate"} == set()
    )


def test_deals_have_their_state_and_the_amount_that_belongs_to_it(web: Loaded) -> None:
    deals = web.store.read("opportunities").sort("source_key")
    assert deals.select("name", "outcome", "amount", "close_date").rows() == [
        ("Boiler", "won", 125_050, date(2024, 3, 5)),
        ("Pump", "lost", 30_000, date(2024, 4, 1)),
        ("Service", "open", 4_999, None),
        ("Turbine", "open", 100_000, None),
    ]
    assert web.column("opportunities", "currency") == ["USD", "USD", "USD", "EUR"]
    assert web.column("opportunities", "original_amount") == [125_050, 30_000, 4_999, 80_000]
    assert web.named("opportunities", "stage_id", "stages") == ["Won", "Lost", "Develop", "Qualify"]
    assert web.column("opportunities", "loss_reason") == [None, "Out-Sold", None, None]
    stages = web.store.read("stages").sort("position").select("name", "kind").rows()
    assert stages == [("Qualify", "open"), ("Develop", "open"), ("Won", "won"), ("Lost", "lost")]


def test_a_customer_may_be_a_person_whose_company_is_the_customer(web: Loaded) -> None:
    assert web.named("opportunities", "customer_id", "customers") == ["Acme", "Böhm", "Böhm", "Acme"]
    assert web.named("opportunities", "contact_id", "contacts") == [None, "Tom Hill", None, None]
    assert web.named("tickets", "customer_id", "customers") == ["Acme"]
    assert web.named("tickets", "contact_id", "contacts") == ["Eve Moore"]


def test_business_units_are_departments_and_disabled_users_are_not_active(web: Loaded) -> None:
    assert web.named("users", "department_id", "departments") == ["East", "Acme Sales"]
    assert web.column("users", "is_active") == [True, False]
    assert web.named("users", "manager_id", "users") == ["Bob Stone", None]
    assert web.named("opportunities", "owner_id", "users") == ["Ada Byron", "Bob Stone", "Ada Byron", "Ada Byron"]


def test_a_qualified_lead_was_converted_when_its_deal_was_made(web: Loaded) -> None:
    assert web.column("leads", "status") == ["converted", "working", "dead"]
    assert web.column("leads", "converted_at") == [datetime(2024, 1, 10, 8), None, None]
    assert web.named("leads", "customer_id", "customers") == ["Acme", None, None]


def test_money_documents_follow_the_deal(web: Loaded) -> None:
    [order] = web.store.read("contracts").rows(named=True)
    assert (order["status"], order["amount"], order["order_date"]) == ("approved", 125_050, date(2024, 3, 6))
    assert web.column("contract_lines", "amount") == [125_050]
    assert web.column("opportunity_lines", "unit_price_amount") == [62_525]
    assert web.column("invoices", "status") == ["approved"]
    assert web.column("quotations", "discount") == [0.05]
    assert web.column("campaigns", "cost_amount") == [45_075]
    assert web.named("products", "product_category_id", "product_categories") == ["Machines"]


def test_only_what_took_place_is_a_follow_up(web: Loaded) -> None:
    activities = web.store.read("activities").sort("source_key")
    assert activities.select("kind", "channel", "subject").rows() == [
        ("follow_up", "Phone call", "opportunity"),
        ("task", "Phone call", "lead"),
        ("follow_up", "E-mail", "contact"),
        ("task", "Appointment", "customer"),
        ("task", "Task", "customer"),
    ]
    assert activities["created_at"][0] == datetime(2024, 2, 2, 9)
    assert web.named("activities", "customer_id", "customers") == ["Acme", "Acme", "Böhm", "Acme", "Acme"]


def test_tickets_are_resolved_when_their_resolution_ended(web: Loaded) -> None:
    [ticket] = web.store.read("tickets").rows(named=True)
    assert (ticket["channel"], ticket["category"], ticket["priority"]) == ("Phone", "Problem", "High")
    assert ticket["resolved_at"] == datetime(2024, 4, 2, 10)
    assert ticket["is_escalated"] is True


def test_the_answer_by_owner_is_that_of_the_won_deals(web: Loaded) -> None:
    answer = web.ask(metrics=["won_amount", "win_rate"], period={"from": "2024-01-01", "to": "2024-12-31"})
    assert [(row["won_amount"], row["win_rate"]) for row in answer] == [(1250.5, 0.5)]


def test_files_with_logical_names_say_the_same_as_the_web_api(web: Loaded, tmp_path: Path) -> None:
    dataverse.write_logical_names(tmp_path)
    loaded = load("dynamics365", tmp_path, tmp_path / "data")
    for table in CANONICAL:
        if table != "calendar" and table in web.report.tables:
            assert shown(loaded.store.read(table)) == shown(web.store.read(table)), table


def test_a_view_exported_with_labels_is_read(tmp_path: Path) -> None:
    deals = [
        {"(Do Not Modify) Opportunity": dataverse.BOILER, "Topic": "Boiler", "Potential Customer": "Acme",
         "Est. Close Date": "6/30/2024", "Est. Revenue": "$1,000.00", "Actual Revenue": "$1,250.50",
         "Actual Close Date": "3/5/2024", "Status": "Won", "Status Reason": "Won", "Owner": "Ada Byron"},
        {"(Do Not Modify) Opportunity": dataverse.PUMP, "Topic": "Pump", "Potential Customer": "Böhm",
         "Est. Close Date": "7/31/2024", "Est. Revenue": "$300.00", "Actual Revenue": "",
         "Actual Close Date": "", "Status": "Open", "Status Reason": "In Progress", "Owner": "Bob Stone"},
    ]  # fmt: skip
    write_csv(tmp_path / "All Opportunities 6-1-2024 9-30-00 AM.csv", deals, bom=True)
    loaded = load("dynamics365", tmp_path, tmp_path / "data")
    assert loaded.column("opportunities", "amount") == [125_050, 30_000]
    assert loaded.column("opportunities", "close_date") == [date(2024, 3, 5), None]
    assert loaded.column("opportunities", "expected_close_date") == [date(2024, 6, 30), date(2024, 7, 31)]
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme", "Böhm"]
    assert loaded.named("opportunities", "owner_id", "users") == ["Ada Byron", "Bob Stone"]


def test_without_base_amounts_other_currencies_are_converted_by_the_rates_of_the_export(tmp_path: Path) -> None:
    dataverse.write_logical_names(tmp_path)
    rows = dataverse.logical("opportunity")
    write_csv(tmp_path / "opportunity.csv", [{n: t for n, t in row.items() if not n.endswith("_base")} for row in rows])
    loaded = load("dynamics365", tmp_path, tmp_path / "data")
    assert loaded.column("opportunities", "amount") == [125_050, 30_000, 4_999, 100_000]
    (tmp_path / "transactioncurrency.csv").unlink()
    rateless = load("dynamics365", tmp_path, tmp_path / "rateless")
    assert rateless.column("opportunities", "amount") == [125_050, 30_000, 4_999, 80_000]
    assert rateless.report.tables["opportunities"].rules["no_currency"].count == 4
