"""Targets that people enter: kept in the app database, audited, refused where somebody else was faster.

A holder's fiscal year is entered as a whole: from then on the app's months stand, whatever is imported, until the year
is given back. Every change counts the revision on, in the same transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from datasource.catalog.overlay import TARGET_EDITS, Overlay
from datasource.errors import InvalidInput, Problem
from datasource.goals.revision import count_on, made, revision_of
from datasource.goals.rows import TargetEditRow
from datasource.goals.sheet import TIERS, Holder, Sheet, SheetId, Tiers, check, fiscal_year_of
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.rows import AppTable
from datasource.tables.enums import TargetKind, TargetLevel
from datasource.texts import _

_DETAIL = 900  # characters of one line of the log


@dataclass(frozen=True)
class Edit:
    """One sheet to be kept: what the person saw when they began, and what they want. `months` are its first days."""

    about: SheetId
    months: tuple[date, ...]
    seen: Sheet
    wanted: Sheet


@dataclass(frozen=True)
class Writer:
    """Who writes, into which database, and in whose money: `minor_digits` decimals."""

    database: AppDatabase
    actor: str
    minor_digits: int = 2

    def written(self, amount: int | None) -> str:
        """An amount as the log and a refusal show it."""
        return "—" if amount is None else f"{amount / 10**self.minor_digits:,.{self.minor_digits}f}"


def overlay_of(database: AppDatabase) -> Overlay:
    """The edits in force, to be laid over the store's targets."""
    revision = revision_of(database)
    _made(database.engine)
    with database.session() as session:
        kept = session.exec(select(TargetEditRow).where(col(TargetEditRow.is_withdrawn).is_(False))).all()
    return Overlay(revision, pl.DataFrame([_cells(row) for row in kept], schema=TARGET_EDITS, orient="row"))


def save(writer: Writer, edits: Sequence[Edit], base: Mapping[SheetId, Sheet], action: Action) -> int:
    """Keep every edit, or none, and return the new revision. `base` are the store's own sheets, as imported.

    Raises `InvalidInput` with every problem: amounts that cannot be, and months that somebody else has changed since,
    with both values.
    """
    for edit in edits:
        check(edit.wanted, edit.months)
    _made(writer.database.engine)
    with writer.database.session() as session:
        revision = count_on(session)
        stored = {edit.about: _stored(session, edit) for edit in edits}
        now = {about: sheet or base.get(about, Sheet()) for about, sheet in stored.items()}
        conflicts = [found for edit in edits for found in _conflicts(writer, edit, now[edit.about])]
        if conflicts:
            raise InvalidInput(conflicts)
        for edit in edits:
            _write(session, writer, edit)
            _log(session, writer, edit, now[edit.about], action)
    return revision


def give_back(writer: Writer, edit: Edit) -> int:
    """Take the app's own targets of a sheet away, so that the imported ones stand again; returns the new revision."""
    _made(writer.database.engine)
    with writer.database.session() as session:
        revision = count_on(session)
        stored = _stored(session, edit)
        for row in _rows(session, edit):
            row.is_withdrawn, row.changed_by, row.changed_at = True, writer.actor, writer.database.now()
            session.add(row)
        if stored is not None:
            _log(session, writer, edit, stored, Action.TARGETS_GIVEN_BACK)
    return revision


def changes(before: Sheet, after: Sheet, months: Sequence[date]) -> Iterator[tuple[date, str, int | None, int | None]]:
    """Each month and tier that differs, with the value before and after."""
    for day, old, new in zip(months, before.months, after.months, strict=True):
        for (tier, was), (_tier, becomes) in zip(old.items(), new.items(), strict=True):
            if was != becomes:
                yield day, tier, was, becomes


def entered(overlay: Overlay, fiscal_start: int) -> frozenset[SheetId]:
    """The sheets that were entered in the app and stand over the imported ones."""
    rows = overlay.targets.select("level", "department_id", "owner_id", "kind", "month_date").iter_rows()
    return frozenset(
        SheetId(
            Holder(TargetLevel(level), department or owner or 0), TargetKind(kind), fiscal_year_of(month, fiscal_start)
        )
        for level, department, owner, kind, month in rows
    )


@lru_cache(maxsize=16)
def _made(engine: Engine) -> None:
    """The tables of this database, made at first use by whichever process comes first."""
    made(engine)
    AppTable.metadata.create_all(engine, tables=[AppTable.metadata.tables[str(TargetEditRow.__tablename__)]])


def _rows(session: Session, edit: Edit) -> Sequence[TargetEditRow]:
    about = edit.about
    asked = select(TargetEditRow).where(
        TargetEditRow.level == about.holder.level.value,
        TargetEditRow.holder_id == about.holder.key,
        TargetEditRow.kind == about.kind.value,
        col(TargetEditRow.month_date).in_(edit.months),
        col(TargetEditRow.is_withdrawn).is_(False),
    )
    return session.exec(asked).all()


def _stored(session: Session, edit: Edit) -> Sheet | None:
    rows = {row.month_date: row for row in _rows(session, edit)}
    if not rows:
        return None
    months = tuple(_tiers(rows.get(month)) for month in edit.months)
    return Sheet(months, next(iter(rows.values())).year_amount)


def _tiers(row: TargetEditRow | None) -> Tiers:
    return Tiers() if row is None else Tiers(row.target_amount, row.stretch_amount, row.challenge_amount)


def _conflicts(writer: Writer, edit: Edit, now: Sheet) -> Iterator[Problem]:
    wanted = {(day, tier): mine for day, tier, _now, mine in changes(now, edit.wanted, edit.months)}
    for day, tier, seen, theirs in changes(edit.seen, now, edit.months):
        if (day, tier) in wanted:
            text = _("{tier} was {seen} when you began, is now {theirs}, and you entered {mine}; look at it again.")
            values = {"seen": seen, "theirs": theirs, "mine": wanted[day, tier]}
            told = {name: writer.written(amount) for name, amount in values.items()}
            yield Problem(f"{day:%Y-%m}", text.format(tier=_(TIERS[tier]), **told))


def _write(session: Session, writer: Writer, edit: Edit) -> None:
    about = edit.about
    for month, tiers in zip(edit.months, edit.wanted.months, strict=True):
        session.merge(
            TargetEditRow(
                level=about.holder.level.value,
                holder_id=about.holder.key,
                kind=about.kind.value,
                month_date=month,
                target_amount=tiers.target,
                stretch_amount=tiers.stretch,
                challenge_amount=tiers.challenge,
                year_amount=edit.wanted.year_amount,
                changed_by=writer.actor[:100],
                changed_at=writer.database.now(),
            )
        )


def _log(session: Session, writer: Writer, edit: Edit, before: Sheet, action: Action) -> None:
    """One line, or several where the changes do not fit into one."""
    if action is Action.TARGETS_GIVEN_BACK:
        lines = [
            f"{day:%Y-%m} {tier} {writer.written(was)}"
            for day, tier, was, _none in changes(before, Sheet(), edit.months)
        ]
    else:
        lines = [
            f"{day:%Y-%m} {tier} {writer.written(was)} → {writer.written(becomes)}"
            for day, tier, was, becomes in changes(before, edit.wanted, edit.months)
        ]
    for detail in _packed(lines):
        note(session, Entry(writer.database.now(), writer.actor, action, str(edit.about), detail))


def _packed(lines: Iterable[str]) -> Iterator[str]:
    packed = ""
    for line in lines:
        if packed and len(packed) + len(line) > _DETAIL:
            yield packed
            packed = ""
        packed = f"{packed}; {line}" if packed else line
    yield packed


def _cells(row: TargetEditRow) -> tuple[object, ...]:
    department = row.holder_id if row.level == TargetLevel.DEPARTMENT else None
    owner = row.holder_id if row.level == TargetLevel.EMPLOYEE else None
    amounts = (row.target_amount, row.stretch_amount, row.challenge_amount, row.year_amount)
    return (row.level, row.kind, department, owner, row.month_date, *amounts)
