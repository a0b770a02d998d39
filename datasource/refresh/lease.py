"""A lease in the app database: of all processes that serve, on however many machines, one does the job.

Whoever holds it renews it while it works. A holder that was killed does not, and soon after another may take it.
"""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import CursorResult, or_
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, update

from datasource.people.database import AppDatabase
from datasource.refresh.rows import LeaseRow, prepare

LASTS = timedelta(seconds=60)
REFRESH = "refresh"


@dataclass(frozen=True)
class Lease:
    """The right to do job `name`, held by `holder`; `slot` is the due moment (naive UTC) that it is done for."""

    name: str
    holder: str
    slot: datetime | None = None


def acquire(
    database: AppDatabase, name: str = REFRESH, slot: datetime | None = None, lasts: timedelta = LASTS
) -> Lease | None:
    """The lease of job `name`, or None: somebody else holds it, or has done what was due at `slot`."""
    prepare(database)
    _there(database, name)
    lease = Lease(name, f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}", slot)
    now = database.now()
    free = or_(col(LeaseRow.holder).is_(None), col(LeaseRow.expires_at) <= now)
    taken = update(LeaseRow).where(col(LeaseRow.name) == name, free)
    if slot is not None:
        taken = taken.where(or_(col(LeaseRow.done_slot).is_(None), col(LeaseRow.done_slot) < slot))
    return lease if _changed(database, taken.values(holder=lease.holder, expires_at=now + lasts)) else None


def renew(database: AppDatabase, lease: Lease, lasts: timedelta = LASTS) -> bool:
    """Hold the lease for another while; False when it was lost."""
    own = update(LeaseRow).where(col(LeaseRow.name) == lease.name, col(LeaseRow.holder) == lease.holder)
    return _changed(database, own.values(expires_at=database.now() + lasts))


def release(database: AppDatabase, lease: Lease) -> None:
    """Give the lease back; its slot counts as done, whatever came of it."""
    own = update(LeaseRow).where(col(LeaseRow.name) == lease.name, col(LeaseRow.holder) == lease.holder)
    done = {"done_slot": lease.slot} if lease.slot else {}
    _changed(database, own.values(holder=None, expires_at=None, **done))


@contextmanager
def kept(database: AppDatabase, lease: Lease, lasts: timedelta = LASTS) -> Iterator[None]:
    """Renew the lease in the background while the block runs, and release it after."""
    over = Event()

    def go_on() -> None:
        while not over.wait(lasts.total_seconds() / 4):
            try:
                renew(database, lease, lasts)
            except DBAPIError:  # a busy database: the next try comes before the lease has expired
                continue

    renewing = Thread(target=go_on, name="lease", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()
        release(database, lease)


def state(database: AppDatabase, name: str = REFRESH) -> tuple[str | None, datetime | None]:
    """Who holds the lease now, None for nobody, and the slot that was done last."""
    prepare(database)
    with database.session() as session:
        row = session.get(LeaseRow, name)
        if row is None:
            return None, None
        is_held = row.expires_at is not None and row.expires_at > database.now()
        return row.holder if is_held else None, row.done_slot


def _there(database: AppDatabase, name: str) -> None:
    with database.session() as session:
        known = session.get(LeaseRow, name)
    if known is None:
        try:
            with database.session() as session:
                session.add(LeaseRow(name=name))
        except IntegrityError:
            return


def _changed(database: AppDatabase, change: object) -> bool:
    with database.session() as session:
        done: CursorResult[object] = session.exec(change)  # type: ignore[call-overload]
        return done.rowcount == 1
