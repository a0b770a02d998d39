"""A record without the day on which it was entered is there today, though since when is not known."""

from datetime import date, datetime
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog
from datasource.query import records
from datasource.question import Records
from datasource.scope import OPERATOR
from tests.oracle.company import Row
from tests.traps.company import company, rows, span

CUSTOMERS: list[Row] = [{"name": "Acme", "created_date": date(2024, 1, 5)}, {"name": "Echo", "created_date": None}]
TICKETS: list[Row] = [
    {"title": "Undated and open", "resolved_at": None},
    {"title": "Undated and resolved", "resolved_at": datetime(2024, 5, 2, 9)},
]


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return company(tmp_path_factory.mktemp("undated"), customers=CUSTOMERS, tickets=TICKETS)


def test_it_is_counted_today(undated: Catalog) -> None:
    assert rows(undated, metrics=["customer_count", "open_tickets"]) == [(2, 1)]
    this_year = span("2024-01-01", "2024-12-31")
    assert rows(undated, metrics=["customer_count", "open_tickets"], period=this_year) == [(2, 1)]


def test_it_is_not_counted_on_a_past_day(undated: Catalog) -> None:
    assert rows(undated, metrics=["customer_count", "open_tickets"], period=span("2024-01-01", "2024-05-01")) == [
        (1, 0)
    ]


def test_a_store_whose_customers_have_no_dates_at_all_has_a_portrait(tmp_path: Path) -> None:
    catalog = company(tmp_path, customers=[{"name": "Acme", "industry": "IT"}, {"name": "Echo", "industry": "IT"}])
    assert rows(catalog, metrics=["customer_count", "dealt_customers"], by=["industry"]) == [("IT", 2, 0)]


def test_the_records_behind_today_hold_it(undated: Catalog) -> None:
    ask = Records(subject="customers", metric="customer_count", columns=("name",))
    assert sorted(records(undated, ask, OPERATOR).rows["name"]) == ["Acme", "Echo"]
