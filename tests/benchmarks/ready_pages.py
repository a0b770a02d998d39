"""Server time of every ready page: its script run anew for a change never made before, beside hand-written Polars."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import polars as pl
from streamlit.testing.v1 import AppTest

from datasource.catalog.catalog import Catalog
from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, list_accounts, set_password
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.sessions import start_session
from datasource.query.engine import engine_of, scope_of
from datasource.scope import OPERATOR
from tests.benchmarks import stores
from tests.benchmarks.by_hand import Rows
from tests.benchmarks.by_hand.pages import PAGES_BY_HAND, Asked
from tests.benchmarks.watching import Watched, assert_same, watched
from widgets.shell.menu import MENU, menu
from widgets.state.cache import shared

NOT_MEASURED = ("workspace/", "admin/")
"""Pages that answer no question of a filter bar."""
BY_METHOD = (
    "customers/churn.py", "customers/cohorts.py", "customers/look_alikes.py", "customers/segments.py",
    "customers/value.py", "forecast/", "insights/", "marketing/", "sales/funnel_depth.py", "service/feedback.py",
    "service/service_quality.py",
)  # fmt: skip
"""Pages of what methods work out: they are timed like all others, and their numbers are not written by hand."""
NOW, BEFORE = (date(2025, 6, 1), date(2026, 5, 31)), (date(2024, 6, 1), date(2025, 5, 31))
"""The period for which a page's numbers are compared with the hand-written ones, and the one before."""
FIRST_DAY, DAYS = date(2024, 3, 1), 364
BY_DEPARTMENT = frozenset(
    {
        "customers/portrait.py",
        "performance/receivables_ageing.py",
        "products/slow_movers.py",
        "sales/stalled_deals.py",
    }
)
BY_HOLDER = frozenset({"goals/goal_attainment.py", "goals/edit_targets.py"})
CUSTOMER = "customers/customer_360.py"
WARM_UP, COUNTED, BY_HAND_RUNS = 3, 9, 9
MOST_MS = 300
LOGIN = "measured"
Params = dict[str, str | list[str]]


@dataclass(frozen=True)
class PageTime:
    """One page, milliseconds: the first run of all, each later change, their CPU time, the part spent on answers.

    `by_hand` is empty where a page shows no numbers of a period or of today.
    """

    file: str
    first: float
    changes: tuple[float, ...]
    cpu: tuple[float, ...]
    answers: tuple[float, ...]
    by_hand: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median change."""
        return median(self.changes)

    def told(self) -> dict[str, object]:
        """The numbers for the JSON file, the medians first."""
        by_hand = median(self.by_hand) if self.by_hand else None
        medians = {"median": self.median, "cpu": median(self.cpu), "answers": median(self.answers), "by_hand": by_hand}
        return {"file": self.file, **medians, "first": self.first, "changes": self.changes}

    def line(self) -> str:
        """The numbers as a line of the table."""
        answers = median(self.answers)
        head = f"{self.file:<38} {self.first:>7.0f} {self.median:>7.0f} {median(self.cpu):>7.0f} {answers:>8.1f}"
        if not self.by_hand:
            return head
        hand = median(self.by_hand)
        return f"{head} {hand:>8.1f} {answers / hand:>6.2f} {self.median / hand:>6.1f}"


def measure_ready_pages(millions: float, only: str = "") -> list[PageTime]:
    """Every ready page (whose file holds `only`) over the demo company of that size, the slowest first."""
    folder = stores.store(millions)
    with signed_in(folder) as (session_id, database), watched() as seen, quiet():
        catalog = shared(folder, database).catalog
        files = [(number, file) for number, file in enumerate(ready_pages()) if only in file]
        found = [_Measured(file, number, catalog, seen).run(session_id) for number, file in files]
    return sorted(found, key=lambda page: -page.median)


def ready_pages() -> list[str]:
    """The files of the pages that are measured, below pages/."""
    files = [entry.file for section in menu().sections for entry in section.pages]
    return [file for file in files if not file.startswith(NOT_MEASURED)]


def lines(found: list[PageTime]) -> list[str]:
    """The measured pages as text."""
    if not found:
        return []
    names = ("first", "server", "CPU", "answers", "by hand", "ratio", "page")
    widths = (7, 7, 7, 8, 8, 6, 6)
    named = " ".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    head = f"{'ready pages, a filter change (ms)':<38} {named}"
    pairs = [(median(page.answers), median(page.by_hand)) for page in found if page.by_hand]
    ratio = median(ours / hand for ours, hand in pairs) if pairs else 0
    slowest = f"slowest {found[0].file} {found[0].median:.0f} ms (target {MOST_MS})"
    return ["", head, *(page.line() for page in found), f"{slowest}, median of ratios {ratio:.2f}"]


@dataclass(frozen=True)
class _Measured:
    file: str
    number: int
    catalog: Catalog
    seen: Watched

    def run(self, session_id: int) -> PageTime:
        page = AppTest.from_file(str(MENU.parent / self.file), default_timeout=120)
        page.session_state["sign_in.session"] = session_id
        self.seen.answers.clear()
        first, *_ = self._change(page, self._checked())
        by_hand = self._by_hand()
        runs = [self._change(page, params) for params in self._changes()][WARM_UP:]
        walls, cpus, answers = zip(*runs, strict=True)
        return PageTime(self.file, first, walls, cpus, answers, by_hand)

    def _change(self, page: AppTest, params: Params) -> tuple[float, float, float]:
        """Milliseconds of one run with other parameters: wall, CPU, and what of it was spent on answers."""
        for name, value in params.items():
            page.query_params[name] = value
        before, started, worked = self.seen.seconds, perf_counter(), process_time()
        page.run()
        taken = (perf_counter() - started, process_time() - worked, self.seen.seconds - before)
        assert not page.exception, (self.file, page.exception)
        return taken[0] * 1000, taken[1] * 1000, taken[2] * 1000

    def _by_hand(self) -> tuple[float, ...]:
        """Milliseconds of the hand-written page in each of some runs, once its numbers are those of the page."""
        make = PAGES_BY_HAND.get(self.file)
        if make is None:
            return ()
        rows = Rows(engine_of(self.catalog).facts, scope_of(self.catalog, OPERATOR))
        asked = Asked(rows, self.catalog, NOW, BEFORE, _customers(self.catalog, 1)[0])
        told = make(asked)
        assert_same(self.file, self.seen, told, pl.collect_all([query for _by, query in told]))
        taken = []
        for _ in range(BY_HAND_RUNS):
            started = perf_counter()
            pl.collect_all([query for _by, query in make(asked)])
            taken.append((perf_counter() - started) * 1000)
        return tuple(taken)

    def _checked(self) -> Params:
        """What the page is asked first: the period of the hand-written queries, everything, or one customer."""
        if self.file == CUSTOMER:
            return {"customer": str(_customers(self.catalog, 1)[0])}
        if self.file in BY_HOLDER | BY_DEPARTMENT:
            return {}
        return {"from": NOW[0].isoformat(), "to": NOW[1].isoformat()}

    def _changes(self) -> list[Params]:
        """Changes of one filter, none of which any page was asked for before."""
        times = range(WARM_UP + COUNTED)
        if self.file == CUSTOMER:
            return [{"customer": str(key)} for key in _customers(self.catalog, len(times) + 1)[1:]]
        departments = self.catalog.entity("departments").filter(pl.col("department_id") > 1)
        if self.file in BY_HOLDER:
            return [{"holder": f"department:{key}"} for key in departments["department_id"].head(len(times))]
        if self.file in BY_DEPARTMENT:
            return [{"department": [name]} for name in departments["label"].head(len(times))]
        starts = [FIRST_DAY + timedelta(days=40 * time + self.number) for time in times]
        return [{"from": f"{start}", "to": f"{start + timedelta(days=DAYS)}"} for start in starts]


def _customers(catalog: Catalog, most: int) -> list[int]:
    """The keys of those customers who have signed most."""
    signed = catalog.entity("contracts").group_by("customer_id").agg(pl.len()).drop_nulls()
    return signed.sort("len", "customer_id", descending=[True, False])["customer_id"].head(most).to_list()


@contextmanager
def quiet() -> Iterator[None]:
    """Streamlit warns at each run that there is no browser."""
    told = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    before, told.disabled = told.disabled, True
    try:
        yield
    finally:
        told.disabled = before


@contextmanager
def signed_in(data: Path) -> Iterator[tuple[int, AppDatabase]]:
    """A session of the account that measures, over the store `data`, and its app database."""
    before = os.environ.get("MINGJING_DATA")
    os.environ["MINGJING_DATA"] = str(data)
    database = open_app_database(data)
    try:
        yield start_session(database, account_of(database)).session_id, database
    finally:
        database.engine.dispose()
        if before is None:
            del os.environ["MINGJING_DATA"]
        else:
            os.environ["MINGJING_DATA"] = before


def account_of(database: AppDatabase) -> int:
    """The account that measures; made when there is none yet."""
    known = {account.login: account.account_id for account in list_accounts(database)}
    if LOGIN not in known:
        new = NewAccount(LOGIN, LOGIN.title(), Role.ADMINISTRATOR, ScopeKind.ALL)
        known[LOGIN] = add_account(database, new, "benchmark").account.account_id
        set_password(database, known[LOGIN], "a much better one", "benchmark")
    return known[LOGIN]
