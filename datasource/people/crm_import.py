"""Accounts made from the CRM's users: one for each active user who has none yet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import select

from datasource.people.account import LOGIN, Account, CrmUser, Role, ScopeKind, login_from_name, tidy_login
from datasource.people.accounts import Added, NewAccount, account_row
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase
from datasource.people.passwords import all_hashed, one_time_password
from datasource.people.rows import AccountRow


@dataclass(frozen=True)
class Imported:
    """What an import did: the accounts made with their one-time passwords, and the users it passed over."""

    added: tuple[Added, ...]
    linked: tuple[CrmUser, ...]
    inactive: tuple[CrmUser, ...]


def import_accounts(database: AppDatabase, users: Sequence[CrmUser], actor: str, language: str = "en") -> Imported:
    """An account for each active user without one; whoever has subordinates sees theirs as a manager, others their own.

    All are made or none. A login of the CRM is taken over where it can be one; otherwise it is made of the name.
    """
    with database.session() as session:
        kept = [row.account() for row in session.exec(select(AccountRow)).all()]
    linked_ids = {account.crm_user_id for account in kept}
    active = [user for user in users if user.is_active]
    missing = [user for user in active if user.user_id not in linked_ids]
    return Imported(
        added=_add_all(database, _new_accounts(missing, kept, language), actor),
        linked=tuple(user for user in active if user.user_id in linked_ids),
        inactive=tuple(user for user in users if not user.is_active),
    )


def sign_in_sheet(added: Iterable[Added]) -> str:
    """The one-time passwords as tab-separated lines: login, name, password."""
    lines = [f"{one.account.login}\t{one.account.name}\t{one.password}\n" for one in added]
    return "".join(["login\tname\tone-time password\n", *lines])


def _new_accounts(users: Iterable[CrmUser], kept: Iterable[Account], language: str) -> list[NewAccount]:
    taken, made = {account.login for account in kept}, []
    for user in users:
        login = _free_login(user, taken)
        taken.add(login)
        role = Role.MANAGER if user.has_subordinates else Role.READER
        scope = ScopeKind.SUBORDINATES if user.has_subordinates else ScopeKind.SELF
        name = re.sub(r"\s+", " ", user.name).strip() or login
        made.append(NewAccount(login, name, role, scope, language, user.user_id))
    return made


def _free_login(user: CrmUser, taken: set[str]) -> str:
    wanted = (tidy_login(user.login), login_from_name(user.name), f"user{user.user_id}")
    login = next(one for one in wanted if LOGIN.fullmatch(one))
    number, free = 2, login
    while free in taken:
        free, number = f"{login[:90]}{number}", number + 1
    return free


def _add_all(database: AppDatabase, new: Sequence[NewAccount], actor: str) -> tuple[Added, ...]:
    passwords = [one_time_password() for _ in new]
    rows = [account_row(database, one, hash_) for one, hash_ in zip(new, all_hashed(passwords), strict=True)]
    with database.session() as session:
        session.add_all(rows)
        session.flush()
        for row in rows:
            note(session, Entry(database.now(), actor, Action.ACCOUNT_ADDED, row.login, f"{row.role}, {row.scope}"))
        return tuple(Added(row.account(), password) for row, password in zip(rows, passwords, strict=True))
