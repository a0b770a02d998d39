"""The HubSpot preset on a connector's real tables, and on exports made from the published names of columns."""

from datetime import date, datetime
from pathlib import Path

import pytest

from datasource.tables.schema import UNKNOWN_KEY
from tests.loaders.presets.independent import Loaded, accounted, load, minor, rows_of, write_csv, write_json

FIVETRAN = {
    name: f"{name}_data.csv"
    for name in (
        "company", "contact", "contact_merge_audit", "deal", "deal_company", "deal_contact", "deal_pipeline",
        "deal_pipeline_stage", "deal_stage", "engagement_call", "engagement_communication", "engagement_company",
        "engagement_contact", "engagement_deal", "engagement_email", "engagement_meeting", "engagement_note",
        "engagement_task", "merged_deal", "owner", "owner_team", "team", "ticket", "ticket_company", "ticket_contact",
    )
}  # fmt: skip
COMPANIES = [
    {"Record ID": "901", "Company name": "Acme", "Company owner": "Ada Byron", "Create Date": "2023-11-01 09:30",
     "City": "Boston", "State/Region": "MA", "Country/Region": "United States", "Industry": "CONSTRUCTION",
     "Annual Revenue": "1500000", "Number of Employees": "42"},
    {"Record ID": "902", "Company name": "Böhm", "Company owner": "", "Create Date": "2023-11-02 09:30", "City": "",
     "State/Region": "", "Country/Region": "Germany", "Industry": "", "Annual Revenue": "", "Number of Employees": ""},
]  # fmt: skip
CONTACTS = [
    {"Record ID": "51", "First Name": "Eve", "Last Name": "Moore", "Email": "eve@acme.example",
     "Lifecycle Stage": "Lead",
     "Lead Status": "", "Contact owner": "Bob Stone", "Create Date": "2024-01-05 10:00", "Associated Company": "Acme",
     "Associated Company IDs": "901"},
    {"Record ID": "52", "First Name": "", "Last Name": "", "Email": "info@boehm.example", "Lifecycle Stage": "Customer",
     "Lead Status": "", "Contact owner": "", "Create Date": "2024-01-06 10:00", "Associated Company": "Böhm",
     "Associated Company IDs": "902"},
    {"Record ID": "53", "First Name": "Tom", "Last Name": "Hill", "Email": "", "Lifecycle Stage": "",
     "Lead Status": "", "Contact owner": "", "Create Date": "2024-01-07 10:00", "Associated Company": "",
     "Associated Company IDs": ""},
]  # fmt: skip
DEALS = [
    {"Record ID": "71", "Deal Name": "Boiler", "Deal Stage": "Closed Won", "Pipeline": "Sales Pipeline",
     "Amount": "1250.50", "Close Date": "2024-03-05 14:30", "Create Date": "2024-01-10 08:00",
     "Deal owner": "Ada Byron",
     "Associated Company": "Acme", "Associated Company IDs": "901", "Associated Contact IDs": "51;52",
     "Deal probability": "1.0", "Closed Lost Reason": ""},
    {"Record ID": "72", "Deal Name": "Boiler", "Deal Stage": "Contract Sent", "Pipeline": "Sales Pipeline",
     "Amount": "300", "Close Date": "2024-09-30 14:30", "Create Date": "2024-02-10 08:00", "Deal owner": "Bob Stone",
     "Associated Company": "Böhm", "Associated Company IDs": "902", "Associated Contact IDs": "",
     "Deal probability": "0.9", "Closed Lost Reason": ""},
    {"Record ID": "73", "Deal Name": "Pump", "Deal Stage": "Closed Lost", "Pipeline": "Sales Pipeline",
     "Amount": "", "Close Date": "2024-04-01 14:30", "Create Date": "2024-02-11 08:00", "Deal owner": "Ada Byron",
     "Associated Company": "", "Associated Company IDs": "", "Associated Contact IDs": "51",
     "Deal probability": "0.0", "Closed Lost Reason": "Price"},
    {"Record ID": "74", "Deal Name": "Service", "Deal Stage": "Closed Won", "Pipeline": "Renewals",
     "Amount": "49.99", "Close Date": "2024-05-01 14:30", "Create Date": "2024-02-12 08:00", "Deal owner": "",
     "Associated Company": "Acme", "Associated Company IDs": "901", "Associated Contact IDs": "",
     "Deal probability": "1.0", "Closed Lost Reason": ""},
]  # fmt: skip
NAMES = {
    "Record ID": "hs_object_id", "Deal Name": "dealname", "Deal Stage": "dealstage", "Pipeline": "pipeline",
    "Amount": "amount", "Close Date": "closedate", "Create Date": "createdate",
    "Closed Lost Reason": "closed_lost_reason",
    "Deal probability": "hs_deal_stage_probability",
}  # fmt: skip


@pytest.fixture(scope="module")
def connector(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("hubspot", shared_data / "fivetran_hubspot", tmp_path_factory.mktemp("connector"))


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    folder = tmp_path_factory.mktemp("export")
    write_csv(folder / "companies.csv", COMPANIES, bom=True)
    write_csv(folder / "contacts.csv", CONTACTS)
    write_csv(folder / "deals.csv", DEALS)
    return load("hubspot", folder, folder / "data")


def test_every_row_of_the_connector_s_tables_is_accounted_for(connector: Loaded, shared_data: Path) -> None:
    accounted(connector, shared_data / "fivetran_hubspot", FIVETRAN)
    assert {name: part.rejected for name, part in connector.report.tables.items() if part.rejected} == {}


def test_the_connector_s_tables_have_the_sums_of_their_files(connector: Loaded, shared_data: Path) -> None:
    companies = rows_of(shared_data / "fivetran_hubspot/company_data.csv")
    customers = connector.store.read("customers")
    assert (customers.height, customers["annual_revenue_amount"].sum()) == (
        24,
        minor(companies, "property_annualrevenue"),
    )
    deals = connector.store.read("opportunities")
    assert (deals.height, deals["amount"].count(), set(deals["outcome"])) == (44, 0, {"open"})


def test_owners_are_people_in_their_teams(connector: Loaded, shared_data: Path) -> None:
    assert connector.store.read("users").height == 100
    people = connector.by_source_key("users")
    teams = {row["department_id"]: row["name"] for row in connector.store.read("departments").rows(named=True)}
    assert teams[people["35252170"]["department_id"]] == "team_01"
    owned = rows_of(shared_data / "fivetran_hubspot/deal_data.csv")
    deals = connector.store.read("opportunities")
    assert deals["owner_id"].count() == len([row for row in owned if row["owner_id"]])
    mine = deals.filter(deals["owner_id"] == people["35252170"]["user_id"])
    assert mine.height == len([row for row in owned if row["owner_id"] == "35252170"])


def test_stages_of_the_connector_keep_their_pipeline_order_and_kind(connector: Loaded, shared_data: Path) -> None:
    rows = {row["stage_id"]: row for row in rows_of(shared_data / "fivetran_hubspot/deal_pipeline_stage_data.csv")}
    stages = connector.by_source_key("stages")
    for key, row in rows.items():
        kind = "won" if row["closed_won"] == "TRUE" else "lost" if row["is_closed"] == "TRUE" else "open"
        assert (stages[key]["kind"], stages[key]["position"]) == (kind, int(row["display_order"]))
        assert stages[key]["win_probability"] == float(row["probability"])


def test_a_contact_that_was_merged_into_another_is_deleted(connector: Loaded, shared_data: Path) -> None:
    merged = {row["vid_to_merge"] for row in rows_of(shared_data / "fivetran_hubspot/contact_merge_audit_data.csv")}
    contacts = connector.store.read("contacts")
    deleted = contacts.filter(contacts["is_deleted"])["source_key"]
    assert set(deleted) == merged & set(contacts["source_key"])


def test_an_open_end_of_a_stay_is_no_date(connector: Loaded) -> None:
    stays = connector.store.read("stage_events")
    assert (stays.height, stays["left_at"].null_count()) == (14, 14)
    assert stays["entered_at"].min() == datetime(2021, 1, 7, 6, 49, 18)


def test_engagements_are_follow_ups_and_tasks_are_not(connector: Loaded) -> None:
    activities = connector.store.read("activities")
    assert activities.group_by("channel", "kind").len().sort("channel").rows() == [
        ("Call", "follow_up", 1),
        ("Email", "follow_up", 1),
        ("Meeting", "follow_up", 100),
        ("Message", "follow_up", 1),
        ("Note", "follow_up", 1),
        ("Task", "task", 2),
    ]


def test_an_export_of_record_pages_is_read_by_its_labels(export: Loaded) -> None:
    assert {name: part.rejected for name, part in export.report.tables.items() if part.rejected} == {}
    assert [
        rule for part in export.report.tables.values() for rule in part.rules if rule in ("orphan", "ambiguous")
    ] == []
    deals = export.by_source_key("opportunities")
    assert [(row["outcome"], row["amount"]) for row in deals.values()] == [
        ("won", 125_050), ("open", 30_000), ("lost", None), ("won", 4_999),
    ]  # fmt: skip
    assert deals["71"]["close_date"] == date(2024, 3, 5)
    assert deals["71"]["closed_at"] == datetime(2024, 3, 5, 14, 30)
    assert (deals["72"]["close_date"], deals["72"]["expected_close_date"]) == (None, date(2024, 9, 30))
    assert deals["73"]["loss_reason"] == "Price"
    assert export.named("opportunities", "customer_id", "customers") == ["Acme", "Böhm", "Acme", "Acme"]
    assert export.named("opportunities", "contact_id", "contacts") == ["Eve Moore", None, "Eve Moore", None]
    assert export.named("opportunities", "owner_id", "users") == ["Ada Byron", "Bob Stone", "Ada Byron", None]


def test_stages_of_one_name_in_two_pipelines_are_two(export: Loaded) -> None:
    stages = export.store.read("stages").sort("source_key").select("source_key", "name", "kind")
    assert stages.rows() == [
        ("Renewals/Closed Won", "Closed Won", "won"),
        ("Sales Pipeline/Closed Lost", "Closed Lost", "lost"),
        ("Sales Pipeline/Closed Won", "Closed Won", "won"),
        ("Sales Pipeline/Contract Sent", "Contract Sent", "open"),
    ]
    assert sorted(export.store.read("pipelines")["name"]) == ["Renewals", "Sales Pipeline"]


def test_contacts_with_a_lifecycle_stage_are_leads(export: Loaded) -> None:
    leads = export.store.read("leads").sort("source_key").select("source_key", "contact_name", "status")
    assert leads.rows() == [("51", "Eve Moore", "new"), ("52", "info@boehm.example", "converted")]
    assert export.named("leads", "customer_id", "customers") == [None, "Böhm"]


def test_won_amount_of_the_export_in_the_spring(export: Loaded) -> None:
    [answer] = export.ask(
        metrics=["won_amount", "won_count", "lost_count"], period={"from": "2024-03-01", "to": "2024-05-31"}
    )
    assert (answer["won_amount"], answer["won_count"], answer["lost_count"]) == (1300.49, 2, 1)


def test_answers_of_the_api_say_the_same_as_the_export(export: Loaded, tmp_path: Path) -> None:
    results = [
        {"id": deal["Record ID"], "properties": {NAMES[name]: text or None for name,
         text in deal.items() if name in NAMES},
         "createdAt": "2024-01-10T08:00:00.000Z", "archived": False}
        for deal in DEALS
    ]  # fmt: skip
    write_json(tmp_path / "deals.json", {"results": results})
    loaded = load("hubspot", tmp_path, tmp_path / "data")
    columns = ["source_key", "name", "outcome", "amount", "close_date", "expected_close_date", "loss_reason"]
    assert (
        loaded.store.read("opportunities")
        .sort("source_key")
        .select(columns)
        .equals(export.store.read("opportunities").sort("source_key").select(columns))
    )


def test_a_list_of_deals_with_five_columns_is_enough(tmp_path: Path) -> None:
    few = ("Record ID", "Deal Name", "Deal Stage", "Amount", "Close Date")
    write_csv(
        tmp_path / "hubspot-crm-exports-all-deals-2024-06-01.csv",
        [{name: deal[name] for name in few} for deal in DEALS],
    )
    loaded = load("hubspot", tmp_path, tmp_path / "data")
    deals = loaded.store.read("opportunities")
    assert (deals.height, deals["amount"].sum()) == (4, 160_049)
    assert deals.filter(deals["customer_id"] == UNKNOWN_KEY).height == 0


def test_amounts_in_the_company_s_currency_need_no_rate(tmp_path: Path) -> None:
    more = [("EUR", "54.99"), ("USD", "300"), ("EUR", ""), ("USD", "49.99")]
    deals = [
        deal | {"Currency": code, "Amount in company currency": home}
        for deal, (code, home) in zip(DEALS, more, strict=True)
    ]
    write_csv(tmp_path / "deals.csv", deals)
    loaded = load("hubspot", tmp_path, tmp_path / "data")
    assert loaded.column("opportunities", "amount") == [5_499, 30_000, None, 4_999]
    assert loaded.column("opportunities", "original_amount") == [125_050, 30_000, None, 4_999]
    assert loaded.column("opportunities", "currency") == ["EUR", "USD", "EUR", "USD"]
    assert "no_currency" not in loaded.report.tables["opportunities"].rules


def test_associations_of_the_api_lead_to_companies_and_contacts(tmp_path: Path) -> None:
    def pair(kind: str, key: str) -> dict[str, object]:
        return {"results": [{"id": key, "type": f"deal_to_{kind}"}]}

    deal = {
        "id": "71",
        "properties": {"dealname": "Boiler", "dealstage": "closedwon", "amount": "10", "pipeline": "default"},
    }
    linked = deal | {"associations": {"companies": pair("company", "901"), "contacts": pair("contact", "51")}}
    company = {"id": "901", "properties": {"name": "Acme", "createdate": "2024-01-10T08:00:00.000Z"}}
    contact = {"id": "51", "properties": {"firstname": "Eve", "lastname": "Moore", "lifecyclestage": "lead"}}
    for name, record in (("deals", linked), ("companies", company), ("contacts", contact)):
        write_json(tmp_path / f"{name}.json", {"results": [record]})
    loaded = load("hubspot", tmp_path, tmp_path / "data")
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme"]
    assert loaded.named("opportunities", "contact_id", "contacts") == ["Eve Moore"]
    assert loaded.column("opportunities", "outcome") == ["won"]


def test_contacts_alone_are_an_export_too(tmp_path: Path) -> None:
    write_csv(tmp_path / "all-contacts.csv", CONTACTS)
    loaded = load("hubspot", tmp_path, tmp_path / "data")
    assert (loaded.store.read("contacts").height, loaded.store.read("leads").height) == (3, 2)


def test_tables_that_only_link_others_are_used_and_not_left_over(connector: Loaded) -> None:
    links = connector.report.files["deal_contact"]
    assert (links.read, links.kept, links.unused) == (11, 11, 0)
    assert {"deal_id", "contact_id"} & set(links.left_out) == set()
    kept = connector.report.files["company"].left_out
    assert "_fivetran_synced" in kept
    assert "property_description" not in kept
