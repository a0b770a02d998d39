"""The map of merged records: what people decided about duplicates, kept by the records' ids in the source.

A merge is laid over the store when it is read (`datasource.catalog.merging`), holds for later imports too, and can be
taken back, which restores all of it. Every decision is logged and counts the revision on, in the same transaction.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasource.catalog.merging import MERGED_TABLES
from datasource.catalog.overlay import MERGES, Overlay
from datasource.errors import MingjingError, unknown
from datasource.goals.edits import overlay_of as targets_of
from datasource.goals.revision import count_on, made
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.rows import AppTable
from datasource.quality.rows import MergeMemberRow, MergeRow
from datasource.texts import _

_SHOWN = 20  # members of one line of the log


class Verdict(StrEnum):
    """What was decided about records that looked like one."""

    MERGED = "merged"
    APART = "apart"


@dataclass(frozen=True)
class Decision:
    """One decision in force: the records (`members`, ids in the source) and, if they are one, who stands for all."""

    number: int
    table: str
    verdict: Verdict
    members: frozenset[str]
    survivor: str | None
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Decider:
    """Who decides, in which database."""

    database: AppDatabase
    actor: str


def overlay_of(database: AppDatabase) -> Overlay:
    """Everything that people have entered in the app and that is laid over the store: targets and merges."""
    targets = targets_of(database)
    rows = [
        (one.table, one.number, key, key == one.survivor)
        for one in decisions(database)
        if one.verdict is Verdict.MERGED
        for key in sorted(one.members)
    ]
    return replace(targets, merges=pl.DataFrame(rows, schema=MERGES, orient="row"))


def merge(decider: Decider, table: str, members: Sequence[str], survivor: str) -> int:
    """Let `survivor` stand for all `members` of `table` (ids in the source) and return the decision's number.

    Earlier merges that lie within the new one are taken into it. Raises `MingjingError` for fewer than two records, a
    survivor that is none of them, and a record that is merged with others than these.
    """
    asked = _checked(table, members)
    if survivor not in asked:
        raise MingjingError(_("The record that stands for the others must be one of them."))
    with _writing(decider) as session:
        count_on(session)
        for one in _in_force(session, table):
            if one.verdict is Verdict.MERGED and one.members & asked:
                if not one.members <= asked:
                    raise MingjingError(_merged_already(one, asked))
                _withdraw(session, one.number)
        return _decide(session, decider, table, asked, survivor)


def keep_apart(decider: Decider, table: str, members: Sequence[str]) -> int:
    """Note that `members` of `table` are not one, so that they are not shown again; returns the decision's number.

    Raises `MingjingError` for fewer than two records and for such as are merged with each other.
    """
    asked = _checked(table, members)
    with _writing(decider) as session:
        count_on(session)
        for one in _in_force(session, table):
            if one.verdict is Verdict.MERGED and len(one.members & asked) > 1:
                raise MingjingError(_merged_already(one, asked))
        return _decide(session, decider, table, asked, None)


def take_back(decider: Decider, number: int) -> None:
    """Undo decision `number`; raises `MingjingError` when it is no longer in force."""
    with _writing(decider) as session:
        count_on(session)
        one = next((one for one in _in_force(session) if one.number == number), None)
        if one is None:
            raise MingjingError(_("This decision has been taken back already; look at the list again."))
        _withdraw(session, number)
        entry = Entry(decider.database.now(), decider.actor, Action.MERGE_TAKEN_BACK, one.table, _listed(one.members))
        note(session, entry)


def decisions(database: AppDatabase, table: str | None = None) -> tuple[Decision, ...]:
    """The decisions in force, the newest first."""
    _made(database.engine)
    with database.session() as session:
        return tuple(_in_force(session, table))


@lru_cache(maxsize=16)
def _made(engine: Engine) -> None:
    made(engine)
    own = [AppTable.metadata.tables[str(row.__tablename__)] for row in (MergeRow, MergeMemberRow)]
    AppTable.metadata.create_all(engine, tables=own)


def _writing(decider: Decider) -> AbstractContextManager[Session]:
    _made(decider.database.engine)
    return decider.database.session()


def _checked(table: str, members: Sequence[str]) -> frozenset[str]:
    if table not in MERGED_TABLES:
        raise MingjingError(unknown("table", table, MERGED_TABLES))
    asked = frozenset(members)
    if len(asked) < 2:
        raise MingjingError(_("Choose two records or more: one alone is no duplicate."))
    return asked


def _merged_already(one: Decision, asked: frozenset[str]) -> str:
    told = _("{records} are merged with {others} already; take that back first.")
    return told.format(records=_listed(one.members & asked), others=_listed(one.members - asked) or "—")


def _in_force(session: Session, table: str | None = None) -> list[Decision]:
    kept = select(MergeRow).where(col(MergeRow.is_withdrawn).is_(False)).order_by(col(MergeRow.merge_id).desc())
    rows = session.exec(kept if table is None else kept.where(MergeRow.table == table)).all()
    members: dict[int, list[MergeMemberRow]] = {}
    for member in session.exec(select(MergeMemberRow)).all():
        members.setdefault(member.merge_id, []).append(member)
    return [_decision(row, members.get(row.merge_id or 0, [])) for row in rows]


def _decision(row: MergeRow, members: list[MergeMemberRow]) -> Decision:
    survivor = next((member.source_key for member in members if member.is_survivor), None)
    keys = frozenset(member.source_key for member in members)
    verdict = Verdict(row.verdict)
    return Decision(row.merge_id or 0, row.table, verdict, keys, survivor, row.decided_by, row.decided_at)


def _withdraw(session: Session, number: int) -> None:
    row = session.get_one(MergeRow, number)
    row.is_withdrawn = True
    session.add(row)


def _decide(session: Session, decider: Decider, table: str, members: frozenset[str], survivor: str | None) -> int:
    verdict = Verdict.APART if survivor is None else Verdict.MERGED
    now = decider.database.now()
    row = MergeRow(table=table, verdict=verdict, decided_by=decider.actor[:100], decided_at=now)
    session.add(row)
    session.flush()
    number = row.merge_id or 0
    for key in sorted(members):
        session.add(MergeMemberRow(merge_id=number, source_key=key, is_survivor=key == survivor))
    action = Action.RECORDS_KEPT_APART if survivor is None else Action.RECORDS_MERGED
    detail = _listed(members) if survivor is None else f"{_listed(members - {survivor})} → {survivor}"
    note(session, Entry(now, decider.actor, action, table, detail))
    return number


def _listed(members: frozenset[str]) -> str:
    shown = sorted(members)[:_SHOWN]
    return ", ".join(shown) + (" …" if len(members) > _SHOWN else "")
