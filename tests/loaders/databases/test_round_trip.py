"""The demo company, written into a database and read back by the preset of Mingjing's own tables: every cell equal."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from datasource.loaders.connections import Door
from datasource.loaders.database_sources import open_tables
from datasource.loaders.load import load
from datasource.loaders.mapping import presets, read_preset
from datasource.loaders.mapping.identity import identity_text
from datasource.loaders.readers.database import Database
from datasource.store import Store
from datasource.store.conform import conform
from datasource.tables.schema import key_column
from tests.loaders.databases.company import write
from tests.sample.conftest import made

_CLOSED = (
    "departments", "users", "regions", "customers", "contacts", "campaigns", "leads", "product_categories", "products",
    "pipelines", "stages", "opportunities", "contracts", "contract_lines", "exchange_rates", "customer_members",
)  # fmt: skip
"""Tables that refer to no others than these."""


def same(door: Door, tables: Mapping[str, pl.DataFrame], scratch: Path) -> None:
    """Write `tables`, load them, and compare each cell; a row's id in this source is its key."""
    write(door, tables, scratch)
    mapping = read_preset("mingjing")
    store = Store(scratch / "data")
    report = load(mapping, open_tables(mapping, Database(door)), store)
    for name, rows in tables.items():
        expected = conform(name, rows).with_columns(source_key=pl.col(key_column(name)).cast(pl.String))
        found = store.read(name)
        for column in expected.columns:
            assert found[column].equals(expected[column]), f"{name}.{column}"
        part = report.tables[name]
        assert (part.read, part.kept, part.rules) == (rows.height, rows.height, {}), name


def test_a_small_company_comes_back_equal(sqlite: Door, tmp_path: Path) -> None:
    tables = made(7, 0.01)
    same(sqlite, {name: tables[name] for name in _CLOSED}, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["postgresql", "mysql", "sqlite"])
def test_the_whole_company_comes_back_equal(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    same(request.getfixturevalue(kind), made(7, 1.0), tmp_path)


def test_the_preset_is_made_of_the_tables() -> None:
    text = presets()["mingjing"].read_text("utf-8") if "mingjing" in presets() else ""
    assert text == identity_text(), "write identity_text() of datasource.loaders.mapping.identity into mingjing.yaml"
