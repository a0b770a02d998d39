"""Team segments as the app database keeps them: who made them, what they say, and those that are gone."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select

from datasource.errors import MingjingError
from datasource.field import Filter
from datasource.people.account import Account, Role
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.rows import LONGEST_SEGMENT, TeamSegmentRow
from datasource.texts import _

MOST, LONGEST, MOST_CONDITIONS = 200, LONGEST_SEGMENT, 24


@dataclass(frozen=True)
class KeptSegment:
    """A kept segment: `where` are its conditions on customers; `saved_at` and `gone_at` are naive UTC."""

    key: int
    label: str
    owner_id: int
    where: tuple[Filter, ...]
    saved_at: datetime
    gone_at: datetime | None = None


def kept_segments(database: AppDatabase) -> tuple[KeptSegment, ...]:
    """Every segment, those that are gone included, oldest first."""
    with database.session() as session:
        rows = session.exec(select(TeamSegmentRow).order_by(col(TeamSegmentRow.segment_id))).all()
    return tuple(map(_kept, rows))


def segments_revision(database: AppDatabase) -> tuple[int, datetime | None, datetime | None]:
    """What changes whenever a segment is saved, changed or deleted."""
    query = select(func.count(), func.max(TeamSegmentRow.saved_at), func.max(TeamSegmentRow.gone_at))
    with database.session() as session:
        count, saved, gone = session.exec(query.select_from(TeamSegmentRow)).one()
    return int(count), saved, gone


def save_segment(database: AppDatabase, actor: Account, label: str, where: tuple[Filter, ...]) -> KeptSegment:
    """Keep a new segment of `actor`; raises `MingjingError` as a sentence where that cannot be."""
    _check_may(actor)
    if not 0 < len(where) <= MOST_CONDITIONS:
        raise MingjingError(_("A team segment has 1 to {most} conditions.").format(most=MOST_CONDITIONS))
    said = [part.model_dump(mode="json", exclude_none=True) for part in where]
    row = TeamSegmentRow(owner_id=actor.account_id, label="", body=json.dumps(said), saved_at=database.now())
    with database.session() as session:
        there = session.exec(select(TeamSegmentRow).where(col(TeamSegmentRow.gone_at).is_(None))).all()
        if len(there) >= MOST:
            raise MingjingError(_("There are {most} team segments; delete some that nobody uses.").format(most=MOST))
        row.label = _checked(label, there)
        session.add(row)
        session.flush()
        note(session, Entry(database.now(), actor.login, Action.SEGMENT_SAVED, str(row.segment_id), row.label))
    return _kept(row)


def rename_segment(database: AppDatabase, actor: Account, key: int, label: str) -> None:
    """Call a segment otherwise; filters know it by its key and follow. Raises `MingjingError` for whoever may not."""
    with database.session() as session:
        row = _own(session.get(TeamSegmentRow, key), actor)
        query = select(TeamSegmentRow).where(col(TeamSegmentRow.gone_at).is_(None), TeamSegmentRow.segment_id != key)
        row.label, row.saved_at = _checked(label, session.exec(query).all()), database.now()
        session.add(row)
        note(session, Entry(database.now(), actor.login, Action.SEGMENT_RENAMED, str(key), row.label))


def delete_segment(database: AppDatabase, actor: Account, key: int) -> None:
    """Delete a segment; what names it says so from then on. Raises `MingjingError` for whoever may not."""
    with database.session() as session:
        row = _own(session.get(TeamSegmentRow, key), actor)
        row.gone_at = database.now()
        session.add(row)
        note(session, Entry(database.now(), actor.login, Action.SEGMENT_DELETED, str(key), row.label))


def may_change(actor: Account, owner_id: int) -> bool:
    """Whether the person may rename or delete a segment: its owner, and administrators."""
    return _may_build(actor) and (actor.account_id == owner_id or actor.role is Role.ADMINISTRATOR)


def _may_build(actor: Account) -> bool:
    return actor.is_active and actor.role.at_least(Role.ANALYST)


def _check_may(actor: Account) -> None:
    if not _may_build(actor):
        raise MingjingError(_("Only analysts and above save team segments."))


def _own(row: TeamSegmentRow | None, actor: Account) -> TeamSegmentRow:
    if row is None or row.gone_at is not None:
        raise MingjingError(_("This team segment is no longer there."))
    if not may_change(actor, row.owner_id):
        raise MingjingError(_("Only its owner and administrators change a team segment."))
    return row


def _checked(label: str, others: Any) -> str:
    tidy = " ".join(label.split())
    if not 0 < len(tidy) <= LONGEST:
        raise MingjingError(_("Give the team segment a name of 1 to {most} letters.").format(most=LONGEST))
    if any(other.label.casefold() == tidy.casefold() for other in others):
        raise MingjingError(_("There is a team segment “{label}” already; choose another name.").format(label=tidy))
    return tidy


def _kept(row: TeamSegmentRow) -> KeptSegment:
    assert row.segment_id is not None
    where = tuple(Filter.model_validate(part) for part in json.loads(row.body))
    return KeptSegment(row.segment_id, row.label, row.owner_id, where, row.saved_at, row.gone_at)
