"""The tiny company served to people with different eyes, and pages opened by them without a browser."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from altair.utils.schemapi import debug_mode
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, set_password
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.sessions import start_session
from tests.tiny_crm import build
from widgets.shell import door

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = {
    "boss": (Role.MANAGER, ScopeKind.ALL, None),
    "bob": (Role.READER, ScopeKind.SELF, 2),
    "ana": (Role.ANALYST, ScopeKind.DEPARTMENT_TREE, 1),
    "root": (Role.ADMINISTRATOR, ScopeKind.ALL, None),
}


@dataclass(frozen=True)
class Tiny:
    """The served tiny company.

    `open` opens a file of the project as the person called so, or as a stranger; `open_page` opens a page of the menu
    at its own address, beside the menu.
    """

    database: AppDatabase
    sessions: dict[str, int]

    def open(self, file: str, login: str = "", **params: str | list[str]) -> AppTest:
        return self._run(AppTest.from_file(str(ROOT / file), default_timeout=30), login, params)

    def open_page(self, file: str, login: str, **params: str | list[str]) -> AppTest:
        page = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=30)
        # Before the first run, `switch_page` takes the file's name for the address; the first page would be run for it.
        page._page_hash = calc_hash(Path(file).stem.replace("_", "-"))
        return self._run(page, login, params)

    def _run(self, page: AppTest, login: str, params: Mapping[str, str | list[str]]) -> AppTest:
        if login:
            page.session_state["sign_in.session"] = self.sessions[login]
        for name, value in params.items():
            page.query_params[name] = value
        return page.run()


@pytest.fixture(scope="module")
def tiny_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    with served(build(tmp_path_factory.mktemp("served"))) as tiny:
        yield tiny


@contextmanager
def served(folder: Path) -> Iterator[Tiny]:
    """The store in `folder` served to `PEOPLE` in this process, which trusts its drawings as a server does."""
    with pytest.MonkeyPatch.context() as patch, debug_mode(False):
        patch.setenv("MINGJING_DATA", str(folder))
        database = open_app_database(folder)
        patch.setattr(door, "_opened", lambda _folder: database)
        yield Tiny(database, {login: _session(database, login) for login in PEOPLE})
        database.engine.dispose()


@pytest.fixture
def opened(tiny_served: Tiny) -> Callable[..., AppTest]:
    """Opens a file of the project as a person; see `Tiny.open`."""
    return tiny_served.open


def _session(database: AppDatabase, login: str) -> int:
    role, scope, user_id = PEOPLE[login]
    new = NewAccount(login, login.title(), role, scope, crm_user_id=user_id)
    account = add_account(database, new, "operator", "one time").account
    set_password(database, account.account_id, "a much better one", "operator")
    return start_session(database, account.account_id).session_id
