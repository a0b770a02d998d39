"""A small CRM in a database of any kind, its mapping, and what stands in the store after a refresh."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from datasource.loaders.connections import Door
from datasource.loaders.mapping import Mapping, read_mapping
from datasource.loaders.readers.database import Database
from datasource.loaders.source import Source
from datasource.refresh.refreshing import Refreshed, refresh
from datasource.settings import Refresh
from datasource.store import Store

MAPPING = """
version: 1
name: small
title: Small
company: Small Ltd
currency: USD
timezone: UTC
sources:
  people: {key: id, watermark: changed}
  accounts: {key: id, watermark: changed, deleted: {column: gone, words: ["1"]}}
load:
  - table: users
    from: people
    key: id
    columns: {name: name}
  - table: customers
    from: accounts
    key: id
    columns: {name: name, owner_id: owner, annual_revenue_amount: revenue}
"""
TABLES = (
    "CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(80), changed INT)",
    "CREATE TABLE accounts (id VARCHAR(20) PRIMARY KEY, name VARCHAR(80), owner INT, revenue DECIMAL(12, 2), "
    "gone INT, changed {time})",
)
TIMES = {"sqlite": "TEXT", "postgresql": "TIMESTAMP", "mysql": "DATETIME(6)"}


def plan(**more: int) -> Refresh:
    return Refresh.model_validate({"mapping": "small", "from": "crm", "overlap_minutes": 0, **more})


@dataclass
class Crm:
    """The database behind `door`, and the store in `folder` that is refreshed from it."""

    door: Door
    folder: Path
    plan: Refresh = field(default_factory=plan)
    names: tuple[str, ...] = ("people", "accounts")

    def __post_init__(self) -> None:
        self.run(*(table.format(time=TIMES[self.door.kind]) for table in TABLES))

    @property
    def store(self) -> Store:
        return Store(self.folder / "data")

    @property
    def mapping(self) -> Mapping:
        file = self.folder / "small.yaml"
        if not file.exists():
            file.write_text(MAPPING)
        return read_mapping(file)

    def run(self, *statements: str) -> None:
        engine = create_engine(self.door.url, poolclass=NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement.replace(":", r"\:")))
        engine.dispose()

    def person(self, number: int, name: str, changed: int) -> None:
        self.run(f"INSERT INTO people VALUES ({number}, '{name}', {changed})")

    def account(self, key: str, name: str, changed: str) -> None:
        self.run(f"INSERT INTO accounts VALUES ('{key}', '{name}', 1, 1.10, 0, '{changed}')")

    def refresh(self, store: Store | None = None, *, whole: bool = False) -> Refreshed:
        tables = Database(self.door)
        sources: dict[str, Source] = {name: tables.table(name) for name in self.names}
        return refresh(self.mapping, sources, store or self.store, self.plan, whole=whole)

    def customers(self, store: Store | None = None) -> list[tuple[object, ...]]:
        """Key in the source, name, owner's name, revenue in cents, whether deleted; by key."""
        store = store or self.store
        people = store.read("users").select(pl.col("user_id").alias("owner_id"), pl.col("name").alias("owner"))
        rows = store.read("customers").join(people, on="owner_id", how="left").sort("source_key")
        return rows.select("source_key", "name", "owner", "annual_revenue_amount", "is_deleted").rows()
