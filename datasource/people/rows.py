"""The tables of the app database that concern people. All times are naive and mean UTC."""

from pydantic import NaiveDatetime
from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlmodel import Field, SQLModel

from datasource.people.account import Account, Role, ScopeKind

LONGEST_SEGMENT = 80
"""Letters of the name of a team segment."""
KEY = BigInteger().with_variant(Integer(), "sqlite")


class AppTable(SQLModel):
    """What all tables of the app database share: metadata of their own, apart from the CRM tables'."""

    metadata = MetaData()


class AccountRow(AppTable, table=True):
    """One row per person who can sign in."""

    __tablename__ = "accounts"

    account_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    login: str = Field(max_length=100, unique=True)
    name: str = Field(max_length=200)
    password_hash: str = Field(max_length=100, repr=False)
    crm_user_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    role: str = Field(default=Role.READER.value, max_length=20)
    scope: str = Field(default=ScopeKind.SELF.value, max_length=20)
    language: str = Field(default="en", max_length=10)
    is_active: bool = True
    must_change_password: bool = True
    created_at: NaiveDatetime

    def account(self) -> Account:
        """The row as the rest of the app sees it, without the password hash."""
        if self.account_id is None:
            raise ValueError("An account has no number before it is kept.")
        return Account(
            account_id=self.account_id,
            login=self.login,
            name=self.name,
            role=Role(self.role),
            scope=ScopeKind(self.scope),
            language=self.language,
            crm_user_id=self.crm_user_id,
            is_active=self.is_active,
            must_change_password=self.must_change_password,
        )


class SessionRow(AppTable, table=True):
    """One row per sign-in. Of the browser's token, and of the ticket that is changed for it, only hashes are kept."""

    __tablename__ = "sessions"

    session_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    account_id: int = Field(sa_type=BigInteger, index=True, foreign_key="accounts.account_id")
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    ticket_hash: str | None = Field(default=None, max_length=64, unique=True)
    ticket_expires_at: NaiveDatetime
    issued_at: NaiveDatetime
    last_seen_at: NaiveDatetime
    expires_at: NaiveDatetime
    revoked_at: NaiveDatetime | None = None


class FailureRow(AppTable, table=True):
    """One row per sign-in attempt of a login that has not succeeded (yet); old rows no longer count."""

    __tablename__ = "throttle"

    failure_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    login: str = Field(max_length=100, index=True)
    at: NaiveDatetime = Field(index=True)


class AuditRow(AppTable, table=True):
    """One row per act worth remembering: who did what to what."""

    __tablename__ = "audit"

    audit_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    at: NaiveDatetime = Field(index=True)
    actor: str = Field(max_length=100)
    action: str = Field(max_length=40, index=True)
    object: str = Field(default="", max_length=300)
    detail: str = Field(default="", max_length=1000)


class PreferenceRow(AppTable, table=True):
    """One row per choice that a person has made for themselves."""

    __tablename__ = "preferences"

    account_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="accounts.account_id")
    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=1000)


class BoardUseRow(AppTable, table=True):
    """One row per person and board: when they last opened it, how often, and whether they marked it as a favourite."""

    __tablename__ = "board_uses"

    account_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="accounts.account_id")
    board: str = Field(primary_key=True, max_length=90, index=True)
    opened_at: NaiveDatetime | None = None
    opens: int = 0
    is_favourite: bool = False


class BoardMarkRow(AppTable, table=True):
    """One row per board that somebody vouches for."""

    __tablename__ = "board_marks"

    board: str = Field(primary_key=True, max_length=90)
    certified_by: str = Field(max_length=100)
    certified_at: NaiveDatetime


class DraftRow(AppTable, table=True):
    """One row per person with a chart in the making: the chart, what can be undone and what can be redone, as JSON."""

    __tablename__ = "chart_drafts"

    account_id: int = Field(primary_key=True, sa_type=BigInteger, foreign_key="accounts.account_id")
    body: str = Field(sa_type=Text)
    kept_at: NaiveDatetime


class TeamSegmentRow(AppTable, table=True):
    """One row per team segment. One that is gone keeps its row, so that boards which name it can say so."""

    __tablename__ = "team_segments"

    segment_id: int | None = Field(default=None, primary_key=True, sa_type=KEY)
    label: str = Field(max_length=LONGEST_SEGMENT)
    owner_id: int = Field(sa_type=BigInteger, index=True)
    body: str = Field(sa_type=Text)
    saved_at: NaiveDatetime
    gone_at: NaiveDatetime | None = None
