"""The audit log: who did what to what, and when. Rows are added and read, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from datasource.people.database import AppDatabase
from datasource.people.rows import AuditRow


class Action(StrEnum):
    """What the log knows of."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_OUT = "sign_out"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  (the name of an act)
    PASSWORD_RESET = "password_reset"  # noqa: S105  (the name of an act)
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    BOARDS_PASSED_ON = "boards_passed_on"
    BOARD_SHARED = "board_shared"
    BOARD_TAKEN_BACK = "board_taken_back"
    BOARD_DELETED = "board_deleted"
    BOARD_CERTIFIED = "board_certified"
    BOARD_UNCERTIFIED = "board_uncertified"
    BOARD_CHANGED_UNCERTIFIED = "board_changed_uncertified"
    METRIC_SHARED = "metric_shared"
    METRIC_TAKEN_BACK = "metric_taken_back"
    METRIC_CHANGED = "metric_changed"
    METRIC_DELETED = "metric_deleted"
    METRIC_CERTIFIED = "metric_certified"
    METRIC_NOT_CERTIFIED = "metric_not_certified"
    SEGMENT_SAVED = "segment_saved"
    SEGMENT_RENAMED = "segment_renamed"
    SEGMENT_DELETED = "segment_deleted"
    DATA_CONNECTED = "data_connected"
    DATA_REFRESHED = "data_refreshed"
    STUDIES_BEGUN = "studies_begun"
    DATA_ROLLED_BACK = "data_rolled_back"
    TARGETS_CHANGED = "targets_changed"
    TARGETS_IMPORTED = "targets_imported"
    TARGETS_GIVEN_BACK = "targets_given_back"
    ALERT_SHARED = "alert_shared"
    ALERT_DELETED = "alert_deleted"
    RECORDS_MERGED = "records_merged"
    RECORDS_KEPT_APART = "records_kept_apart"
    MERGE_TAKEN_BACK = "merge_taken_back"


@dataclass(frozen=True)
class Entry:
    """One line of the log; `at` is naive UTC, `actor` a login or `operator` for the command line."""

    at: datetime
    actor: str
    action: Action
    object: str = ""
    detail: str = ""


def note(session: Session, entry: Entry) -> None:
    """Add a line within a transaction that is already open; over-long texts are cut."""
    row = AuditRow(at=entry.at, actor=entry.actor[:100], action=entry.action.value)
    row.object, row.detail = entry.object[:300], entry.detail[:1000]
    session.add(row)


def record(database: AppDatabase, actor: str, action: Action, about: str = "", detail: str = "") -> None:
    """Add a line in a transaction of its own."""
    with database.session() as session:
        note(session, Entry(database.now(), actor, action, about, detail))


def newest(database: AppDatabase, limit: int = 200) -> tuple[Entry, ...]:
    """The last `limit` lines, newest first."""
    order = (col(AuditRow.at).desc(), col(AuditRow.audit_id).desc())
    with database.session() as session:
        rows = session.exec(select(AuditRow).order_by(*order).limit(limit)).all()
    return tuple(Entry(row.at, row.actor, Action(row.action), row.object, row.detail) for row in rows)
