"""Rules as they are kept: written, changed, paused and deleted by their owner, muted by whoever is told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, delete, select

from datasource.alerts.rows import AlertMarkRow, AlertMuteRow, AlertNoticeRow, AlertRuleRow, prepare
from datasource.alerts.rule import LEAST_ROLE, AlertRule, Audience, check_rule
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.texts import _

MOST_RULES = 50
"""The most rules of one person."""


@dataclass(frozen=True)
class KeptRule:
    """A rule, whose it is, and how it stands; `is_muted` for the person who asked."""

    rule_id: int
    owner_id: int
    edition: int
    rule: AlertRule
    is_paused: bool
    changed_at: datetime
    is_muted: bool = False


def add_rule(database: AppDatabase, account: Account, rule: AlertRule) -> KeptRule:
    """Keep a new rule of `account`; raises `MingjingError` for what cannot be meant, and for too many."""
    check_rule(rule, account.role)
    prepare(database)
    with database.session() as session:
        own = session.exec(select(AlertRuleRow).where(AlertRuleRow.owner_id == account.account_id)).all()
        if len(own) >= MOST_RULES:
            told = _("You have {count} alerts, the most there can be; delete one that you no longer need.")
            raise MingjingError(told.format(count=len(own)))
        now = database.now()
        row = AlertRuleRow(owner_id=account.account_id, body=rule.model_dump_json(), created_at=now, changed_at=now)
        session.add(row)
        _log(session, database, account, rule, Action.ALERT_SHARED)
        session.flush()
        return _kept(row)


def change_rule(database: AppDatabase, account: Account, rule_id: int, rule: AlertRule) -> KeptRule:
    """Another rule in the place of one of `account`; what fires on other days begins anew, as a new edition."""
    check_rule(rule, account.role)
    prepare(database)
    with database.session() as session:
        row = _own(session, account, rule_id)
        if not AlertRule.model_validate_json(row.body).says_the_same(rule):
            row.edition += 1
            session.exec(delete(AlertMarkRow).where(col(AlertMarkRow.rule_id) == rule_id))
        row.body, row.changed_at = rule.model_dump_json(), database.now()
        _log(session, database, account, rule, Action.ALERT_SHARED)
        return _kept(row)


def pause_rule(database: AppDatabase, account: Account, rule_id: int, *, paused: bool) -> None:
    """Let a rule of `account` rest, or go on: then of the past only that is told which still rings."""
    prepare(database)
    with database.session() as session:
        row = _own(session, account, rule_id)
        row.is_paused, row.changed_at = paused, database.now()
        session.exec(delete(AlertMarkRow).where(col(AlertMarkRow.rule_id) == rule_id))


def delete_rule(database: AppDatabase, account: Account, rule_id: int) -> None:
    """Take a rule of `account` away, with everything that it has told."""
    prepare(database)
    with database.session() as session:
        row = _own(session, account, rule_id)
        _log(session, database, account, AlertRule.model_validate_json(row.body), Action.ALERT_DELETED)
        for table in (AlertMarkRow, AlertMuteRow, AlertNoticeRow):
            session.exec(delete(table).where(col(table.rule_id) == rule_id))
        session.delete(row)


def mute_rule(database: AppDatabase, account: Account, rule_id: int, *, muted: bool) -> None:
    """Tell `account` no more of a rule, or again: then of the past only that which still rings."""
    prepare(database)
    key = (AlertMuteRow.rule_id == rule_id, AlertMuteRow.account_id == account.account_id)
    with database.session() as session:
        session.exec(delete(AlertMuteRow).where(*key))  # type: ignore[arg-type]
        if muted:
            session.add(AlertMuteRow(rule_id=rule_id, account_id=account.account_id))
        mark = (col(AlertMarkRow.rule_id) == rule_id, col(AlertMarkRow.account_id) == account.account_id)
        session.exec(delete(AlertMarkRow).where(*mark))
        row = session.get(AlertRuleRow, rule_id)
        if row is not None:
            row.changed_at = database.now()


def rules_for(database: AppDatabase, account: Account) -> tuple[KeptRule, ...]:
    """The rules of `account` and those of others that tell `account`, own ones first, the newest first among them."""
    prepare(database)
    with database.session() as session:
        rows = session.exec(select(AlertRuleRow)).all()
        muted = set(
            session.exec(select(AlertMuteRow.rule_id).where(AlertMuteRow.account_id == account.account_id)).all()
        )
    found = [replace(one, is_muted=one.rule_id in muted) for one in map(_kept, rows) if _tells(one, account.account_id)]
    return tuple(sorted(found, key=lambda one: (one.owner_id != account.account_id, -one.rule_id)))


def running_rules(database: AppDatabase) -> tuple[KeptRule, ...]:
    """Every rule that is not paused."""
    prepare(database)
    with database.session() as session:
        rows = session.exec(select(AlertRuleRow).where(col(AlertRuleRow.is_paused).is_(False))).all()
    return tuple(map(_kept, rows))


def told_by(kept: KeptRule, accounts: Iterable[Account], muted: frozenset[tuple[int, int]]) -> tuple[Account, ...]:
    """Those of `accounts` whom a rule tells: nobody while its owner is disabled, the owner alone where their role no
    longer allows more. `muted` are rules and accounts that want to hear nothing.
    """
    active = {one.account_id: one for one in accounts if one.is_active}
    owner = active.get(kept.owner_id)
    if owner is None:
        return ()
    wide = owner.role.at_least(LEAST_ROLE[kept.rule.audience])
    heard = [one for one in active.values() if one is owner or (wide and _tells(kept, one.account_id))]
    return tuple(one for one in heard if (kept.rule_id, one.account_id) not in muted)


def muted_pairs(database: AppDatabase) -> frozenset[tuple[int, int]]:
    """Rules and accounts that want to hear nothing of them."""
    prepare(database)
    with database.session() as session:
        rows = session.exec(select(AlertMuteRow)).all()
    return frozenset((row.rule_id, row.account_id) for row in rows)


def _tells(kept: KeptRule, account_id: int) -> bool:
    rule = kept.rule
    named = rule.audience is Audience.EVERYONE or account_id in rule.people
    return kept.owner_id == account_id or named


def _kept(row: AlertRuleRow) -> KeptRule:
    if row.rule_id is None:
        raise ValueError("A rule has no number before it is kept.")
    rule = AlertRule.model_validate_json(row.body)
    return KeptRule(row.rule_id, row.owner_id, row.edition, rule, row.is_paused, row.changed_at)


def _own(session: Session, account: Account, rule_id: int) -> AlertRuleRow:
    row = session.get(AlertRuleRow, rule_id)
    if row is None or row.owner_id != account.account_id:
        raise MingjingError(_("This alert is no longer there, or not yours to change."))
    return row


def _log(session: Session, database: AppDatabase, account: Account, rule: AlertRule, action: Action) -> None:
    """A line for alerts that tell others; what a person tells themselves is nobody's business."""
    if rule.audience is not Audience.ME:
        detail = f"{rule.audience}: {', '.join(map(str, rule.people))}" if rule.people else rule.audience.value
        note(session, Entry(database.now(), account.login, action, rule.name, detail))
