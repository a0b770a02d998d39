"""Who sits at a page and where what they save is kept: for panels that let people keep something for the team."""

from collections.abc import Callable
from dataclasses import dataclass

from datasource.people.account import Account, Role
from datasource.people.database import AppDatabase


@dataclass(frozen=True)
class Seat:
    """The signed-in person and the app database; `again` takes the seat anew, for callbacks."""

    account: Account
    database: AppDatabase
    again: Callable[[], "Seat"]

    @property
    def may_save(self) -> bool:
        """Whether the person may keep anything for the team: analysts and above."""
        return self.account.is_active and self.account.role.at_least(Role.ANALYST)
