"""The tiny company with three people of different scope, in an app database of its own for each test.

Contract amounts by month and owner: Bob 20 in January and 100 in February; Dee 300 in April.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account
from datasource.people.database import AppDatabase, open_app_database

PEOPLE = {
    "boss": (Role.MANAGER, ScopeKind.ALL, None),
    "bob": (Role.READER, ScopeKind.SELF, 2),
    "dee": (Role.ANALYST, ScopeKind.SELF, 4),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[AppDatabase]:
    opened = open_app_database(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def people(database: AppDatabase) -> dict[str, Account]:
    return {
        login: add_account(
            database, NewAccount(login, login.title(), role, scope, crm_user_id=user), "test", "x"
        ).account
        for login, (role, scope, user) in PEOPLE.items()
    }
