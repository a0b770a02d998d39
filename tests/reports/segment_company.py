"""A company of 120 customers of two kinds: regulars of Retail who buy monthly, and those who bought once, long ago."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.derived.segments import study_segments
from datasource.derived.studies import done
from datasource.derived.study import Study
from datasource.store import Meta, Store
from datasource.store.studies import publish_studies
from datasource.tables.schema import polars_schema

TODAY = date(2025, 12, 31)
COUNT, KNOWN = 120, 130
"""Customers with a contract; customers in all."""


def is_regular(key: int) -> bool:
    """Whether customer `key` buys every month: the odd ones."""
    return key % 2 == 1


def build(folder: Path) -> Catalog:
    """Write the store with its study of segments; Bob has every third customer, Ann the others."""
    keys = range(1, KNOWN + 1)
    contracts = [row for key in range(1, COUNT + 1) for row in _contracts(key)]
    tables: dict[str, dict[str, Any]] = {
        "departments": {"department_id": [1], "name": ["Company"]},
        "users": {"user_id": [1, 2], "name": ["Ann", "Bob"], "department_id": [1, 1], "is_active": [True, True]},
        "customers": {
            "customer_id": keys, "name": [f"C{key:03}" for key in keys],
            "owner_id": [1 + (key % 3 == 0) for key in keys],
            "created_date": [date(2023, 1, 1) + timedelta(days=key) for key in keys],
            "industry": ["Retail" if is_regular(key) else "Banking" for key in keys], "source": ["Web"] * KNOWN,
        },
        "contracts": {
            "contract_id": range(1, len(contracts) + 1), "customer_id": [row[0] for row in contracts],
            "owner_id": [1] * len(contracts), "order_date": [row[1] for row in contracts],
            "amount": [row[2] for row in contracts], "status": ["approved"] * len(contracts),
        },
    }  # fmt: skip
    with Store(folder).publish(Meta(source="planted", company="Kinds", currency="CNY", today=TODAY)) as version:
        for name, columns in tables.items():
            rows = pl.DataFrame(columns)
            schema = {column: dtype for column, dtype in polars_schema(name).items() if column in rows.columns}
            version.write(name, rows.cast(schema))  # type: ignore[arg-type]
    catalog = open_catalog(folder)
    publish_studies(folder, "v", TODAY, {"segments": done(Study("segments", "Segments", study_segments), catalog)})
    return open_catalog(folder)


def _contracts(key: int) -> list[tuple[int, date, int]]:
    """The contracts of a customer: key, day, amount in minor units."""
    if is_regular(key):
        return [(key, TODAY - timedelta(days=30 * back + key % 25), 100_00 + key) for back in range(6 + key % 3)]
    return [(key, TODAY - timedelta(days=400 + 2 * key), 100_00 + key)]
