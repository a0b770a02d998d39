"""Due moments are the same for every process that asks."""

import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from datasource.refresh.slots import last_slot, next_slot
from datasource.settings import Refresh

NOON = datetime(2024, 3, 5, 12, 7, 30)


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def plan(**when: str) -> Refresh:
    return Refresh.model_validate({"mapping": "m", "from": "crm", **when})


@pytest.mark.parametrize(
    ("every", "last", "following"),
    [("5m", (12, 5), (12, 10)), ("15m", (12, 0), (12, 15)), ("1h", (12, 0), (13, 0)), ("6h", (12, 0), (18, 0))],
)
def test_slots_of_an_interval_are_counted_from_midnight(
    every: str, last: tuple[int, int], following: tuple[int, int]
) -> None:
    assert last_slot(plan(every=every), NOON) == datetime(2024, 3, 5, *last)
    assert next_slot(plan(every=every), NOON) == datetime(2024, 3, 5, *following)


@pytest.mark.usefixtures("shanghai")
def test_a_time_of_day_is_that_of_the_machine() -> None:
    assert last_slot(plan(at="20:07"), NOON) == datetime(2024, 3, 5, 12, 7)
    assert next_slot(plan(at="20:07"), NOON) == datetime(2024, 3, 6, 12, 7)
    assert last_slot(plan(at="20:08"), NOON) == datetime(2024, 3, 4, 12, 8)
    assert next_slot(plan(at="20:08"), NOON) == datetime(2024, 3, 5, 12, 8)


def test_without_a_schedule_nothing_is_due() -> None:
    assert (last_slot(plan(), NOON), next_slot(plan(), NOON)) == (None, None)


@pytest.mark.parametrize("when", [{"every": "0m"}, {"every": "15"}, {"at": "24:00"}, {"every": "1h", "at": "02:30"}])
def test_a_schedule_that_makes_no_sense_is_refused(when: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"every|at"):
        plan(**when)
