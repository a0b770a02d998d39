"""Cells that need more than their own row: look-ups in other sources, and the rates that the same load brings."""

from pathlib import Path

import pytest

from datasource.loaders.load import import_folder
from datasource.loaders.mapping import read_mapping
from datasource.loaders.report import Report
from datasource.store import Store

MAPPING = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
rates: {CHF: 1.1}
sources:
  fields: {files: [fields.csv]}
  extras: {files: [extras.csv], optional: true}
load:
  - table: customers
    from: customers.csv
    key: id
    columns:
      name: name
      industry: {column: batch, lookup: {in: fields, match: batch, where: {field: industry}, give: value}}
      level: {column: batch, optional: true, lookup: {in: extras, match: batch, give: value}}
  - table: contracts
    from: contracts.csv
    key: id
    columns:
      customer_id: {column: customer, by: name}
      amount: {column: amount, currency: currency}
      order_date: day
  - table: exchange_rates
    from: rates.csv
    columns:
      currency: code
      rate_date: since
      rate: {column: dollars, inverse: true}
  - table: exchange_rates
    rows:
      - {currency: JPY, rate: "0.0065"}
"""
FILES = {
    "customers.csv": "id,name,batch\n1,Acme,b1\n2,Beta,b2\n",
    "fields.csv": "batch,field,value\nb1,industry,IT\nb1,level,A\nb2,level,B\n",
    "contracts.csv": "id,customer,amount,currency,day\n1,Acme,100.00,EUR,2024-02-01\n2,Beta,100.00,USD,2024-02-01\n"
    "3,Acme,1000,JPY,2024-02-01\n4,Acme,1,CHF,2024-02-01\n5,Acme,1,SEK,2024-02-01\n6,Acme,100,EUR,2024-07-01\n",
    "rates.csv": "code,since,dollars\nEUR,2024-01-01,0.8\nEUR,2024-06-01,0.5\n",
}


@pytest.fixture
def loaded(tmp_path: Path) -> tuple[Store, Report]:
    folder = tmp_path / "from"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (tmp_path / "small.yaml").write_text(MAPPING)
    store = Store(tmp_path / "data")
    return store, import_folder(read_mapping(tmp_path / "small.yaml"), folder, store)


def test_a_column_comes_from_the_rows_of_another_source(loaded: tuple[Store, Report]) -> None:
    store, report = loaded
    customers = store.read("customers").sort("customer_id")
    assert customers.select("name", "industry", "level").rows() == [("Acme", "IT", None), ("Beta", None, None)]
    assert report.tables["customers"].rules["not_found"].columns == {"industry": 1}


def test_money_is_brought_to_the_company_s_by_the_rates_of_the_same_load(loaded: tuple[Store, Report]) -> None:
    store, report = loaded
    contracts = store.read("contracts").sort("contract_id")
    assert contracts["amount"].to_list() == [12500, 10000, 650, 110, None, 20000]
    assert contracts["original_amount"].to_list() == [10000, 10000, 1000, 100, 100, 10000]
    assert contracts["currency"].to_list() == ["EUR", "USD", "JPY", "CHF", "SEK", "EUR"]
    assert report.tables["contracts"].rules["no_rate"].columns == {"amount": 1}
    assert store.read("exchange_rates").height == 3


def test_a_source_that_is_read_for_others_is_counted_once(loaded: tuple[Store, Report]) -> None:
    _, report = loaded
    assert (report.files["rates.csv"].read, report.tables["exchange_rates"].read) == (2, 3)
    assert report.files["fields"].read == 3
