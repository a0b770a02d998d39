"""A small app database of its own for each test, with a clock that the test moves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from datasource.people.account import Account, Role
from datasource.people.accounts import NewAccount, add_account
from datasource.people.database import AppDatabase, open_app_database
from widgets.shell import door


@dataclass
class Hands:
    """A clock: `moment` is naive UTC."""

    moment: datetime = field(default_factory=lambda: datetime(2024, 5, 6, 8, 0))

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def database(tmp_path: Path, clock: Hands) -> Iterator[AppDatabase]:
    opened = open_app_database(tmp_path, clock=clock)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def served(database: AppDatabase, monkeypatch: pytest.MonkeyPatch) -> AppDatabase:
    """The test's database, as the one that the door of the app opens."""
    monkeypatch.setenv("MINGJING_DATA", str(database.folder))
    monkeypatch.setattr(door, "_opened", lambda _settings: database)
    return database


@pytest.fixture
def anna(database: AppDatabase) -> Account:
    return add_account(database, NewAccount("anna", "Anna Snelling"), "operator", "one time").account


@pytest.fixture
def root(database: AppDatabase) -> Account:
    return add_account(database, NewAccount("root", "Rita Root", Role.ADMINISTRATOR), "operator", "one time").account
