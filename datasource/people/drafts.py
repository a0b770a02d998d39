"""A person's unfinished work, one text by account: kept at each edit, so that a reload or a crash loses nothing."""

from sqlmodel import col, delete

from datasource.people.database import AppDatabase
from datasource.people.rows import DraftRow

LARGEST = 4_000_000
"""The most characters of one text."""


def kept_draft(database: AppDatabase, account_id: int) -> str | None:
    """The text that was kept last, or None."""
    with database.session() as session:
        row = session.get(DraftRow, account_id)
    return None if row is None else row.body


def keep_draft(database: AppDatabase, account_id: int, body: str) -> None:
    """Keep the text in one step; it replaces the former one. Raises `ValueError` for one that is too long."""
    if len(body) > LARGEST:
        raise ValueError(f"A draft holds at most {LARGEST} characters, not {len(body)}.")
    with database.session() as session:
        session.merge(DraftRow(account_id=account_id, body=body, kept_at=database.now()))


def drop_draft(database: AppDatabase, account_id: int) -> None:
    """Forget the person's draft."""
    with database.session() as session:
        session.exec(delete(DraftRow).where(col(DraftRow.account_id) == account_id))
