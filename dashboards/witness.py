"""Whoever is told of what happens to boards on disk, so that what is noted about them elsewhere stays true."""

from dataclasses import dataclass
from typing import Protocol

from datasource.people.audit import Action
from datasource.people.board_uses import moved, uncertify
from datasource.people.database import AppDatabase


class Witness(Protocol):
    """Told under the lock of the store, once the act is on disk; boards are told by their addresses."""

    def edited(self, board: str, author: str) -> None:
        """What readers see of the board has changed; a change of whom it is shared with is none."""

    def moved(self, old: str, new: str) -> None:
        """The board has another address; one in the trash has one as well."""


class Nobody:
    """Takes no notice."""

    def edited(self, board: str, author: str) -> None:
        """Nothing."""

    def moved(self, old: str, new: str) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Notes:
    """The app database: an edited board is no longer certified; marks, favourites and openings go where boards go."""

    database: AppDatabase

    def edited(self, board: str, author: str) -> None:
        """Take the mark of whoever vouched for what the board was before."""
        uncertify(self.database, board, author, Action.BOARD_CHANGED_UNCERTIFIED)

    def moved(self, old: str, new: str) -> None:
        """Let what was noted go along."""
        moved(self.database, old, new)
