"""What became of each refresh, for people to look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import col, delete, select

from datasource.people.database import AppDatabase
from datasource.refresh.lease import Lease, state
from datasource.refresh.rows import RunRow, prepare

KEPT = 500


class Outcome(StrEnum):
    """What became of a refresh."""

    RUNNING = "running"
    LOADED = "loaded"
    REJECTS = "rejects"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BROKEN_OFF = "broken_off"


@dataclass(frozen=True)
class Run:
    """One refresh. Times are naive UTC; `actor` is a login, `schedule` or `operator`; `detail` says what was done."""

    actor: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome
    version: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    detail: str


@dataclass(frozen=True)
class Ended:
    """How a refresh ended."""

    outcome: Outcome
    detail: str
    version: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0


def begin(database: AppDatabase, lease: Lease, actor: str) -> int:
    """Note that a refresh runs under `lease`; the number to end it by. Runs of holders that are gone are closed."""
    row = RunRow(holder=lease.holder, actor=actor, started_at=database.now(), result=Outcome.RUNNING.value)
    with database.session() as session:
        for lost in session.exec(select(RunRow).where(RunRow.result == Outcome.RUNNING.value)):
            lost.result = Outcome.BROKEN_OFF.value
        session.add(row)
        session.flush()
        assert row.run_id is not None
        session.exec(delete(RunRow).where(col(RunRow.run_id) <= row.run_id - KEPT))
        return row.run_id


def end(database: AppDatabase, run_id: int, ended: Ended) -> None:
    """Note how refresh `run_id` ended."""
    with database.session() as session:
        row = session.get_one(RunRow, run_id)
        row.ended_at, row.result, row.detail, row.version = (
            database.now(), ended.outcome.value, ended.detail, ended.version,
        )  # fmt: skip
        row.rows_read, row.rows_kept, row.rows_rejected = ended.rows_read, ended.rows_kept, ended.rows_rejected


def newest(database: AppDatabase, limit: int = 20) -> tuple[Run, ...]:
    """The last `limit` refreshes, newest first; one whose holder is gone is broken off."""
    prepare(database)
    holder, _slot = state(database)
    with database.session() as session:
        rows = session.exec(select(RunRow).order_by(col(RunRow.run_id).desc()).limit(limit)).all()
    return tuple(_run(row, holder) for row in rows)


def _run(row: RunRow, holder: str | None) -> Run:
    outcome = Outcome(row.result)
    if outcome is Outcome.RUNNING and row.holder != holder:
        outcome = Outcome.BROKEN_OFF
    return Run(
        actor=row.actor,
        started_at=row.started_at,
        ended_at=row.ended_at,
        outcome=outcome,
        version=row.version,
        rows_read=row.rows_read,
        rows_kept=row.rows_kept,
        rows_rejected=row.rows_rejected,
        detail=row.detail,
    )
