"""What can be done with accounts. Each verb is one transaction, and leaves its line in the audit log.

`actor` is the login of the person who does it, or `operator` for the command line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from datasource.errors import MingjingError, did_you_mean
from datasource.people.account import Account, Role, ScopeKind, checked_login, tidy_login
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.passwords import check_chosen, dummy_hash, fits, hashed, one_time_password
from datasource.people.rows import AccountRow
from datasource.people.sessions import end_all
from datasource.texts import LANGUAGES, _

OPERATOR = "operator"


@dataclass(frozen=True)
class NewAccount:
    """What must be known of a person before they can sign in."""

    login: str
    name: str
    role: Role = Role.READER
    scope: ScopeKind = ScopeKind.SELF
    language: str = "en"
    crm_user_id: int | None = None


@dataclass(frozen=True)
class Added:
    """A new account and the one-time password that its owner needs; the password is kept nowhere."""

    account: Account
    password: str


@dataclass(frozen=True)
class Change:
    """What to change of an account; None leaves a thing as it is."""

    name: str | None = None
    role: Role | None = None
    scope: ScopeKind | None = None
    language: str | None = None


@dataclass(frozen=True)
class SignInEntry:
    """What a sign-in is checked against; for an unknown or disabled login, a hash that nothing fits."""

    name: str
    password_hash: str
    account_id: int | None


def list_accounts(database: AppDatabase) -> tuple[Account, ...]:
    """All accounts, disabled ones too, by login."""
    with database.session() as session:
        rows = session.exec(select(AccountRow).order_by(AccountRow.login)).all()
    return tuple(row.account() for row in rows)


def find_account(database: AppDatabase, login: str) -> Account:
    """The account of `login`; raises `MingjingError` with the nearest login when there is none."""
    accounts = {account.login: account for account in list_accounts(database)}
    if tidy_login(login) not in accounts:
        raise MingjingError(
            _("There is no account '{login}'.{hint}").format(
                login=login, hint=did_you_mean(tidy_login(login), accounts)
            )
        )
    return accounts[tidy_login(login)]


def sign_in_entry(database: AppDatabase, login: str) -> SignInEntry:
    """What a password given with `login` is compared with; takes the same time whether the login exists or not."""
    with database.session() as session:
        row = session.exec(select(AccountRow).where(AccountRow.login == tidy_login(login))).first()
    nobody = dummy_hash()
    if row is None or not row.is_active:
        return SignInEntry("", nobody, None)
    return SignInEntry(row.name, row.password_hash, row.account_id)


def add_account(database: AppDatabase, new: NewAccount, actor: str, password: str | None = None) -> Added:
    """A new account with a one-time password (`password` when the caller has made one), to be changed at sign-in."""
    given = password or one_time_password()
    row = account_row(database, new, hashed(given))
    with database.session() as session, _login_free(new.login):
        session.add(row)
        note(session, Entry(database.now(), actor, Action.ACCOUNT_ADDED, row.login, f"{row.role}, {row.scope}"))
        session.flush()
        return Added(row.account(), given)


def account_row(database: AppDatabase, new: NewAccount, password_hash: str) -> AccountRow:
    """The row for a new account, checked but not kept."""
    if new.language not in LANGUAGES:
        raise MingjingError(
            _("Unknown language '{language}'. Known: {known}.").format(
                language=new.language, known=", ".join(LANGUAGES)
            )
        )
    if not new.name.strip():
        raise MingjingError(_("Give the name of the person."))
    return AccountRow(
        login=checked_login(new.login),
        name=new.name.strip()[:200],
        password_hash=password_hash,
        crm_user_id=new.crm_user_id,
        role=new.role.value,
        scope=new.scope.value,
        language=new.language,
        created_at=database.now(),
    )


def change_account(database: AppDatabase, account_id: int, change: Change, actor: str) -> Account:
    """The account with another role, scope, language or name; in force at the person's next click."""
    if change.language is not None and change.language not in LANGUAGES:
        raise MingjingError(
            _("Unknown language '{language}'. Known: {known}.").format(
                language=change.language, known=", ".join(LANGUAGES)
            )
        )
    given: dict[str, Any] = {name: value for name, value in vars(change).items() if value is not None}
    with database.session() as session:
        row = session.get_one(AccountRow, account_id)
        if change.role not in (None, Role.ADMINISTRATOR):
            _keep_an_administrator(session, row)
        told = [
            f"{name}: {getattr(row, name)} -> {value}" for name, value in given.items() if getattr(row, name) != value
        ]
        row.sqlmodel_update({name: str(value) for name, value in given.items()})
        if told:
            note(session, Entry(database.now(), actor, Action.ACCOUNT_CHANGED, row.login, "; ".join(told)))
        return row.account()


def reset_password(database: AppDatabase, account_id: int, actor: str) -> str:
    """A new one-time password, shown to the caller once; every session of the account ends."""
    password = one_time_password()
    _set_hash(database, account_id, hashed(password), actor, Action.PASSWORD_RESET)
    return password


def choose_password(database: AppDatabase, account: Account, current: str | None, password: str) -> None:
    """A password chosen by the person; every session of the account ends.

    `current` proves who is sitting there; None will do only while a one-time password is to be replaced. Raises
    `MingjingError` when the current one is wrong or the new one is unfit or the same.
    """
    check_chosen(password, account.login)
    with database.session() as session:
        row = session.get_one(AccountRow, account.account_id)
    proved = row.must_change_password if current is None else fits(current, row.password_hash)
    if not proved:
        raise MingjingError(_("The current password is not right."))
    if fits(password, row.password_hash):
        raise MingjingError(_("The new password is the current one; take another."))
    _set_hash(database, account.account_id, hashed(password), account.login, Action.PASSWORD_CHANGED)


def set_password(database: AppDatabase, account_id: int, password: str, actor: str) -> None:
    """A password set by the operator, who knows that it was chosen; every session of the account ends."""
    with database.session() as session:
        login = session.get_one(AccountRow, account_id).login
    check_chosen(password, login)
    _set_hash(database, account_id, hashed(password), actor, Action.PASSWORD_CHANGED)


def disable(database: AppDatabase, account_id: int, actor: str) -> None:
    """Shut an account: nobody signs in with it, and whoever is signed in is out at the next click."""
    with database.session() as session:
        row = session.get_one(AccountRow, account_id)
        _keep_an_administrator(session, row)
        row.is_active = False
        end_all(session, database.now(), account_id)
        note(session, Entry(database.now(), actor, Action.ACCOUNT_DISABLED, row.login))


def enable(database: AppDatabase, account_id: int, actor: str) -> None:
    """Open a disabled account again, with the password it had."""
    with database.session() as session:
        row = session.get_one(AccountRow, account_id)
        row.is_active = True
        note(session, Entry(database.now(), actor, Action.ACCOUNT_ENABLED, row.login))


def _set_hash(database: AppDatabase, account_id: int, password_hash: str, actor: str, action: Action) -> None:
    with database.session() as session:
        row = session.get_one(AccountRow, account_id)
        row.password_hash = password_hash
        row.must_change_password = action is Action.PASSWORD_RESET
        end_all(session, database.now(), account_id)
        note(session, Entry(database.now(), actor, action, row.login))


def _keep_an_administrator(session: Session, row: AccountRow) -> None:
    if row.role != Role.ADMINISTRATOR.value or not row.is_active:
        return
    active = (AccountRow.role == Role.ADMINISTRATOR.value, col(AccountRow.is_active))
    if session.exec(select(func.count()).select_from(AccountRow).where(*active)).one() == 1:
        raise MingjingError(_("This is the last administrator; make somebody else an administrator first."))


@contextmanager
def _login_free(login: str) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise MingjingError(_("The login '{login}' is taken; choose another one.").format(login=login)) from None
