"""What a person has chosen for themselves: short texts by name (theme, default period …)."""

from sqlmodel import select

from datasource.people.database import AppDatabase
from datasource.people.rows import PreferenceRow


def preferences(database: AppDatabase, account_id: int) -> dict[str, str]:
    """All choices of an account by name."""
    with database.session() as session:
        rows = session.exec(select(PreferenceRow).where(PreferenceRow.account_id == account_id)).all()
    return {row.name: row.value for row in rows}


def prefer(database: AppDatabase, account_id: int, name: str, value: str) -> None:
    """Keep a choice; it replaces the former one of that name."""
    with database.session() as session:
        session.merge(PreferenceRow(account_id=account_id, name=name, value=value))
