"""Zoho CRM: the demo workspace of Zoho Analytics against an independent reading, and the form of Zoho's own backup."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loaders.presets.independent import Loaded, load, rows_of, write_csv

FILES = {
    "users": "Users.csv",
    "accounts": "Accounts.csv",
    "contacts": "Contacts.csv",
    "leads": "Leads.csv",
    "deals": "Potentials.csv",
    "campaigns": "Campaigns.csv",
    "campaign_leads": "Campaign_Lead_Status.csv",
    "products": "Products.csv",
    "invoices": "Invoices.csv",
    "calls": "Calls.csv",
    "events": "Events.csv",
    "tasks": "Tasks.csv",
    "cases": "Cases.csv",
}


@pytest.fixture(scope="module")
def demo(shared_data: Path) -> Path:
    return shared_data / "zoho_crm_demo"


@pytest.fixture(scope="module")
def loaded(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("zoho", demo, tmp_path_factory.mktemp("zoho"))


def cents(text: str) -> int:
    """`$342.09K` in cents, read by nothing of Mingjing's."""
    digits, thousands = re.fullmatch(r"\$([\d,.]+)(K?)", text).groups() if text else ("0", "")  # type: ignore[union-attr]
    return int(Decimal(digits.replace(",", "")) * (1000 if thousands else 1) * 100)


def test_every_row_of_every_file_is_kept(demo: Path, loaded: Loaded) -> None:
    read = {name: (part.read, part.kept) for name, part in loaded.report.files.items() if part.read}
    assert read == {name: (len(rows_of(demo / file)),) * 2 for name, file in FILES.items()}
    assert {name: part.rejected for name, part in loaded.report.tables.items() if part.rejected} == {}


@pytest.mark.parametrize(
    ("table", "column", "file", "source"),
    [
        ("opportunities", "amount", "Potentials.csv", "Amount"),
        ("campaigns", "budget_amount", "Campaigns.csv", "Budgeted Cost"),
        ("campaigns", "cost_amount", "Campaigns.csv", "Actual Cost"),
        ("invoices", "amount", "Invoices.csv", "Grand Total"),
        ("products", "unit_cost_amount", "Products.csv", "Cost"),
    ],
)
def test_sums_of_money_equal_another_reading_to_the_cent(  # noqa: PLR0917
    demo: Path, loaded: Loaded, table: str, column: str, file: str, source: str
) -> None:
    assert loaded.store.read(table)[column].sum() == sum(cents(row[source]) for row in rows_of(demo / file))


def test_outcomes_leads_and_cases_are_those_of_the_files(demo: Path, loaded: Loaded) -> None:
    won = [row for row in rows_of(demo / "Potentials.csv") if row["Stage"] == "Closed Won"]
    everything = {"from": "2000-01-01", "to": "2100-01-01"}
    [answer] = loaded.ask(metrics=["won_count", "won_amount"], period=everything)
    assert answer == {"won_count": len(won), "won_amount": sum(cents(row["Amount"]) for row in won) / 100}
    leads = rows_of(demo / "Leads.csv")
    statuses = Counter(loaded.column("leads", "status"))
    assert statuses["converted"] == sum(row["CONVERTED"] == "Yes" for row in leads)
    rest = Counter(row["Lead Status"] for row in leads if row["CONVERTED"] == "No")
    assert statuses["new"] == rest["Not Contacted"]
    assert statuses["dead"] == rest["Junk Lead"] + rest["Lost Lead"]
    assert None not in statuses
    cases = rows_of(demo / "Cases.csv")
    assert loaded.store.read("tickets")["closed_at"].count() == sum(row["Status"] == "Closed" for row in cases)
    assert loaded.store.read("tickets")["is_escalated"].sum() == sum(row["Status"] == "Escalated" for row in cases)


def test_every_owner_is_found_by_id_or_by_name(loaded: Loaded) -> None:
    for table in ("customers", "contacts", "leads", "opportunities", "invoices", "activities", "tickets"):
        owners = loaded.store.read(table)["owner_id"]
        assert owners.null_count() == 0, table
        assert not (owners == 0).any(), table


def test_a_backup_of_zoho_s_own_is_read_by_the_same_preset(tmp_path: Path) -> None:
    source = tmp_path / "files"
    source.mkdir()
    owner = {"id": "zcrm_1", "name": "Ann Lee"}
    write_csv(source / "Users_001.csv", [{"Record Id": "zcrm_1", "Full Name": "Ann Lee", "Email": "a@x.com"}])
    account = {"Record Id": "zcrm_9", "Account Name": "Acme", "Account Owner.id": owner["id"], "Industry": "Steel"}
    write_csv(source / "Accounts_001.csv", [{**account, "Created Time": "2024-01-05 10:00:00"}], bom=True)
    deal = {
        "Record Id": "zcrm_d1",
        "Deal Name": "Big",
        "Account Name.id": "zcrm_9",
        "Deal Owner.id": owner["id"],
        "Stage": "Closed-Lost to Competition",
        "Amount": "1200.5",
        "Closing Date": "2024-02-01",
        "Created Time": "2024-01-06 09:00:00",
        "Reason For Loss": "Price",
    }
    write_csv(source / "Deals_001.csv", [deal, {**deal, "Record Id": "zcrm_d2", "Stage": "Our own stage"}], "\r")
    loaded = load("zoho", source, tmp_path / "data")
    assert loaded.column("opportunities", "outcome") == ["lost", "open"]
    assert loaded.column("opportunities", "amount") == [1200_50, 1200_50]
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme", "Acme"]
    assert loaded.named("opportunities", "owner_id", "users") == ["Ann Lee", "Ann Lee"]
    assert [day and day.isoformat() for day in loaded.column("opportunities", "close_date")] == ["2024-02-01", None]
