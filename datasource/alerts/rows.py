"""The tables of the app database that concern alerts. All times are naive and mean UTC."""

from datetime import date
from functools import lru_cache

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, Engine, Index, Text, UniqueConstraint
from sqlmodel import Field

from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.people.rows import KEY, AppTable


class AlertRuleRow(AppTable, table=True):
    """One row per rule: whose it is, and what it says as JSON. `edition` counts the changes of what it fires on."""

    __tablename__ = "alert_rules"

    rule_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    owner_id: int = Field(sa_type=BigInteger, index=True)
    edition: int = 1
    body: str = Field(sa_type=Text)
    is_paused: bool = False
    created_at: NaiveDatetime
    changed_at: NaiveDatetime


class AlertNoticeRow(AppTable, table=True):
    """One row per person, rule, entity and bucket that fired or recovered; `body` is the rule as it was then.

    `bucket` and `since` are first days: of the bucket that is told of, and of that in which the state began. `scope`
    says under which scope it was told: under another one it is neither shown nor remembered.
    """

    __tablename__ = "alert_notices"
    __table_args__ = (
        UniqueConstraint("rule_id", "edition", "account_id", "scope", "entity", "bucket", "fired"),
        Index("ix_alert_notices_unread", "account_id", "read_at"),
    )

    notice_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    rule_id: int = Field(sa_type=BigInteger)
    edition: int
    account_id: int = Field(sa_type=BigInteger)
    scope: str = Field(max_length=60)
    entity: str = Field(max_length=300)
    bucket: date
    fired: bool
    since: date
    value: float
    measured: float
    compared: float
    body: str = Field(sa_type=Text)
    told_at: NaiveDatetime
    read_at: NaiveDatetime | None = None


class AlertMarkRow(AppTable, table=True):
    """One row per rule, edition and person: the first day of the last bucket that was judged for them."""

    __tablename__ = "alert_marks"

    rule_id: int = Field(primary_key=True, sa_type=BigInteger)
    edition: int = Field(primary_key=True)
    account_id: int = Field(primary_key=True, sa_type=BigInteger)
    judged: date | None = None
    tries: int = 0


class AlertMuteRow(AppTable, table=True):
    """One row per person and rule that they do not want to hear of."""

    __tablename__ = "alert_mutes"

    rule_id: int = Field(primary_key=True, sa_type=BigInteger)
    account_id: int = Field(primary_key=True, sa_type=BigInteger)


class AlertRunRow(AppTable, table=True):
    """One row per time that all rules were judged: over which version, and what came of it."""

    __tablename__ = "alert_runs"

    run_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    version: str = Field(max_length=80)
    as_of: date
    ran_at: NaiveDatetime = Field(index=True)
    rules: int = 0
    told: int = 0
    failures: str = Field(default="", sa_type=Text)


TABLES = (AlertRuleRow, AlertNoticeRow, AlertMarkRow, AlertMuteRow, AlertRunRow)


def scope_text(account: Account) -> str:
    """What an account may see, as notices remember it."""
    return f"{account.scope.value}:{account.crm_user_id}"


def prepare(database: AppDatabase) -> None:
    """Make these tables where they are missing."""
    _made(database.engine)


@lru_cache(maxsize=16)
def _made(engine: Engine) -> None:
    own = [AppTable.metadata.tables[str(row.__tablename__)] for row in TABLES]
    AppTable.metadata.create_all(engine, tables=own)
