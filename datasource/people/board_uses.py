"""How people use boards: opened when and how often, favourites, and the mark of those that somebody vouches for.

A board is told by its address, `<owner's account>-<slug>`; what it shows and who may see it is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete, func, select

from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.rows import BoardMarkRow, BoardUseRow


@dataclass(frozen=True)
class Use:
    """What one person did with one board; `opened_at` is naive UTC, None for a board never opened."""

    opened_at: datetime | None
    opens: int
    is_favourite: bool


@dataclass(frozen=True)
class Mark:
    """Who vouches for a board, and since when (naive UTC)."""

    certified_by: str
    certified_at: datetime


def opened(database: AppDatabase, account_id: int, board: str) -> None:
    """Note that the person has the board before them now."""
    with database.session() as session:
        row = _row(session, account_id, board)
        row.opened_at, row.opens = database.now(), row.opens + 1
        session.add(row)


def favour(database: AppDatabase, account_id: int, board: str, *, is_favourite: bool) -> None:
    """Mark a board as one of the person's favourites, or no longer."""
    with database.session() as session:
        row = _row(session, account_id, board)
        row.is_favourite = is_favourite
        session.add(row)


def uses(database: AppDatabase, account_id: int) -> Mapping[str, Use]:
    """What the person did with each board that they opened or marked."""
    with database.session() as session:
        rows = session.exec(select(BoardUseRow).where(BoardUseRow.account_id == account_id)).all()
    return {row.board: Use(row.opened_at, row.opens, row.is_favourite) for row in rows}


def last_opened(database: AppDatabase) -> Mapping[str, datetime]:
    """When anybody last opened each board (naive UTC); boards that nobody ever opened are left out."""
    query = select(BoardUseRow.board, func.max(BoardUseRow.opened_at)).group_by(BoardUseRow.board)
    with database.session() as session:
        rows = session.exec(query).all()
    return {board: moment for board, moment in rows if moment is not None}


def certify(database: AppDatabase, board: str, login: str) -> None:
    """Vouch for a board as `login`."""
    with database.session() as session:
        session.merge(BoardMarkRow(board=board, certified_by=login, certified_at=database.now()))
        note(session, Entry(database.now(), login, Action.BOARD_CERTIFIED, board))


def uncertify(database: AppDatabase, board: str, actor: str, action: Action = Action.BOARD_UNCERTIFIED) -> None:
    """Take the mark away, if there is one, and write down who did (`action` says how)."""
    with database.session() as session:
        mark = session.get(BoardMarkRow, board)
        if mark is not None:
            session.delete(mark)
            note(session, Entry(database.now(), actor, action, board, mark.certified_by))


def marks(database: AppDatabase) -> Mapping[str, Mark]:
    """The boards that somebody vouches for."""
    with database.session() as session:
        rows = session.exec(select(BoardMarkRow)).all()
    return {row.board: Mark(row.certified_by, row.certified_at) for row in rows}


def moved(database: AppDatabase, old: str, new: str) -> None:
    """The board has another address now: what was noted about it goes along."""
    with database.session() as session:
        session.exec(delete(BoardUseRow).where(col(BoardUseRow.board) == new))
        session.exec(delete(BoardMarkRow).where(col(BoardMarkRow.board) == new))
        for table in (BoardUseRow, BoardMarkRow):
            session.exec(update(table).where(col(table.board) == old).values(board=new))


def _row(session: Session, account_id: int, board: str) -> BoardUseRow:
    return session.get(BoardUseRow, (account_id, board)) or BoardUseRow(account_id=account_id, board=board)
