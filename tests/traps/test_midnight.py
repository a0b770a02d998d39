"""A server that runs past midnight without new data counts days up to the new day, in every column and formula."""

from datetime import date
from pathlib import Path

import pytest

from datasource.catalog import catalog as loaded
from datasource.catalog.catalog import open_catalog
from datasource.question import read_query
from datasource.scope import OPERATOR
from datasource.store import Meta, Store
from tests.oracle.company import frame
from widgets.state.cache import shared


class Clock(date):
    """A clock that is set by hand."""

    now: "Clock"

    @classmethod
    def today(cls) -> "Clock":
        return cls.now


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store without a fixed today: an instalment of 100 falls due on 1 October 2024, entered on 1 September."""
    monkeypatch.setattr(loaded, "date", Clock)
    monkeypatch.setattr(Clock, "now", Clock(2024, 10, 1), raising=False)
    with Store(tmp_path).publish(Meta(source="trap", company="Trap", currency="CNY")) as version:
        contract = {"contract_id": 1, "status": "approved", "amount": 100_00, "order_date": date(2024, 9, 1)}
        version.write("contracts", frame("contracts", [contract]))
        due = {"receivable_plan_id": 1, "contract_id": 1, "status": "open", "amount": 100_00}
        version.write("receivable_plans", frame("receivable_plans", [{**due, "due_date": date(2024, 10, 1)}]))
    return tmp_path


def _overdue(folder: Path) -> list[tuple[object, ...]]:
    return shared(folder).answer(read_query({"metrics": ["overdue_amount"]}), OPERATOR).rows.rows()


def test_what_falls_due_is_overdue_on_the_day_after(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _overdue(running) == [(0.0,)]
    monkeypatch.setattr(Clock, "now", Clock(2024, 10, 2), raising=False)
    assert _overdue(running) == [(100.0,)]


def test_an_open_catalog_stays_on_its_day(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = open_catalog(running)
    monkeypatch.setattr(Clock, "now", Clock(2024, 10, 2), raising=False)
    assert (catalog.as_of, open_catalog(running).as_of) == (date(2024, 10, 1), date(2024, 10, 2))
