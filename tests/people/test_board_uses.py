"""How people use boards: opened, favourites, vouched for, and moved with their owner."""

from datetime import datetime

from datasource.people.accounts import NewAccount, add_account
from datasource.people.audit import Action, newest
from datasource.people.board_uses import Use, certify, favour, last_opened, marks, moved, opened, uncertify, uses
from datasource.people.database import AppDatabase
from tests.people.conftest import Hands

BOARD, OTHER = "1-won", "1-lost"


def person(database: AppDatabase, login: str) -> int:
    return add_account(database, NewAccount(login=login, name=login), "operator").account.account_id


def test_a_board_that_was_opened_is_remembered_for_each_person(database: AppDatabase, clock: Hands) -> None:
    ana, bob = person(database, "ana"), person(database, "bob")
    opened(database, ana, BOARD)
    clock.move(minutes=5)
    opened(database, ana, BOARD)
    assert uses(database, ana) == {BOARD: Use(clock.moment, 2, is_favourite=False)}
    assert uses(database, bob) == {}


def test_the_last_opening_counts_whoever_it_was(database: AppDatabase, clock: Hands) -> None:
    ana, bob = person(database, "ana"), person(database, "bob")
    opened(database, ana, BOARD)
    clock.move(minutes=5)
    opened(database, bob, BOARD)
    favour(database, ana, OTHER, is_favourite=True)
    assert last_opened(database) == {BOARD: clock.moment}


def test_a_favourite_is_marked_and_no_longer(database: AppDatabase) -> None:
    ana = person(database, "ana")
    favour(database, ana, BOARD, is_favourite=True)
    assert uses(database, ana)[BOARD] == Use(None, 0, is_favourite=True)
    favour(database, ana, BOARD, is_favourite=False)
    assert not uses(database, ana)[BOARD].is_favourite


def test_a_board_is_vouched_for_until_that_is_taken_back(database: AppDatabase) -> None:
    certify(database, BOARD, "root")
    assert marks(database)[BOARD].certified_by == "root"
    assert isinstance(marks(database)[BOARD].certified_at, datetime)
    uncertify(database, BOARD, "ana")
    assert marks(database) == {}
    log = [(one.actor, one.action, one.object, one.detail) for one in newest(database, 2)]
    assert log == [
        ("ana", Action.BOARD_UNCERTIFIED, BOARD, "root"),
        ("root", Action.BOARD_CERTIFIED, BOARD, ""),
    ]


def test_taking_away_a_mark_that_is_not_there_leaves_no_trace(database: AppDatabase) -> None:
    uncertify(database, BOARD, "ana")
    assert newest(database) == ()


def test_what_is_noted_about_a_board_goes_to_its_new_address(database: AppDatabase) -> None:
    ana = person(database, "ana")
    opened(database, ana, BOARD)
    opened(database, ana, "2-won")
    certify(database, BOARD, "root")
    moved(database, BOARD, "2-won")
    assert [*uses(database, ana)] == ["2-won"]
    assert uses(database, ana)["2-won"].opens == 1
    assert [*marks(database)] == ["2-won"]
