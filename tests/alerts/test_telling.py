"""Rules judged for everybody they tell: each under their own scope, everything once, also when runs die or meet."""

import multiprocessing
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing.context import SpawnContext
from pathlib import Path

import pytest

from datasource.alerts import telling
from datasource.alerts.keeping import (
    MOST_RULES,
    add_rule,
    change_rule,
    delete_rule,
    mute_rule,
    pause_rule,
    rules_for,
)
from datasource.alerts.notices import mark_read, notices_of, unread_count
from datasource.alerts.rule import Audience
from datasource.alerts.telling import KEPT_DAYS, last_run, tell_all
from datasource.analytics.alert_rules import Side
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import Change, change_account, disable
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase, open_app_database
from tests.alerts.test_judging import rule

People = dict[str, Account]
STILL = {"side": Side.BELOW, "limit": 10.0}
"""Below 10: Bob rings since March, Dee in June and in the months before May."""


def told(database: AppDatabase, account: Account) -> list[tuple[str, str, str, bool]]:
    """What an account was told: entity, bucket, since when, fired."""
    found = [(one.entity, f"{one.bucket:%m}", f"{one.since:%m}", one.fired) for one in notices_of(database, account)]
    return sorted(found)


def test_of_the_past_only_that_is_told_which_still_rings(database: AppDatabase, people: People, tiny: Catalog) -> None:
    kept = add_rule(database, people["boss"], rule(**STILL))
    ran = tell_all(database, tiny)
    assert (ran.rules, ran.told, ran.failures) == (1, 2, ())
    assert told(database, people["boss"]) == [("Bob", "06", "03", True), ("Dee", "06", "06", True)]
    assert unread_count(database, people["boss"]) == 2
    assert last_run(database) == ran
    assert tell_all(database, tiny).told == 0
    mark_read(database, people["boss"])
    assert unread_count(database, people["boss"]) == 0
    assert rules_for(database, people["boss"]) == (kept,)


def test_each_is_told_of_their_own_rows(database: AppDatabase, people: People, tiny: Catalog) -> None:
    add_rule(database, people["boss"], rule(**STILL, audience=Audience.EVERYONE))
    assert tell_all(database, tiny).told == 4
    assert {one[0] for one in told(database, people["bob"])} == {"Bob"}
    assert {one[0] for one in told(database, people["dee"])} == {"Dee"}
    assert newest(database, 1)[0].action is Action.ALERT_SHARED


def test_rules_of_others_are_seen_only_by_those_they_tell(database: AppDatabase, people: People) -> None:
    own = add_rule(database, people["boss"], rule())
    named = add_rule(
        database, people["dee"], rule(audience=Audience.PEOPLE, people=(people["bob"].account_id,), name="For Bob")
    )
    assert [one.rule_id for one in rules_for(database, people["bob"])] == [named.rule_id]
    assert [one.rule_id for one in rules_for(database, people["boss"])] == [own.rule_id]
    with pytest.raises(MingjingError, match="not yours"):
        delete_rule(database, people["bob"], named.rule_id)


def test_a_recovery_is_told_and_ends_the_alarm(database: AppDatabase, people: People, tiny: Catalog) -> None:
    may = open_catalog(tiny.store.data_dir)
    may.__dict__["as_of"] = tiny.as_of - timedelta(days=30)
    add_rule(database, people["boss"], rule())
    assert tell_all(database, may).told == 1
    assert told(database, people["boss"]) == [("Dee", "05", "05", True)]
    assert tell_all(database, tiny).told == 1
    recovery, fired = notices_of(database, people["boss"])
    assert (recovery.fired, recovery.bucket, fired.over) == (False, recovery.bucket, recovery.bucket)
    assert tell_all(database, may).told == 0, "an older version tells nothing"


def test_another_limit_begins_anew_and_another_name_does_not(
    database: AppDatabase, people: People, tiny: Catalog
) -> None:
    boss = people["boss"]
    kept = add_rule(database, boss, rule(**STILL))
    tell_all(database, tiny)
    assert change_rule(database, boss, kept.rule_id, rule(**STILL, name="Other")).edition == 1
    assert tell_all(database, tiny).told == 0
    assert change_rule(database, boss, kept.rule_id, rule(**STILL | {"limit": 9.0})).edition == 2
    assert tell_all(database, tiny).told == 2
    delete_rule(database, boss, kept.rule_id)
    assert notices_of(database, boss) == ()


def test_nothing_is_told_while_paused_or_muted(database: AppDatabase, people: People, tiny: Catalog) -> None:
    boss, bob = people["boss"], people["bob"]
    kept = add_rule(database, boss, rule(**STILL, audience=Audience.EVERYONE))
    mute_rule(database, bob, kept.rule_id, muted=True)
    pause_rule(database, boss, kept.rule_id, paused=True)
    assert tell_all(database, tiny).told == 0
    pause_rule(database, boss, kept.rule_id, paused=False)
    assert tell_all(database, tiny).told == 3
    assert told(database, bob) == []
    assert [one.is_muted for one in rules_for(database, bob)] == [True]
    mute_rule(database, bob, kept.rule_id, muted=False)
    assert tell_all(database, tiny).told == 1


def test_whoever_may_no_longer_tell_others_tells_nobody_else(
    database: AppDatabase, people: People, tiny: Catalog
) -> None:
    add_rule(database, people["boss"], rule(**STILL, audience=Audience.EVERYONE))
    add_rule(database, people["dee"], rule(**STILL))
    change_account(database, people["boss"].account_id, Change(role=Role.READER), "test")
    disable(database, people["dee"].account_id, "test")
    assert tell_all(database, tiny).told == 2
    assert told(database, people["bob"]) == told(database, people["dee"]) == []


def test_what_was_told_under_another_scope_is_out_of_sight(
    database: AppDatabase, people: People, tiny: Catalog
) -> None:
    add_rule(database, people["boss"], rule(**STILL))
    tell_all(database, tiny)
    narrow = change_account(database, people["boss"].account_id, Change(scope=ScopeKind.SELF), "test")
    assert (notices_of(database, narrow), unread_count(database, narrow)) == ((), 0)
    assert tell_all(database, tiny).told == 0
    change_account(database, narrow.account_id, Change(scope=ScopeKind.ALL), "test")
    assert tell_all(database, tiny).told == 0
    assert len(notices_of(database, people["boss"])) == 2


def test_what_cannot_be_judged_is_said_and_stops_nothing(database: AppDatabase, people: People, tiny: Catalog) -> None:
    add_rule(database, people["boss"], rule(**STILL))
    add_rule(database, people["boss"], rule(measure="deviation", limit=3.0, side="either", name="Odd"))
    ran = tell_all(database, tiny)
    assert ran.told == 2
    assert len(ran.failures) == 1
    assert ran.failures[0].startswith("Odd: ")


def test_there_is_an_end_to_rules(database: AppDatabase, people: People) -> None:
    for number in range(MOST_RULES):
        add_rule(database, people["boss"], rule(name=str(number)))
    with pytest.raises(MingjingError, match="the most there can be"):
        add_rule(database, people["boss"], rule())


def test_old_notices_go_but_what_rings_is_remembered(database: AppDatabase, people: People, tiny: Catalog) -> None:
    add_rule(database, people["boss"], rule(**STILL))
    tell_all(database, tiny)
    later = replace(database, clock=lambda: database.now() + timedelta(days=KEPT_DAYS + 1))
    assert tell_all(later, tiny).told == 0
    assert len(notices_of(database, people["boss"])) == 2


def _run(folder: Path, data: Path, start: Callable[[], int], counts: "multiprocessing.Queue[int]") -> None:
    database = open_app_database(folder)
    catalog = open_catalog(data)
    start()
    counts.put(tell_all(database, catalog).told)
    database.engine.dispose()


def _die(folder: Path, data: Path, after: int) -> None:
    """Judge, and be killed once `after` notices are about to be kept."""
    made = telling._row
    left = iter(range(after))

    def row(*about: object) -> object:
        if next(left, None) is None:
            os._exit(9)
        return made(*about)  # type: ignore[arg-type]

    telling._row = row  # type: ignore[assignment]
    tell_all(open_app_database(folder), open_catalog(data))


def _many(database: AppDatabase, people: People) -> int:
    """Rules of which the third tells one person of one thing, the others of four things each."""
    add_rule(database, people["boss"], rule(**STILL, audience=Audience.EVERYONE))
    add_rule(database, people["boss"], rule(**STILL, name="Again", audience=Audience.EVERYONE))
    add_rule(database, people["dee"], rule(**STILL, name="Once more", by=""))
    return 4 + 4 + 1


@pytest.mark.slow
def test_of_two_runs_at_once_one_tells(
    tmp_path: Path, database: AppDatabase, people: People, tiny: Catalog, spawn: SpawnContext
) -> None:
    expected = _many(database, people)
    barrier, counts = spawn.Barrier(2), spawn.Queue()
    given = (tmp_path, tiny.store.data_dir, barrier.wait, counts)
    runs = [spawn.Process(target=_run, args=given) for _one in range(2)]
    for one in runs:
        one.start()
    assert sum(counts.get(timeout=60) for _one in runs) == expected
    for one in runs:
        one.join()
    assert sum(len(notices_of(database, one)) for one in people.values()) == expected


@pytest.mark.parametrize("after", [pytest.param(1, marks=pytest.mark.slow), 5])
def test_a_run_that_is_killed_loses_nothing_and_tells_nothing_twice(
    tmp_path: Path, database: AppDatabase, people: People, tiny: Catalog, *, spawn: SpawnContext, after: int
) -> None:
    expected = _many(database, people)
    run = spawn.Process(target=_die, args=(tmp_path, tiny.store.data_dir, after))
    run.start()
    run.join(timeout=60)
    assert run.exitcode == 9
    assert last_run(database) is None
    tell_all(database, tiny)
    keys = [(name, *one) for name, person in people.items() for one in told(database, person)]
    assert len(keys) == expected
    assert tell_all(database, tiny).told == 0
