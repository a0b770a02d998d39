"""How often people have edited what is laid over the store, so that whoever keeps a copy can tell that it is old."""

from functools import lru_cache

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from datasource.goals.rows import RevisionRow
from datasource.people.database import AppDatabase
from datasource.people.rows import AppTable

_NAME = "targets"  # the first thing that could be edited; all edits count on in one row


def revision_of(database: AppDatabase) -> int:
    """The number of the last edit; 0 before there was one."""
    made(database.engine)
    with database.session() as session:
        return _revision(session)


def count_on(session: Session) -> int:
    """The next revision. Counting comes first in a transaction: it is what makes two writers wait for each other."""
    counter = update(RevisionRow).where(col(RevisionRow.name) == _NAME).values(revision=col(RevisionRow.revision) + 1)
    session.exec(counter)
    return _revision(session)


@lru_cache(maxsize=16)
def made(engine: Engine) -> None:
    """The counter of this database, made at first use by whichever process comes first."""
    AppTable.metadata.create_all(engine, tables=[AppTable.metadata.tables[str(RevisionRow.__tablename__)]])
    try:
        with Session(engine) as session, session.begin():
            if session.get(RevisionRow, _NAME) is None:
                session.add(RevisionRow(name=_NAME))
    except IntegrityError:
        return


def _revision(session: Session) -> int:
    return session.exec(select(RevisionRow.revision).where(RevisionRow.name == _NAME)).one()
