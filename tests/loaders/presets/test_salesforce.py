"""The Salesforce preset on three real exports; every sum is read a second time by other means."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from datasource.tables.schema import UNKNOWN_KEY
from tests.loaders.presets.independent import Loaded, accounted, load, minor, rows_of

DATACLOUD = {
    "account": "Account.csv",
    "campaign": "Campaign.csv",
    "campaign_member": "CampaignMember.csv",
    "case": "Case.csv",
    "contact": "Contact.csv",
    "lead": "Lead.csv",
    "opportunity": "Opportunity.csv",
    "task": "Task.csv",
}
POWERBI = {name: f"{file}.csv" for name, file in {
    "account": "Account", "contact": "Contact", "lead": "Lead", "opportunity": "Opportunity",
    "opportunity_history": "OpportunityHistory",
}.items()}  # fmt: skip
FIVETRAN = {
    name: f"sf_{name}_data.csv"
    for name in (
        "account", "contact", "event", "lead", "opportunity", "opportunity_history", "opportunity_line_item", "order",
        "product_2", "task", "user", "user_role",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def datacloud(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("salesforce", shared_data / "sf_datacloud_workshop", tmp_path_factory.mktemp("datacloud"))


@pytest.fixture(scope="module")
def powerbi(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("salesforce", shared_data / "sf_powerbi_export", tmp_path_factory.mktemp("powerbi"))


@pytest.fixture(scope="module")
def fivetran(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("salesforce", shared_data / "fivetran_salesforce", tmp_path_factory.mktemp("fivetran"))


def test_every_row_of_the_three_exports_is_accounted_for(
    datacloud: Loaded, powerbi: Loaded, fivetran: Loaded, shared_data: Path
) -> None:
    accounted(datacloud, shared_data / "sf_datacloud_workshop", DATACLOUD)
    accounted(powerbi, shared_data / "sf_powerbi_export", POWERBI)
    accounted(fivetran, shared_data / "fivetran_salesforce", FIVETRAN)
    for loaded in (datacloud, powerbi, fivetran):
        assert {name: part.rules for name, part in loaded.report.tables.items() if part.rejected} == {}


def test_the_data_loader_export_has_the_sums_of_its_file(datacloud: Loaded, shared_data: Path) -> None:
    deals = rows_of(shared_data / "sf_datacloud_workshop/Opportunity.csv")
    read = datacloud.store.read("opportunities")
    assert (read.height, read["amount"].sum()) == (50, 4_360_354_598)
    assert read["amount"].sum() == minor(deals, "Amount")
    accounts = rows_of(shared_data / "sf_datacloud_workshop/Account.csv")
    assert datacloud.store.read("customers")["annual_revenue_amount"].sum() == minor(accounts, "AnnualRevenue")


def test_flags_written_as_one_or_blank_say_how_a_deal_stands(datacloud: Loaded) -> None:
    deals = datacloud.store.read("opportunities")
    stood = {outcome: (rows.height, rows["amount"].sum()) for (outcome,), rows in deals.group_by("outcome")}
    assert stood == {"won": (12, 1_054_256_298), "lost": (3, 305_891_250), "open": (35, 3_000_207_050)}
    assert deals["close_date"].null_count() == 35
    assert deals["expected_close_date"].null_count() == 0


def test_stages_are_made_of_the_deals_in_the_order_of_their_probability(datacloud: Loaded, powerbi: Loaded) -> None:
    stages = datacloud.store.read("stages").sort("position", "name").select("name", "kind", "win_probability").rows()
    assert stages == [
        ("Discovery", "open", 0.0),
        ("Negotiation", "open", 0.0),
        ("Proposal/Quote", "open", 0.0),
        ("Qualification", "open", 0.1),
        ("Closed Won", "won", 1.0),
        ("Closed Lost", "lost", 0.0),
    ]
    names = powerbi.store.read("stages").sort("position", "name")["name"].to_list()
    assert names[:2] == ["Prospecting", "Qualification"]
    assert names[-3:] == ["Negotiation/Review", "Closed Won", "Closed Lost"]


def test_answers_from_the_data_loader_export_are_those_worked_out_from_the_file(
    datacloud: Loaded, shared_data: Path
) -> None:
    deals = rows_of(shared_data / "sf_datacloud_workshop/Opportunity.csv")
    won = [row for row in deals if row["IsWon"] == "1" and row["CloseDate"].startswith("2023")]
    period = {"from": "2023-01-01", "to": "2023-12-31"}
    [answer] = datacloud.ask(metrics=["won_amount", "won_count"], period=period)
    assert (answer["won_amount"], answer["won_count"]) == (minor(won, "Amount") / 100, len(won))
    assert (answer["won_amount"], answer["won_count"]) == (10_542_562.98, 12)


def test_references_of_the_data_loader_export_are_found_where_their_rows_are(
    datacloud: Loaded, shared_data: Path
) -> None:
    names = {row["Id"]: row["Name"] for row in rows_of(shared_data / "sf_datacloud_workshop/Account.csv")}
    deals = sorted(rows_of(shared_data / "sf_datacloud_workshop/Opportunity.csv"), key=lambda row: row["Id"][:15])
    assert datacloud.named("opportunities", "customer_id", "customers") == [names[row["AccountId"]] for row in deals]
    tasks = datacloud.store.read("activities")
    assert Counter(tasks["subject"]) == {"contact": 30, "customer": 30, "lead": 15}
    assert Counter(tasks["kind"]) == {"task": 75}
    assert tasks.filter(tasks["lead_id"] > UNKNOWN_KEY).height == 15
    assert tasks.filter(tasks["contact_id"] > UNKNOWN_KEY).height == 60
    assert tasks.filter(tasks["customer_id"] > UNKNOWN_KEY).height == 36
    owners = datacloud.report.tables["opportunities"].rules["orphan"].columns
    assert owners == {"owner_id": 50}


def test_members_of_campaigns_are_leads_or_contacts(datacloud: Loaded) -> None:
    members = datacloud.store.read("campaign_members")
    assert members.height == 68
    assert (members["lead_id"].count(), members["contact_id"].count()) == (34, 34)
    assert members["campaign_id"].is_in(datacloud.store.read("campaigns")["campaign_id"].implode()).all()
    assert datacloud.store.read("touches").height == 0


def test_cases_are_tickets_in_the_time_of_the_company(datacloud: Loaded) -> None:
    tickets = datacloud.store.read("tickets")
    assert (tickets.height, tickets["closed_at"].count()) == (40, 14)
    assert tickets["opened_at"].unique().to_list() == [datetime(2024, 1, 23, 13, 26, 8)]


def test_fields_of_the_company_s_own_are_kept(datacloud: Loaded) -> None:
    customers = datacloud.store.read("customers")
    [field] = [name for name in customers.columns if "employee_identification" in name.lower()]
    assert customers.filter(customers["name"] == "Walker Henson and Compton")[field].to_list() == ["EIN_11227"]


def test_an_export_written_for_the_united_states_is_read_month_first(powerbi: Loaded, shared_data: Path) -> None:
    deals = rows_of(shared_data / "sf_powerbi_export/Opportunity.csv")
    read = powerbi.store.read("opportunities")
    assert (read.height, read["amount"].sum()) == (36, 576_000_000)
    assert read["amount"].sum() == minor(deals, "Amount")
    days = Counter(read["expected_close_date"])
    assert days == {date(2024, 2, 3): 31, date(2026, 3, 31): 4, date(2026, 2, 23): 1}
    stood = {outcome: rows["amount"].sum() for (outcome,), rows in read.group_by("outcome")}
    assert stood == {"won": 281_500_000, "lost": 83_000_000, "open": 211_500_000}
    assert (read["customer_id"] > UNKNOWN_KEY).all()


def test_a_history_of_deals_becomes_stays_in_stages(powerbi: Loaded) -> None:
    events = powerbi.store.read("stage_events")
    assert events.height == 48
    stages = dict(powerbi.store.read("stages").select("stage_id", "name").rows())
    deal = powerbi.by_source_key("opportunities")["006bm00000LKgOn"]["opportunity_id"]
    stays = [
        (stages[row["stage_id"]], row["entered_at"], row["left_at"])
        for row in events.filter(events["opportunity_id"] == deal).sort("entered_at").rows(named=True)
    ]
    assert stays == [
        ("Prospecting", datetime(2026, 2, 24, 2, 18), datetime(2026, 2, 24, 2, 20)),
        ("Closed Won", datetime(2026, 2, 24, 2, 20), datetime(2026, 3, 7, 20, 59)),
        ("Closed Lost", datetime(2026, 3, 7, 20, 59), None),
    ]


def test_leads_that_were_converted_point_at_their_customer(powerbi: Loaded) -> None:
    leads = powerbi.store.read("leads")
    assert (leads.height, leads["converted_date"].count(), leads["customer_id"].count()) == (22, 5, 5)
    assert leads["converted_date"].drop_nulls().unique().to_list() == [date(2026, 2, 24)]
    assert Counter(leads["status"]) == {"new": 2, "working": 9, "converted": 8, "dead": 3}


def test_a_connector_s_tables_leave_superseded_versions_aside(fivetran: Loaded, shared_data: Path) -> None:
    folder = shared_data / "fivetran_salesforce"
    active = [row for row in rows_of(folder / "sf_opportunity_data.csv") if row["_fivetran_active"] == "true"]
    deals = fivetran.store.read("opportunities")
    assert (deals.height, fivetran.report.tables["opportunities"].left_aside) == (8, 2)
    assert deals["amount"].sum() == minor(active, "amount")
    assert deals["is_deleted"].all()
    assert fivetran.report.tables["customers"].left_aside == 3 + 2
    assert fivetran.store.read("users")["is_active"].sum() == len(
        [row for row in rows_of(folder / "sf_user_data.csv")
         if row["_fivetran_active"] == "true" and row["_fivetran_deleted"] == "false" and row["is_active"] == "true"]
    )  # fmt: skip


def test_a_connector_s_lines_and_orders_have_the_sums_of_their_files(fivetran: Loaded, shared_data: Path) -> None:
    folder = shared_data / "fivetran_salesforce"
    lines = rows_of(folder / "sf_opportunity_line_item_data.csv")
    assert fivetran.store.read("opportunity_lines")["amount"].sum() == minor(lines, "total_price")
    orders = fivetran.store.read("contracts")
    assert orders["amount"].sum() == minor(rows_of(folder / "sf_order_data.csv"), "total_amount")
    assert set(orders["status"]) == {"approved"}


def test_an_open_end_of_a_connector_is_no_date(fivetran: Loaded) -> None:
    stays = fivetran.store.read("stage_events")
    assert stays.height == 0 or stays["left_at"].null_count() == stays.height
