"""Whatever happens in the source, refreshing by changes ends where loading everything would."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from datasource.loaders.connections import Door, file_door
from datasource.store import Store
from tests.refresh.crm import Crm


@dataclass
class Life:
    """Random changes in a CRM, one second apart, so that the watermark tells of each."""

    crm: Crm
    chance: random.Random
    now: datetime = datetime(2024, 3, 1)
    keys: list[str] = field(default_factory=list)

    def live(self, acts: int) -> None:
        for _act in range(acts):
            self.now += timedelta(seconds=1)
            act = self.chance.choice([self.insert, self.insert, self.change, self.mark, self.delete, self.hire])
            act()

    def insert(self) -> None:
        key = self.chance.choice([str(self.chance.randrange(10_000)), f"k{self.chance.randrange(10_000)}"])
        if key not in self.keys:
            self.keys.append(key)
            self.crm.account(key, self.chance.choice(["Acme", "华为", "Ö'l"]).replace("'", "''"), str(self.now))

    def change(self) -> None:
        cents = self.chance.randrange(10**9)
        self.touch(f"revenue = {cents // 100}.{cents % 100:02d}, owner = {self.chance.randrange(5)}")

    def mark(self) -> None:
        self.touch(f"gone = {self.chance.randrange(2)}")

    def touch(self, change: str) -> None:
        if self.keys:
            key = self.chance.choice(self.keys)
            self.crm.run(f"UPDATE accounts SET {change}, changed = '{self.now}' WHERE id = '{key}'")

    def delete(self) -> None:
        if self.keys:
            key = self.keys.pop(self.chance.randrange(len(self.keys)))
            self.crm.run(f"DELETE FROM accounts WHERE id = '{key}'")

    def hire(self) -> None:
        self.crm.run(f"DELETE FROM people WHERE id = {self.chance.randrange(5)}")
        number = 5 + self.now.minute * 60 + self.now.second
        self.crm.person(number, f"P{number}", int(self.now.timestamp()))


def compare(crm: Crm, seeds: list[int]) -> int:
    """Refresh after each round, compare with a full load elsewhere; how many sources were read by changes."""
    by_changes = 0
    for number in range(5):
        crm.person(number, f"P{number}", 0)
    life = Life(crm, random.Random(0))
    for number, seed in enumerate(seeds):
        life.chance = random.Random(seed)
        life.live(12)
        by_changes += sum(not one.is_whole for one in crm.refresh().told)
        full = Store(crm.folder / f"full{number}")
        crm.refresh(full, whole=True)
        assert crm.customers() == crm.customers(full)
        names = [store.read("users").sort("source_key").select("source_key", "name") for store in (crm.store, full)]
        assert names[0].equals(names[1])
    return by_changes


def test_a_refresh_equals_a_full_load(tmp_path: Path) -> None:
    assert compare(Crm(file_door(tmp_path / "crm.db"), tmp_path), [1, 2]) == 2


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.integers(0, 2**32), min_size=2, max_size=6))
def test_a_refresh_equals_a_full_load_at_length(tmp_path_factory: pytest.TempPathFactory, seeds: list[int]) -> None:
    folder = tmp_path_factory.mktemp("crm")
    compare(Crm(file_door(folder / "crm.db"), folder), seeds)


@pytest.fixture(params=["postgresql", "mysql"])
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    """An empty database on each server."""
    server = make_url(request.getfixturevalue(f"{request.param}_url"))
    name = f"mingjing_{token_hex(6)}"
    asking = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with asking.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield Door("crm", request.param, server.set(database=name))
    with asking.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))


def test_so_it_does_from_a_server(door: Door, tmp_path: Path) -> None:
    assert compare(Crm(door, tmp_path), [1, 2]) == 2
