"""Alert rules are judged after a new version, a changed rule and the time of the day; by one process, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from datasource.__main__ import main
from datasource.alerts.keeping import add_rule
from datasource.alerts.notices import notices_of
from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account
from datasource.people.database import AppDatabase, open_app_database
from datasource.refresh.alerting import JOB, PAUSE, AlertClock, alerts_due
from datasource.refresh.lease import acquire, release
from datasource.settings import Settings, Timed
from tests.alerts.test_judging import rule
from tests.alerts.test_telling import STILL
from tests.tiny_crm import build


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(alerts=Timed(every="12h")).at(build(tmp_path / "data"))


@pytest.fixture
def database(settings: Settings) -> Iterator[AppDatabase]:
    opened = open_app_database(settings.data_dir)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def boss(database: AppDatabase) -> Account:
    return add_account(database, NewAccount("boss", "Boss", Role.MANAGER, ScopeKind.ALL), "test", "x").account


def test_they_are_judged_in_a_process_of_their_own_once(
    settings: Settings, database: AppDatabase, boss: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = AlertClock(settings, database)
    assert not clock.look(), "without a rule nothing is due"
    add_rule(database, boss, rule(**STILL))
    lease = acquire(database, JOB)
    assert lease is not None
    assert not clock.look(), "somebody else does it"
    release(database, lease)
    assert clock.look()
    assert len(notices_of(database, boss)) == 2
    assert not alerts_due(settings, database)
    later = replace(database, clock=lambda: database.now() + timedelta(hours=25))
    assert alerts_due(settings, later)
    add_rule(database, boss, rule(**STILL, name="Another"))
    assert alerts_due(settings, database)
    assert not alerts_due(settings.model_copy(update={"alerts": Timed()}), database)
    assert main(["alerts", "run", "--data", str(settings.data_dir)]) == 0
    assert not alerts_due(settings, database)
    build(settings.data_dir)
    assert alerts_due(settings, database), "another version of the data"
    assert main(["alerts", "list", "--data", str(settings.data_dir)]) == 0
    told = capsys.readouterr().out
    assert "1 Large: contract_amount by owner each month, value below 10; of boss, tells me" in told
    assert "2 rules judged" in told


def test_after_a_failure_it_rests(
    settings: Settings,
    database: AppDatabase,
    boss: Account,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add_rule(database, boss, rule(**STILL))
    monkeypatch.setattr("datasource.refresh.clock._ROOT", settings.data_dir)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    clock = AlertClock(settings, database)
    assert not clock.look()
    assert "The alerts ended with code 1." in capsys.readouterr().err
    assert alerts_due(settings, database)
    assert not clock.look(), "it has failed just now"
    assert capsys.readouterr().err == ""
    rested = AlertClock(settings, replace(database, clock=lambda: database.now() + PAUSE), _failed_at=database.now())
    assert not rested.look()
    assert "The alerts ended with code 1." in capsys.readouterr().err
