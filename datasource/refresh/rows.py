"""The tables of the app database that concern refreshing. All times are naive and mean UTC."""

from functools import lru_cache

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, Engine, Text
from sqlmodel import Field

from datasource.people.database import AppDatabase
from datasource.people.rows import KEY, AppTable


class LeaseRow(AppTable, table=True):
    """One row per job that only one process may do: who does it until when, and the slot that was done last."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True, max_length=40)
    holder: str | None = Field(default=None, max_length=120)
    expires_at: NaiveDatetime | None = None
    done_slot: NaiveDatetime | None = None


class RunRow(AppTable, table=True):
    """One row per refresh: when it ran, what became of it, the version it made, and its numbers."""

    __tablename__ = "refresh_runs"

    run_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    holder: str = Field(max_length=120)
    actor: str = Field(max_length=100)
    started_at: NaiveDatetime = Field(index=True)
    ended_at: NaiveDatetime | None = None
    result: str = Field(max_length=20)
    version: str = Field(default="", max_length=60)
    rows_read: int = Field(default=0, sa_type=BigInteger)
    rows_kept: int = Field(default=0, sa_type=BigInteger)
    rows_rejected: int = Field(default=0, sa_type=BigInteger)
    detail: str = Field(default="", sa_type=Text)


def prepare(database: AppDatabase) -> None:
    """Make these tables where they are missing."""
    _made(database.engine)


@lru_cache(maxsize=16)
def _made(engine: Engine) -> None:
    own = [AppTable.metadata.tables[str(row.__tablename__)] for row in (LeaseRow, RunRow)]
    AppTable.metadata.create_all(engine, tables=own)
