"""Server time of every ready page: the script of the page run anew for a filter that was not asked for before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from streamlit.testing.v1 import AppTest

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, list_accounts, set_password
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.sessions import start_session
from tests.benchmarks import stores
from widgets.shell.menu import MENU, menu

NOT_MEASURED = ("workspace/", "admin/")
"""Pages that answer no question of a filter bar."""
MONTHS = tuple(
    (f"{year}-{month:02d}-{day:02d}", f"{year + 1}-{month:02d}-28")
    for year in (2024, 2025)
    for month in (1, 3, 5)
    for day in (1, 9)
)
"""Periods of about a year; each is asked for once, so that no answer comes from memory."""
WARM_UP = 3
MOST_MS = 300
LOGIN = "measured"


@dataclass(frozen=True)
class PageTime:
    """One page: milliseconds of each filter change after the warm-up."""

    file: str
    changes: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median filter change."""
        return median(self.changes)


def measure_ready_pages(millions: float) -> list[PageTime]:
    """Every ready page over the demo company of that size, the slowest first."""
    with _signed_in(stores.store(millions)) as session_id:
        found = [_measure(file, session_id) for file in ready_pages()]
    return sorted(found, key=lambda page: -page.median)


def ready_pages() -> list[str]:
    """The files of the pages that are measured, below pages/."""
    files = [entry.file for section in menu().sections for entry in section.pages]
    return [file for file in files if not file.startswith(NOT_MEASURED)]


def lines(found: list[PageTime]) -> list[str]:
    """The measured pages as text."""
    told = [f"{page.file:<42} {page.median:>8.0f} ms" for page in found]
    return [
        "",
        "ready pages, server time of a filter change",
        *told,
        f"slowest {found[0].median:.0f} ms (target {MOST_MS})",
    ]


def _measure(file: str, session_id: int) -> PageTime:
    page = AppTest.from_file(str(MENU.parent / file), default_timeout=60)
    page.session_state["sign_in.session"] = session_id
    changes = []
    for first, last in MONTHS:
        page.query_params["from"], page.query_params["to"] = first, last
        started = perf_counter()
        page.run()
        changes.append((perf_counter() - started) * 1000)
        assert not page.exception, page.exception
    return PageTime(file, tuple(changes[WARM_UP:]))


@contextmanager
def _signed_in(data: Path) -> Iterator[int]:
    before = os.environ.get("MINGJING_DATA")
    os.environ["MINGJING_DATA"] = str(data)
    database = open_app_database(data)
    try:
        yield start_session(database, _account(database)).session_id
    finally:
        database.engine.dispose()
        if before is None:
            del os.environ["MINGJING_DATA"]
        else:
            os.environ["MINGJING_DATA"] = before


def _account(database: AppDatabase) -> int:
    known = {account.login: account.account_id for account in list_accounts(database)}
    if LOGIN not in known:
        new = NewAccount(LOGIN, LOGIN.title(), Role.ADMINISTRATOR, ScopeKind.ALL)
        known[LOGIN] = add_account(database, new, "benchmark").account.account_id
        set_password(database, known[LOGIN], "a much better one", "benchmark")
    return known[LOGIN]
