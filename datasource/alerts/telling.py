"""All rules judged, each for everybody it tells and under their own scope; what is news is kept, once.

What is told and how far was judged is written in one transaction: a run that is killed before has told nothing, and the
next one tells it; a run beside another one waits, and finds it told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from datasource.alerts.judging import Judged, News, judge, news
from datasource.alerts.keeping import KeptRule, muted_pairs, running_rules, told_by
from datasource.alerts.rows import AlertMarkRow, AlertNoticeRow, AlertRuleRow, AlertRunRow, prepare, scope_text
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import Account
from datasource.people.accounts import list_accounts
from datasource.people.database import AppDatabase
from datasource.query.engine import scope_of
from datasource.scope import Scope, viewer_of_account
from datasource.texts import use_language

KEPT_DAYS = 400
"""Notices that are older are forgotten, but the newest of each entity."""
_RUNS_KEPT = 200


@dataclass(frozen=True)
class Ran:
    """One run: rules judged, notices told, and why rules could be judged for nobody, a line each."""

    version: str
    as_of: date
    ran_at: datetime
    rules: int
    told: int
    failures: tuple[str, ...]


def tell_all(database: AppDatabase, catalog: Catalog, step: Callable[[str, int], None] | None = None) -> Ran:
    """Judge every rule that is not paused, keep what is news, and note the run. `step` hears each rule and its news."""
    began, accounts, muted = database.now(), list_accounts(database), muted_pairs(database)
    told, failures, rules = 0, [], running_rules(database)
    use_language("en")
    for kept in rules:
        count, reasons = tell(database, catalog, kept, told_by(kept, accounts, muted))
        told += count
        failures += [f"{kept.rule.name}: {reason}" for reason in reasons]
        if step is not None:
            step(kept.rule.name, count)
    ran = Ran(catalog.manifest.version, catalog.as_of, began, len(rules), told, tuple(failures))
    _note(database, ran)
    return ran


def tell(
    database: AppDatabase, catalog: Catalog, kept: KeptRule, accounts: Iterable[Account]
) -> tuple[int, tuple[str, ...]]:
    """Judge one rule for each of `accounts` and keep what is news; how many notices, and why nobody can be told, if so.

    People of the same scope see the same rows, so that a rule is worked out once for each scope.
    """
    known: dict[Scope, Judged | str] = {}
    told = 0
    for account in accounts:
        viewer = viewer_of_account(account)
        scope = scope_of(catalog, viewer)
        if scope not in known:
            try:
                known[scope] = judge(catalog, viewer, kept.rule)
            except MingjingError as reason:
                known[scope] = str(reason)
        found = known[scope]
        if isinstance(found, Judged):
            told += keep_news(database, kept, account, found)
    reasons = [one for one in known.values() if isinstance(one, str)]
    return told, tuple(dict.fromkeys(reasons)) if len(reasons) == len(known) else ()


def keep_news(database: AppDatabase, kept: KeptRule, account: Account, judged: Judged) -> int:
    """Keep what of `judged` is news to an account; how many notices. A rule changed meanwhile tells nothing."""
    _mark_there(database, kept, account.account_id)
    with database.session() as session:
        mark = _held_mark(session, kept, account.account_id)
        row = session.get(AlertRuleRow, kept.rule_id)
        if mark is None or row is None or row.is_paused or row.edition != kept.edition:
            return 0
        if mark.judged is not None and mark.judged > judged.last:
            return 0
        rows = _rows(session, kept, account)
        told = {(one.entity, one.bucket, one.fired) for one in rows}
        ringing = {one.entity: one.fired for one in rows}
        fresh = [_row(database, kept, account, one) for one in news(judged, ringing, mark.judged)]
        fresh = [one for one in fresh if (one.entity, one.bucket, one.fired) not in told]
        session.add_all(fresh)
        mark.judged = judged.last
        return len(fresh)


def last_run(database: AppDatabase) -> Ran | None:
    """The newest run, or None before there was one."""
    prepare(database)
    with database.session() as session:
        row = session.exec(select(AlertRunRow).order_by(col(AlertRunRow.run_id).desc()).limit(1)).first()
    if row is None:
        return None
    return Ran(row.version, row.as_of, row.ran_at, row.rules, row.told, tuple(row.failures.splitlines()))


def newest_change(database: AppDatabase) -> datetime | None:
    """When a rule that is not paused was last written or changed; None without any."""
    prepare(database)
    asked = select(func.max(AlertRuleRow.changed_at)).where(col(AlertRuleRow.is_paused).is_(False))
    with database.session() as session:
        return session.exec(asked).one()


def _mark_there(database: AppDatabase, kept: KeptRule, account_id: int) -> None:
    prepare(database)
    key = (kept.rule_id, kept.edition, account_id)
    with database.session() as session:
        known = session.get(AlertMarkRow, key)
    if known is None:
        try:
            with database.session() as session:
                session.add(AlertMarkRow(rule_id=key[0], edition=key[1], account_id=key[2]))
        except IntegrityError:
            return


def _held_mark(session: Session, kept: KeptRule, account_id: int) -> AlertMarkRow | None:
    """The mark of this rule and person. Counting on comes first: it makes two writers wait for each other."""
    key = (
        col(AlertMarkRow.rule_id) == kept.rule_id,
        col(AlertMarkRow.edition) == kept.edition,
        col(AlertMarkRow.account_id) == account_id,
    )
    session.exec(update(AlertMarkRow).where(*key).values(tries=col(AlertMarkRow.tries) + 1))
    return session.exec(select(AlertMarkRow).where(*key)).first()


def _rows(session: Session, kept: KeptRule, account: Account) -> list[AlertNoticeRow]:
    """What this edition has told the person under their present scope, oldest first."""
    asked = select(AlertNoticeRow).where(
        AlertNoticeRow.rule_id == kept.rule_id,
        AlertNoticeRow.edition == kept.edition,
        AlertNoticeRow.account_id == account.account_id,
        AlertNoticeRow.scope == scope_text(account),
    )
    return list(session.exec(asked.order_by(col(AlertNoticeRow.notice_id))).all())


def _row(database: AppDatabase, kept: KeptRule, account: Account, one: News) -> AlertNoticeRow:
    return AlertNoticeRow(
        rule_id=kept.rule_id,
        edition=kept.edition,
        account_id=account.account_id,
        scope=scope_text(account),
        entity=one.entity[:300],
        bucket=one.bucket,
        fired=one.notice.fired,
        since=one.since,
        value=one.notice.value,
        measured=_finite(one.notice.measured),
        compared=_finite(one.notice.compared),
        body=kept.rule.model_dump_json(),
        told_at=database.now(),
    )


def _finite(value: float) -> float:
    """Deviations of series that never erred are infinite, which no database keeps."""
    return max(min(value, 1e9), -1e9)


def _note(database: AppDatabase, ran: Ran) -> None:
    row = AlertRunRow(version=ran.version[:80], as_of=ran.as_of, ran_at=ran.ran_at, rules=ran.rules, told=ran.told)
    row.failures = "\n".join(ran.failures)
    with database.session() as session:
        session.add(row)
        session.flush()
        session.exec(delete(AlertRunRow).where(col(AlertRunRow.run_id) <= (row.run_id or 0) - _RUNS_KEPT))
        _forget(session, database.now() - timedelta(days=KEPT_DAYS))


def _forget(session: Session, before: datetime) -> None:
    """Drop old notices, but of each entity the newest, which says whether it rings."""
    row = AlertNoticeRow
    about = (row.rule_id, row.edition, row.account_id, row.scope, row.entity)
    newest = select(func.max(row.notice_id)).group_by(*map(col, about))
    old = (col(AlertNoticeRow.told_at) < before, col(AlertNoticeRow.notice_id).not_in(newest))
    session.exec(delete(AlertNoticeRow).where(*old))
