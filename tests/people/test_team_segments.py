"""Team segments are kept with their owner; renamed they keep their key, deleted their row."""

from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.team_segments import (
    delete_segment,
    kept_segments,
    may_change,
    rename_segment,
    save_segment,
    segments_revision,
)
from datasource.question import Filter, Op

WHERE = (
    Filter(field="contract_recency", op=Op.LTE, value=30.5),
    Filter(field="industry", op=Op.IN, value=("Retail", "Banking")),
    Filter(field="contract_recency", op=Op.NOT_NULL),
)


@pytest.fixture
def database(tmp_path: Path) -> AppDatabase:
    return open_app_database(tmp_path)


def person(database: AppDatabase, login: str, role: Role) -> Account:
    new = NewAccount(login, login.title(), role=role, scope=ScopeKind.ALL)
    return add_account(database, new, actor="operator").account


def test_what_is_saved_is_read_as_it_was(database: AppDatabase) -> None:
    ann = person(database, "ann", Role.ANALYST)
    before = segments_revision(database)
    kept = save_segment(database, ann, "  Key   accounts ", WHERE)
    (read,) = kept_segments(database)
    assert (read.label, read.where, read.owner_id, read.gone_at) == ("Key accounts", WHERE, ann.account_id, None)
    assert segments_revision(database) != before
    assert newest(database)[0].action is Action.SEGMENT_SAVED
    rename_segment(database, ann, kept.key, "Key people")
    assert [(one.key, one.label, one.where) for one in kept_segments(database)] == [(kept.key, "Key people", WHERE)]


def test_a_deleted_one_keeps_its_name_and_key(database: AppDatabase) -> None:
    ann = person(database, "ann", Role.ANALYST)
    first = save_segment(database, ann, "Old", WHERE)
    delete_segment(database, ann, first.key)
    again = save_segment(database, ann, "Old", WHERE)
    assert again.key != first.key
    assert [(one.label, one.gone_at is None) for one in kept_segments(database)] == [("Old", False), ("Old", True)]
    with pytest.raises(MingjingError, match="no longer there"):
        rename_segment(database, ann, first.key, "New")


def test_readers_and_others_may_not(database: AppDatabase) -> None:
    ann, bob = person(database, "ann", Role.ANALYST), person(database, "bob", Role.ANALYST)
    reader, root = person(database, "red", Role.READER), person(database, "root", Role.ADMINISTRATOR)
    with pytest.raises(MingjingError, match="Only analysts"):
        save_segment(database, reader, "Mine", WHERE)
    kept = save_segment(database, ann, "Mine", WHERE)
    assert [may_change(one, kept.owner_id) for one in (ann, bob, reader, root)] == [True, False, False, True]
    with pytest.raises(MingjingError, match="Only its owner"):
        rename_segment(database, bob, kept.key, "His")
    with pytest.raises(MingjingError, match="Only its owner"):
        delete_segment(database, bob, kept.key)
    delete_segment(database, root, kept.key)


@pytest.mark.parametrize(("label", "said"), [("", "a name of 1"), ("x" * 81, "a name of 1"), ("MINE", "already")])
def test_names_are_short_and_stand_once(database: AppDatabase, label: str, said: str) -> None:
    ann = person(database, "ann", Role.ANALYST)
    save_segment(database, ann, "Mine", WHERE)
    with pytest.raises(MingjingError, match=said):
        save_segment(database, ann, label, WHERE)
    with pytest.raises(MingjingError, match="1 to 24 conditions"):
        save_segment(database, ann, "Empty", ())
