"""Ways in which an export of a CRM became wrong numbers without a word."""

from datetime import datetime
from pathlib import Path

from tests.loaders.presets.independent import load, write_csv


def test_an_amount_in_the_base_currency_is_not_converted_again(tmp_path: Path) -> None:
    deal = {"opportunityid": "1", "name": "Turbine", "statecode": "0", "estimatedvalue": "800"}
    deal |= {"estimatedvalue_base": "1000", "transactioncurrencyid": "E"}
    write_csv(tmp_path / "opportunity.csv", [deal])
    write_csv(
        tmp_path / "transactioncurrency.csv",
        [{"transactioncurrencyid": "E", "isocurrencycode": "EUR", "exchangerate": "0.8"}],
    )
    assert load("dynamics365", tmp_path, tmp_path / "data").column("opportunities", "amount") == [100_000]


def test_ids_that_differ_in_case_alone_are_two_customers(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "Account.csv", [{"Id": "001Ec00000GGw3h", "Name": "Low"}, {"Id": "001Ec00000GGw3H", "Name": "High"}]
    )
    deals = [{"Id": "006Ec00000AieK1", "AccountId": "001Ec00000GGw3h", "StageName": "Won", "Amount": "1"}]
    write_csv(tmp_path / "Opportunity.csv", deals)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.named("opportunities", "customer_id", "customers") == ["Low"]


def test_stays_are_in_the_order_of_time_and_not_of_the_dates_letters(tmp_path: Path) -> None:
    write_csv(tmp_path / "Opportunity.csv", [{"Id": "006Ec00000AieK1", "StageName": "Closed Won"}])
    log = [("1", "Closed Won", "01/05/2025 09:00 AM"), ("2", "Prospecting", "12/30/2024 01:00 PM")]
    rows = [{"Id": key, "OpportunityId": "006Ec00000AieK1", "StageName": to, "CreatedDate": at} for key, to, at in log]
    write_csv(tmp_path / "OpportunityHistory.csv", rows)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.named("stage_events", "stage_id", "stages") == ["Closed Won", "Prospecting"]
    assert loaded.column("stage_events", "left_at") == [None, datetime(2025, 1, 5, 9)]


def test_a_deal_whose_company_is_known_by_name_alone_is_not_lost_to_unknown(tmp_path: Path) -> None:
    write_csv(tmp_path / "Accounts.csv", [{"Account ID": "001Ec00000GGw3h", "Account Name": "Acme"}])
    deals = [{"Opportunity ID": "006Ec00000AieK1", "Account Name": "ACME ", "Stage": "Closed Won", "Amount": "5"}]
    write_csv(tmp_path / "Opportunities.csv", deals)
    loaded = load("salesforce", tmp_path, tmp_path / "data")
    assert loaded.store.read("customers").height == 1
    assert loaded.named("opportunities", "customer_id", "customers") == ["Acme"]
