"""What people and mappings add (merged customers, kept columns, own tables) lives through refreshes and roll backs."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from datasource.catalog.catalog import open_catalog
from datasource.loaders.connections import file_door
from datasource.metrics.custom import vocabulary_of
from datasource.metrics.spoken import speaking
from datasource.people.database import open_app_database
from datasource.quality.merges import Decider, merge, overlay_of, take_back
from datasource.query import answer
from datasource.query.engine import under
from datasource.question import Query
from datasource.scope import OPERATOR
from tests.refresh.crm import MAPPING, Crm

OWN = """
  - table: stock
    from: goods
    key: id
    columns: {account: account, quantity: quantity}
tables:
  stock:
    label: Stock
    relations: {account: customers}
    columns:
      quantity: {label: On stock, type: number}
"""
KEPT = MAPPING.replace("  accounts: {key", "  goods: {key: id, watermark: changed}\n  accounts: {key").replace(
    "columns: {name: name, owner_id", "keep_rest: true\n    columns: {name: name, owner_id"
) + OWN.lstrip("\n")


@dataclass(frozen=True)
class Shop:
    """Customers A1 to A3 with a column that is kept, their stock, and an app database to merge in."""

    crm: Crm
    decider: Decider

    def shown(self, by: str) -> dict[str | None, tuple[object, ...]]:
        """Customers and stock by `by`, as a chart would show them."""
        catalog = under(open_catalog(self.crm.folder / "data"), overlay_of(self.decider.database))
        with speaking(vocabulary_of(catalog.manifest.custom)):
            rows = answer(catalog, Query(metrics=("customer_count", "sum_x_stock_quantity"), by=(by,)), OPERATOR).rows
        return {name: tuple(numbers) for name, *numbers in rows.rows()}

    def whole(self) -> list[str]:
        """The sources that a refresh has read whole."""
        return [one.source for one in self.crm.refresh().told if one.is_whole]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    (tmp_path / "small.yaml").write_text(KEPT)
    crm = Crm(file_door(tmp_path / "crm.db"), tmp_path, names=("people", "accounts", "goods"))
    crm.run(
        "ALTER TABLE accounts ADD COLUMN tier VARCHAR(20)",
        "CREATE TABLE goods (id INT PRIMARY KEY, account VARCHAR(20), quantity INT, changed INT)",
        "INSERT INTO goods VALUES (1, 'A1', 5, 1), (2, 'A2', 7, 2), (3, 'A3', 100, 3)",
        "INSERT INTO people VALUES (1, 'Ann', 10)",
        *(
            f"INSERT INTO accounts VALUES ('{key}', '{name}', 1, 1, 0, '2024-03-01 10:00:00', '{tier}')"
            for key, name, tier in (("A1", "Acme", "Gold"), ("A2", "ACME Ltd", "Tin"), ("A3", "Beta", "Tin"))
        ),
    )
    crm.refresh()
    database = open_app_database(crm.folder / "data")
    yield Shop(crm, Decider(database, "root"))
    database.engine.dispose()


def change(shop: Shop) -> None:
    """Another tier for Beta, more stock for the merged Acme, a new customer, less stock of a row."""
    shop.crm.run(
        "UPDATE accounts SET tier = 'Silver', changed = '2024-03-02 10:00:00' WHERE id = 'A3'",
        "INSERT INTO accounts VALUES ('A4', 'Core', 1, 1, 0, '2024-03-02 11:00:00', NULL)",
        "INSERT INTO goods VALUES (4, 'A2', 1000, 4)",
        "UPDATE goods SET quantity = 90, changed = 5 WHERE id = 3",
    )


def test_merged_customers_kept_columns_and_own_tables_live_through_refreshes_and_a_roll_back(shop: Shop) -> None:
    number = merge(shop.decider, "customers", ["A1", "A2"], "A1")
    first = {"Acme": (1, 12.0), "Beta": (1, 100.0)}
    tiers = {"Gold": (1, 12.0), "Tin": (1, 100.0)}
    assert (shop.shown("customer"), shop.shown("x_customers_tier")) == (first, tiers)
    change(shop)
    assert shop.whole() == []
    second = {"Acme": (1, 1012.0), "Beta": (1, 90.0), "Core": (1, 0.0)}
    later = {"Gold": (1, 1012.0), "Silver": (1, 90.0), "Unknown": (1, 0.0)}
    assert (shop.shown("customer"), shop.shown("x_customers_tier")) == (second, later)
    shop.crm.refresh(whole=True)
    assert (shop.shown("customer"), shop.shown("x_customers_tier")) == (second, later)
    shop.crm.store.roll_back()
    shop.crm.store.roll_back()
    assert (shop.shown("customer"), shop.shown("x_customers_tier")) == (first, tiers)
    take_back(shop.decider, number)
    assert shop.shown("x_customers_tier") == {"Gold": (1, 5.0), "Tin": (2, 107.0)}


def test_a_merged_customer_that_was_away_for_a_refresh_is_still_merged(shop: Shop) -> None:
    merge(shop.decider, "customers", ["A1", "A2"], "A1")
    shop.crm.run("DELETE FROM accounts WHERE id = 'A2'")
    assert shop.whole() == []
    assert shop.shown("customer") == {"Acme": (1, 5.0), "Beta": (1, 100.0), "Unknown": (0, 7.0)}
    shop.crm.run("INSERT INTO accounts VALUES ('A2', 'ACME Ltd', 1, 1, 0, '2024-03-05 10:00:00', 'Tin')")
    assert shop.whole() == []
    assert shop.shown("customer") == {"Acme": (1, 12.0), "Beta": (1, 100.0)}


def test_a_column_that_the_source_gets_is_kept_from_the_next_refresh_on(shop: Shop) -> None:
    merge(shop.decider, "customers", ["A1", "A2"], "A1")
    shop.crm.run("ALTER TABLE accounts ADD COLUMN grade VARCHAR(9)", "UPDATE accounts SET grade = 'A' WHERE id = 'A1'")
    assert shop.whole() == ["accounts"]
    assert shop.shown("x_customers_grade") == {"A": (1, 12.0), "Unknown": (1, 100.0)}
    shop.crm.store.roll_back()
    assert shop.shown("x_customers_tier") == {"Gold": (1, 12.0), "Tin": (1, 100.0)}
