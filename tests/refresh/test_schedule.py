"""What is due is done once, by one process; a roll back and a load that dies again and again stop it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.context import SpawnContext
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from datasource.loaders.connections import file_door
from datasource.people.database import AppDatabase, open_app_database
from datasource.refresh import runs
from datasource.refresh.lease import LASTS, acquire, release
from datasource.refresh.runs import Outcome, newest
from datasource.refresh.schedule import Schedule, due, standing
from datasource.settings import Refresh, Settings, load_settings
from tests.refresh.crm import Crm

NOON = datetime(2024, 3, 5, 12, 7)
SLOT = datetime(2024, 3, 5, 12)


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    made = Crm(file_door(tmp_path / "crm.db"), tmp_path)
    made.person(1, "Ann", 10)
    made.account("A1", "Acme", "2024-03-01 10:00:00")
    assert made.mapping.name == "small"
    return made


@pytest.fixture
def settings(crm: Crm) -> Settings:
    told = {"mapping": str(crm.folder / "small.yaml"), "from": str(crm.folder / "crm.db"), "every": "15m"}
    return Settings(refresh=Refresh.model_validate(told)).at(crm.folder / "data")


@pytest.fixture
def database(settings: Settings) -> Iterator[AppDatabase]:
    opened = open_app_database(settings.data_dir, clock=lambda: NOON)
    yield opened
    opened.engine.dispose()


def at(database: AppDatabase, moment: datetime) -> AppDatabase:
    return replace(database, clock=lambda: moment)


def test_what_is_due_is_due_until_it_was_done(settings: Settings, database: AppDatabase) -> None:
    assert due(settings, database) == SLOT
    lease = acquire(database, slot=SLOT)
    assert lease is not None
    assert due(settings, database) is None
    release(database, lease)
    assert due(settings, database) is None
    assert due(settings, at(database, NOON + timedelta(minutes=15))) == SLOT + timedelta(minutes=15)


def test_what_a_killed_process_was_at_is_due_again_three_times(settings: Settings, database: AppDatabase) -> None:
    tried = []
    for number in range(4):
        later = at(database, NOON + number * (LASTS + timedelta(seconds=1)))
        tried.append(due(settings, later))
        dead = acquire(later, slot=SLOT)
        assert dead is not None
        runs.begin(later, dead, "schedule")
    assert tried == [SLOT, SLOT, SLOT, None]
    assert due(settings, at(database, NOON + timedelta(minutes=15))) is not None


def test_without_a_schedule_nothing_is_due_and_nothing_is_started(database: AppDatabase) -> None:
    bare = Settings().at(database.folder)
    assert due(bare, database) is None
    schedule = Schedule(bare, database)
    schedule.start()
    assert not schedule.look()
    schedule.stop()


def test_after_a_roll_back_nothing_is_due(settings: Settings, crm: Crm, database: AppDatabase) -> None:
    crm.refresh()
    crm.account("A2", "Bad", "2024-03-02 10:00:00")
    crm.refresh()
    crm.store.roll_back()
    assert due(settings, database) is None
    assert "rolled back" in standing(settings, database).paused
    crm.store.roll_back(crm.store.versions()[0].version)
    assert due(settings, database) == SLOT
    assert standing(settings, database).paused == ""


def test_standing_tells_the_last_run_and_the_next(settings: Settings, database: AppDatabase) -> None:
    assert standing(settings, database).last is None
    lease = acquire(database)
    assert lease is not None
    number = runs.begin(database, lease, "root")
    now = standing(settings, database)
    assert (now.is_running, now.next_at) == (True, datetime(2024, 3, 5, 12, 15))
    assert now.last is not None
    assert now.last.outcome is Outcome.RUNNING
    release(database, lease)
    gone = newest(database)[0]
    assert gone.outcome is Outcome.BROKEN_OFF
    runs.end(database, number, runs.Ended(Outcome.FAILED, "No route to host."))
    last = standing(settings, database).last
    assert last is not None
    assert (last.outcome, last.detail, last.actor) == (Outcome.FAILED, "No route to host.", "root")


def look(config: Path, data: Path, start: Barrier) -> None:
    """A serving process that looks once, at the same moment as the others."""
    settings = load_settings(config).at(data)
    database = open_app_database(data)
    schedule = Schedule(settings, database)
    start.wait()
    schedule.look()
    database.engine.dispose()


@pytest.mark.slow
def test_of_four_serving_processes_one_refreshes(
    crm: Crm, settings: Settings, monkeypatch: pytest.MonkeyPatch, spawn: SpawnContext
) -> None:
    config = crm.folder / "config.yaml"
    config.write_text(f"refresh: {{mapping: {crm.folder}/small.yaml, from: {crm.folder}/crm.db, every: 24h}}\n")
    monkeypatch.setenv("MINGJING_CONFIG", str(config))
    data = crm.folder / "data"
    open_app_database(data).engine.dispose()
    barrier = spawn.Barrier(4)
    serving = [spawn.Process(target=look, args=(config, data, barrier)) for _process in range(4)]
    for process in serving:
        process.start()
    for process in serving:
        process.join()
    database = open_app_database(data)
    told = newest(database)
    database.engine.dispose()
    assert [(run.outcome, run.actor) for run in told] == [(Outcome.LOADED, "schedule")]
    assert len(crm.customers()) == 1
