"""What people were told: newest first, read and unread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select, update

from datasource.alerts.rows import AlertNoticeRow, prepare, scope_text
from datasource.alerts.rule import AlertRule
from datasource.people.account import Account
from datasource.people.database import AppDatabase

MOST = 300
"""The most notices that are listed."""


@dataclass(frozen=True)
class Told:
    """One notice, with the rule as it was then. `over` is the bucket in which a fired one recovered; None: not yet.

    `compared` is the limit, the value before or what was expected, in the metric's unit, as is `value`; `measured` is
    in per cent for changes and in spreads for deviations.
    """

    notice_id: int
    rule_id: int
    rule: AlertRule
    entity: str
    bucket: date
    since: date
    fired: bool
    value: float
    measured: float
    compared: float
    told_at: datetime
    is_read: bool
    over: date | None = None


def notices_of(database: AppDatabase, account: Account, *, unread: bool = False, most: int = MOST) -> tuple[Told, ...]:
    """What `account` was told, newest first; with `unread`, of that what they have not read."""
    prepare(database)
    mine = select(AlertNoticeRow).where(*_own(account))
    newest = mine.order_by(col(AlertNoticeRow.notice_id).desc()).limit(most)
    if unread:
        newest = newest.where(col(AlertNoticeRow.read_at).is_(None))
    with database.session() as session:
        rows = session.exec(newest).all()
        fired = {row.rule_id for row in rows if row.fired}
        calm = mine.where(col(AlertNoticeRow.fired).is_(False), col(AlertNoticeRow.rule_id).in_(fired))
        recoveries = session.exec(calm.order_by(col(AlertNoticeRow.notice_id))).all() if fired else []
    return tuple(_told(row, recoveries) for row in rows)


def unread_count(database: AppDatabase, account: Account) -> int:
    """How many notices an account has not read: one count over an index."""
    prepare(database)
    asked = select(func.count()).where(*_own(account), col(AlertNoticeRow.read_at).is_(None))
    with database.session() as session:
        return session.exec(asked).one()


def mark_read(database: AppDatabase, account: Account, notices: Collection[int] | None = None) -> None:
    """Mark notices of `account` as read; without `notices`, all of them."""
    prepare(database)
    unread = (*_own(account), col(AlertNoticeRow.read_at).is_(None))
    change = update(AlertNoticeRow).where(*unread).values(read_at=database.now())
    if notices is not None:
        change = change.where(col(AlertNoticeRow.notice_id).in_(notices))
    with database.session() as session:
        session.exec(change)


def _own(account: Account) -> tuple[ColumnElement[bool], ...]:
    """What was told to an account under the scope that it has now."""
    return col(AlertNoticeRow.account_id) == account.account_id, col(AlertNoticeRow.scope) == scope_text(account)


def _told(row: AlertNoticeRow, recoveries: Sequence[AlertNoticeRow]) -> Told:
    assert row.notice_id is not None, "the row was read from the database"
    return Told(
        notice_id=row.notice_id,
        rule_id=row.rule_id,
        rule=AlertRule.model_validate_json(row.body),
        entity=row.entity,
        bucket=row.bucket,
        since=row.since,
        fired=row.fired,
        value=row.value,
        measured=row.measured,
        compared=row.compared,
        told_at=row.told_at,
        is_read=row.read_at is not None,
        over=next((one.bucket for one in recoveries if row.fired and _ends(one, row)), None),
    )


def _ends(recovery: AlertNoticeRow, fired: AlertNoticeRow) -> bool:
    """Whether `recovery` came after `fired` of the same rule and entity."""
    same = (recovery.rule_id, recovery.edition, recovery.entity) == (fired.rule_id, fired.edition, fired.entity)
    return same and (recovery.notice_id or 0) > (fired.notice_id or 0)
