"""The brake on guessing: a login with too many failures is refused until the failures are old, by itself."""

from datetime import timedelta
from math import ceil

from sqlmodel import col, delete, select

from datasource.errors import MingjingError
from datasource.people.account import tidy_login
from datasource.people.database import AppDatabase
from datasource.people.rows import FailureRow
from datasource.texts import plural


class TooManyFailures(MingjingError):
    """The login is refused for now, whether or not it exists and whatever the password."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            plural(
                "Too many failed sign-ins. Try again in {count} minute.",
                "Too many failed sign-ins. Try again in {count} minutes.",
                minutes,
            )
        )


def begin_attempt(database: AppDatabase, login: str) -> None:
    """Count an attempt as failed before the password is looked at, so that parallel guesses cannot slip through.

    Raises `TooManyFailures` without counting, so that a refused attempt does not lengthen the wait.
    """
    now, window, name = database.now(), timedelta(minutes=database.sign_in.minutes), tidy_login(login)[:100]
    with database.session() as session:
        session.add(FailureRow(login=name, at=now))
        session.flush()
        session.exec(delete(FailureRow).where(col(FailureRow.at) <= now - window))
        times = session.exec(select(FailureRow.at).where(FailureRow.login == name).order_by(col(FailureRow.at))).all()
        over = len(times) - database.sign_in.failures
        if over > 0:
            wait = times[over - 1] + window - now
            raise TooManyFailures(max(1, ceil(wait.total_seconds() / 60)))


def forget_failures(database: AppDatabase, login: str) -> None:
    """Start counting anew: the person has proved who they are."""
    with database.session() as session:
        session.exec(delete(FailureRow).where(col(FailureRow.login) == tidy_login(login)[:100]))
