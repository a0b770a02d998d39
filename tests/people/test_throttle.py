"""The brake on guessing: it holds, it lets go by itself, and it tells nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.people.throttle import TooManyFailures, begin_attempt, forget_failures
from tests.people.conftest import Hands


def fail(database: AppDatabase, login: str, times: int) -> None:
    for _ in range(times):
        begin_attempt(database, login)


def test_the_sixth_attempt_is_refused(database: AppDatabase, anna: Account) -> None:
    fail(database, "anna", 5)
    with pytest.raises(TooManyFailures, match="Try again in 15 minutes"):
        begin_attempt(database, "anna")


def test_it_expires_by_itself(database: AppDatabase, clock: Hands) -> None:
    fail(database, "anna", 5)
    clock.move(minutes=14, seconds=30)
    with pytest.raises(TooManyFailures, match="Try again in 1 minute"):
        begin_attempt(database, "anna")
    clock.move(seconds=30)
    begin_attempt(database, "anna")


def test_refused_attempts_do_not_lengthen_the_wait(database: AppDatabase, clock: Hands) -> None:
    fail(database, "anna", 5)
    for _ in range(14):
        clock.move(minutes=1)
        with pytest.raises(TooManyFailures):
            begin_attempt(database, "anna")
    clock.move(minutes=1)
    begin_attempt(database, "anna")


def test_failures_of_one_login_do_not_touch_another(database: AppDatabase) -> None:
    fail(database, "anna", 5)
    begin_attempt(database, "bo")


def test_case_and_spaces_do_not_get_around_it(database: AppDatabase) -> None:
    fail(database, "anna", 5)
    with pytest.raises(TooManyFailures):
        begin_attempt(database, " ANNA ")


def test_an_unknown_login_is_held_back_like_a_known_one(database: AppDatabase, anna: Account) -> None:
    fail(database, "nobody", 5)
    with pytest.raises(TooManyFailures):
        begin_attempt(database, "nobody")


def test_success_starts_the_count_anew(database: AppDatabase) -> None:
    fail(database, "anna", 4)
    forget_failures(database, "anna")
    fail(database, "anna", 5)
    with pytest.raises(TooManyFailures):
        begin_attempt(database, "anna")


def test_parallel_guesses_do_not_slip_through(database: AppDatabase) -> None:
    def guess(_: int) -> bool:
        try:
            begin_attempt(database, "anna")
        except TooManyFailures:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == 5
