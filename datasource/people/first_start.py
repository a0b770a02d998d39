"""What a start of the server makes sure of: somebody can sign in, and the demo company's people can."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from datasource.errors import MingjingError
from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import Added, NewAccount, account_row, add_account, list_accounts
from datasource.people.audit import Action, Entry, note
from datasource.people.database import AppDatabase, write_private
from datasource.people.passwords import all_hashed, one_time_password

DEMO_FILE = "demo_sign_ins.yaml"
ADMINISTRATOR = "admin"


@dataclass(frozen=True)
class DemoSignIn:
    """How to sign in as one person of the demo company."""

    login: str
    name: str
    role: Role
    password: str


def ensure_administrator(database: AppDatabase) -> Added | None:
    """The first administrator, when there are no accounts at all; None when there are some."""
    if list_accounts(database):
        return None
    first = NewAccount(ADMINISTRATOR, "Administrator", Role.ADMINISTRATOR, ScopeKind.ALL)
    return add_account(database, first, "first start")


def ensure_demo_accounts(database: AppDatabase, people: Sequence[NewAccount]) -> tuple[DemoSignIn, ...]:
    """The demo company's accounts, made at first start, and their passwords, which are kept in `DEMO_FILE` (mode 0600).

    Only for a data folder that holds the demo company. An account that is there already stays as it is.
    """
    kept = {sign_in.login: sign_in for sign_in in demo_sign_ins(database.folder)}
    there = {account.login for account in list_accounts(database)}
    missing = [person for person in people if person.login not in there]
    if missing:
        made = [DemoSignIn(one.login, one.name, one.role, one_time_password()) for one in missing]
        kept |= {sign_in.login: sign_in for sign_in in made}
        _write(database.folder / DEMO_FILE, list(kept.values()))
        _add(database, missing, all_hashed([sign_in.password for sign_in in made]))
    return tuple(kept.values())


def demo_sign_ins(folder: Path) -> tuple[DemoSignIn, ...]:
    """The demo sign-ins of a data folder; none where there is no demo company."""
    file = folder / DEMO_FILE
    if not file.exists():
        return ()
    try:
        entries = yaml.safe_load(file.read_text("utf-8"))["sign_ins"]
        return tuple(DemoSignIn(one["login"], one["name"], Role(one["role"]), one["password"]) for one in entries)
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise MingjingError(
            f"The file {file} is damaged; delete it, the demo accounts' passwords can be reset."
        ) from None


def start_notice(database: AppDatabase) -> str:
    """What to print at each start: a new administrator's one-time password, once, and the demo sign-ins, always."""
    lines = []
    if first := ensure_administrator(database):
        lines.append(
            f"First administrator: sign in as {first.account.login} with the one-time password {first.password}"
        )
        lines.append("It is shown this once; you choose your own at the first sign-in.")
    if sign_ins := demo_sign_ins(database.folder):
        width = max(len(one.login) for one in sign_ins)
        lines.append("Demo sign-ins:")
        lines += [f"  {one.login:<{width}}  {one.password}  {one.name}, {one.role}" for one in sign_ins]
    return "".join(f"{line}\n" for line in lines)


def _write(file: Path, sign_ins: Sequence[DemoSignIn]) -> None:
    entries = [
        {"login": one.login, "name": one.name, "role": one.role.value, "password": one.password} for one in sign_ins
    ]
    write_private(file, yaml.safe_dump({"sign_ins": entries}, allow_unicode=True, sort_keys=False).encode())


def _add(database: AppDatabase, people: Sequence[NewAccount], hashes: Sequence[str]) -> None:
    rows = [account_row(database, one, hash_) for one, hash_ in zip(people, hashes, strict=True)]
    with database.session() as session:
        for row in rows:
            row.must_change_password = False
            session.add(row)
            note(session, Entry(database.now(), "demo", Action.ACCOUNT_ADDED, row.login, f"{row.role}, {row.scope}"))
