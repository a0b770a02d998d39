"""Models learn anew once a night, by one process; a server that starts makes up for what was due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from datasource.people.database import AppDatabase, open_app_database
from datasource.refresh.lease import acquire, release
from datasource.refresh.nightly import JOB, Nightly, are_studied, studies_due
from datasource.settings import Settings, Timed
from datasource.store.studies import current_studies, read_studies
from tests.tiny_crm import build

NOON = datetime(2024, 3, 5, 12, 7)
EVERY = Timed(every="12h")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(studies=EVERY).at(build(tmp_path / "data"))


@pytest.fixture
def database(settings: Settings) -> Iterator[AppDatabase]:
    opened = open_app_database(settings.data_dir, clock=lambda: NOON)
    yield opened
    opened.engine.dispose()


def test_studies_are_due_once_a_slot_and_while_nobody_does_them(settings: Settings, database: AppDatabase) -> None:
    slot = datetime(2024, 3, 5, 12)
    assert studies_due(settings, database) == slot
    lease = acquire(database, JOB, slot)
    assert lease is not None
    assert are_studied(database)
    assert studies_due(settings, database) is None
    release(database, lease)
    assert studies_due(settings, database) is None
    later = replace(database, clock=lambda: NOON + timedelta(hours=12))
    assert studies_due(settings, later) == slot + timedelta(hours=12)


def test_without_a_store_or_a_schedule_nothing_is_due(
    settings: Settings, database: AppDatabase, tmp_path: Path
) -> None:
    assert studies_due(settings.at(tmp_path / "elsewhere"), database) is None
    assert studies_due(settings.model_copy(update={"studies": Timed()}), database) is None


def test_a_look_has_them_done_in_a_process_of_their_own(settings: Settings, database: AppDatabase) -> None:
    before = current_studies(settings.data_dir)
    assert Nightly(settings, database).look()
    found = read_studies(settings.data_dir)
    assert found.id > before
    assert found.kept("churn").refusals.keys() == {"en", "zh_CN", "vi"}
    assert not Nightly(settings, database).look()


def test_studies_that_fail_leave_the_old_findings(
    settings: Settings, database: AppDatabase, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = current_studies(settings.data_dir)
    monkeypatch.setattr("datasource.refresh.clock._ROOT", settings.data_dir)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert Nightly(settings, database).look()
    assert current_studies(settings.data_dir) == before
    assert "The studies ended with code 1." in capsys.readouterr().err
