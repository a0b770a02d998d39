"""Sign-ins that last: kept by the server, checked at each run, ended at once for the whole account.

A sign-in first has a ticket, good once and for a minute. The browser changes it for the token in its cookie, so that no
script ever sees the token. The database keeps hashes of both.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, delete, select

from datasource.people.account import Account
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.rows import AccountRow, SessionRow

TICKET_LIFE = timedelta(minutes=1)
SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Started:
    """A new sign-in: its number, for this server's memory alone, and the ticket for the browser."""

    session_id: int
    ticket: str


@dataclass(frozen=True)
class Redeemed:
    """The token for the browser's cookie and the seconds it is good for."""

    token: str
    seconds: int


@dataclass(frozen=True)
class Held:
    """Who stands behind a session that is alive."""

    session_id: int
    account: Account


@dataclass(frozen=True)
class SignedIn:
    """One live session as the people page lists it; times are naive UTC."""

    session_id: int
    account_id: int
    issued_at: datetime
    last_seen_at: datetime
    expires_at: datetime


def start_session(database: AppDatabase, account_id: int) -> Started:
    """A session for an account whose password was just proved; sessions dead for a month are cleared away."""
    now, ticket = database.now(), secrets.token_urlsafe(32)
    row = SessionRow(
        account_id=account_id,
        ticket_hash=database.keyed_hash(ticket),
        ticket_expires_at=now + TICKET_LIFE,
        issued_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=database.sign_in.session_days),
    )
    with database.session() as session:
        session.exec(delete(SessionRow).where(col(SessionRow.expires_at) < now - KEPT_FOR))
        session.add(row)
        session.flush()
        return Started(_number(row), ticket)


def redeem_ticket(database: AppDatabase, ticket: str) -> Redeemed | None:
    """The session's token in exchange for its ticket, once; None for a ticket that is unknown, used, late or ended."""
    now, token, given = database.now(), secrets.token_urlsafe(32), database.keyed_hash(ticket)
    with database.session() as session:
        row = session.exec(select(SessionRow).where(SessionRow.ticket_hash == given)).first()
        if row is None:
            return None
        changed = session.exec(
            update(SessionRow)
            .where(col(SessionRow.session_id) == row.session_id, col(SessionRow.ticket_hash) == given)
            .where(col(SessionRow.revoked_at).is_(None), col(SessionRow.ticket_expires_at) > now)
            .values(ticket_hash=None, token_hash=database.keyed_hash(token))
        )
        if changed.rowcount != 1:
            return None
    return Redeemed(token, int((row.expires_at - now).total_seconds()))


def holder_of_session(database: AppDatabase, session_id: int) -> Held | None:
    """Who holds session `session_id`, or None when it is ended or expired or its account is disabled."""
    return _holder(database, col(SessionRow.session_id) == session_id)


def holder_of_token(database: AppDatabase, token: str) -> Held | None:
    """Who holds the session of a cookie's token, or None when it is unknown, ended, expired or its account disabled."""
    return _holder(database, col(SessionRow.token_hash) == database.keyed_hash(token))


def sign_out(database: AppDatabase, account: Account) -> None:
    """End every session of an account that signs out, in this and in every other browser."""
    now = database.now()
    with database.session() as session:
        end_all(session, now, account.account_id)
        note(session, Entry(now, account.login, Action.SIGN_OUT))


def end_session(database: AppDatabase, session_id: int, actor: str) -> None:
    """End one session at once, for an administrator."""
    now = database.now()
    with database.session() as session:
        row = session.get(SessionRow, session_id)
        if row is not None and row.revoked_at is None:
            row.revoked_at = now
            login = session.get_one(AccountRow, row.account_id).login
            note(session, Entry(now, actor, Action.SESSIONS_ENDED, login, "1"))


def end_sessions(database: AppDatabase, account_id: int, actor: str) -> int:
    """End every session of an account, for an administrator; how many there were."""
    now = database.now()
    with database.session() as session:
        ended = end_all(session, now, account_id)
        note(
            session, Entry(now, actor, Action.SESSIONS_ENDED, session.get_one(AccountRow, account_id).login, str(ended))
        )
    return ended


def end_all(session: Session, now: datetime, account_id: int) -> int:
    """Revoke the sessions of an account within a transaction that is already open; how many had not been ended."""
    mine = (col(SessionRow.account_id) == account_id, col(SessionRow.revoked_at).is_(None))
    return session.exec(update(SessionRow).where(*mine).values(revoked_at=now)).rowcount


def live_sessions(database: AppDatabase, account_id: int | None = None) -> tuple[SignedIn, ...]:
    """The live sessions of one account, or of all, the one seen last first."""
    query = select(SessionRow).where(col(SessionRow.revoked_at).is_(None), SessionRow.expires_at > database.now())
    if account_id is not None:
        query = query.where(SessionRow.account_id == account_id)
    with database.session() as session:
        rows = session.exec(query.order_by(col(SessionRow.last_seen_at).desc())).all()
    return tuple(
        SignedIn(_number(row), row.account_id, row.issued_at, row.last_seen_at, row.expires_at) for row in rows
    )


def _holder(database: AppDatabase, which: ColumnElement[bool]) -> Held | None:
    now = database.now()
    query = (
        select(SessionRow, AccountRow)
        .join(AccountRow, col(AccountRow.account_id) == col(SessionRow.account_id))
        .where(which, col(SessionRow.revoked_at).is_(None), SessionRow.expires_at > now, col(AccountRow.is_active))
    )
    with database.session() as session:
        found = session.exec(query).first()
        if found is None:
            return None
        row, account = found
        if now - row.last_seen_at >= SEEN_EVERY:
            row.last_seen_at = now
    return Held(_number(row), account.account())


def _number(row: SessionRow) -> int:
    if row.session_id is None:
        raise ValueError("A session has no number before it is kept.")
    return row.session_id
