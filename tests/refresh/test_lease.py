"""One process of many holds the lease, and a killed one loses it."""

import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.context import SpawnContext
from pathlib import Path
from secrets import token_hex
from time import sleep

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from datasource.people.database import AppDatabase, open_app_database
from datasource.refresh.lease import LASTS, acquire, kept, release, renew, state

SLOT = datetime(2024, 3, 5, 12)


@pytest.fixture(params=["sqlite", "postgresql", "mysql"])
def url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """An empty app database of each kind that one can be."""
    if request.param == "sqlite":
        yield None
        return
    server = make_url(request.getfixturevalue(f"{request.param}_url"))
    name = f"mingjing_{token_hex(6)}"
    door = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with door.connect() as asking:
        asking.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name).render_as_string(hide_password=False)
        asking.execute(text(f"DROP DATABASE {name}"))


@pytest.fixture
def database(tmp_path: Path, url: str | None) -> Iterator[AppDatabase]:
    opened = open_app_database(tmp_path, url)
    yield opened
    opened.engine.dispose()


def later(database: AppDatabase, by: timedelta) -> AppDatabase:
    """The same database seen by a clock that is ahead."""
    return replace(database, clock=lambda: database.now() + by)


def test_one_holds_it_and_the_next_gets_it_when_it_is_given_back(database: AppDatabase) -> None:
    first = acquire(database)
    assert first is not None
    assert acquire(database) is None
    assert state(database) == (first.holder, None)
    release(database, first)
    assert state(database) == (None, None)
    assert acquire(database) is not None


def test_a_lease_that_is_not_renewed_expires(database: AppDatabase) -> None:
    dead = acquire(database)
    assert dead is not None
    assert acquire(later(database, LASTS - timedelta(seconds=5))) is None
    heir = acquire(later(database, LASTS + timedelta(seconds=1)))
    assert heir is not None
    assert not renew(database, dead)
    release(database, dead)
    assert state(database)[0] == heir.holder


def test_a_lease_that_is_renewed_goes_on(database: AppDatabase) -> None:
    lease = acquire(database)
    assert lease is not None
    assert renew(later(database, timedelta(seconds=50)), lease)
    assert acquire(later(database, timedelta(seconds=100))) is None


def test_what_was_due_is_done_once(database: AppDatabase) -> None:
    first = acquire(database, slot=SLOT)
    assert first is not None
    release(database, first)
    assert acquire(database, slot=SLOT) is None
    assert acquire(database, slot=SLOT + timedelta(minutes=15)) is not None


def test_it_is_renewed_in_the_background_and_given_back_after_an_error(tmp_path: Path) -> None:
    database, short = open_app_database(tmp_path), timedelta(milliseconds=400)
    lease = acquire(database, lasts=short)
    assert lease is not None
    with pytest.raises(ZeroDivisionError), kept(database, lease, short):
        begun = database.now()
        while database.now() < begun + 2 * short:
            assert acquire(database, lasts=short) is None
            sleep(0.02)
        raise ZeroDivisionError
    assert state(database)[0] is None
    database.engine.dispose()


def compete(folder: Path, url: str | None, start: Callable[[], int], won: "multiprocessing.Queue[bool]") -> None:
    database = open_app_database(folder, url)
    start()
    won.put(acquire(database, slot=SLOT) is not None)
    database.engine.dispose()


def test_of_four_processes_at_once_exactly_one_gets_it(tmp_path: Path, url: str | None, spawn: SpawnContext) -> None:
    open_app_database(tmp_path, url).engine.dispose()
    barrier, won = spawn.Barrier(4), spawn.Queue()
    racers = [spawn.Process(target=compete, args=(tmp_path, url, barrier.wait, won)) for _racer in range(4)]
    for racer in racers:
        racer.start()
    outcomes = [won.get(timeout=60) for _racer in racers]
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == [False, False, False, True]
