"""`python -m datasource people …`: accounts from the command line, for whoever holds the data folder."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from datasource.errors import MingjingError
from datasource.people import accounts
from datasource.people.account import CrmUser, Role, ScopeKind
from datasource.people.accounts import OPERATOR, NewAccount
from datasource.people.crm_import import import_accounts, sign_in_sheet
from datasource.people.database import AppDatabase, open_app_database, write_private
from datasource.settings import Settings, load_settings
from datasource.texts import LANGUAGES

CrmUsers = Callable[[], Sequence[CrmUser]]


@dataclass(frozen=True)
class Call:
    """One command as it was given, and what it works on."""

    database: AppDatabase
    settings: Settings
    arguments: argparse.Namespace
    crm_users: CrmUsers


Handler = Callable[[Call], str]


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `people` and its verbs to the parser of `python -m datasource`."""
    people = subparsers.add_parser("people", help="accounts: list, add, import from the CRM's users, password, disable")
    verbs = people.add_subparsers(dest="verb", required=True, metavar="VERB")
    parsers = {}
    for name, (handler, summary) in _VERBS.items():
        parsers[name] = verbs.add_parser(name, help=summary, description=summary)
        parsers[name].add_argument("--data", type=Path, required=True, metavar="DIR", help="the data folder")
        parsers[name].set_defaults(handler=handler)
    for name in ("add", "password", "disable", "enable"):
        parsers[name].add_argument("login")
    _describe_add(parsers["add"])
    imports = parsers["import"]
    imports.add_argument("--passwords", type=Path, metavar="FILE", help="where the one-time passwords go (mode 0600)")
    imports.add_argument("--print", action="store_true", help="print the one-time passwords as well")
    parsers["password"].add_argument("--stdin", action="store_true", help="read the password from standard input")


def run(arguments: argparse.Namespace, crm_users: CrmUsers) -> int:
    """Do what was asked and return the exit code 0; raises `MingjingError` for what cannot be done.

    `crm_users` is called only where the CRM's users are needed.
    """
    folder: Path = arguments.data
    if not folder.is_dir():
        raise MingjingError(f"There is no data folder {folder}; make one with `python -m datasource import`.")
    settings = load_settings().at(folder)
    database = open_app_database(folder, settings.app_database, settings.sign_in)
    handler: Handler = arguments.handler
    try:
        sys.stdout.write(handler(Call(database, settings, arguments, crm_users)))
    finally:
        database.engine.dispose()
    return 0


def _describe_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the person's name")
    _add_choice(parser, "--role", Role, Role.READER)
    _add_choice(parser, "--scope", ScopeKind, ScopeKind.SELF)
    parser.add_argument("--language", choices=list(LANGUAGES), help="default: the one of config.yaml")
    parser.add_argument("--crm-user", type=int, metavar="ID", help="the user_id of the CRM user that the person is")


def _add_choice(parser: argparse.ArgumentParser, flag: str, kind: type[StrEnum], default: StrEnum) -> None:
    names = [one.value for one in kind]
    parser.add_argument(flag, choices=names, default=default.value, help=f"default: {default.value}")


def _list(call: Call) -> str:
    lines = ["login\tname\trole\tscope\tlanguage\tCRM user\tstate\n"]
    for one in accounts.list_accounts(call.database):
        state = "active" if one.is_active else "disabled"
        crm_user = "" if one.crm_user_id is None else str(one.crm_user_id)
        lines.append("\t".join((one.login, one.name, one.role, one.scope, one.language, crm_user, state)) + "\n")
    return "".join(lines)


def _add(call: Call) -> str:
    given = call.arguments
    if given.crm_user is not None and given.crm_user not in {user.user_id for user in call.crm_users()}:
        raise MingjingError(f"The CRM has no user {given.crm_user}; leave --crm-user out or give one of its user_ids.")
    language = given.language or call.settings.language
    new = NewAccount(given.login, given.name, Role(given.role), ScopeKind(given.scope), language, given.crm_user)
    added = accounts.add_account(call.database, new, OPERATOR)
    return f"Added {added.account.login}. One-time password: {added.password}\n"


def _import(call: Call) -> str:
    stamp = f"{call.database.now():%Y%m%d-%H%M%S}"
    file: Path = call.arguments.passwords or call.database.folder / f"one_time_passwords-{stamp}.tsv"
    if not os.access(file.absolute().parent, os.W_OK):
        raise MingjingError(
            f"The passwords cannot be written to {file}; give a file in a folder that you can write to."
        )
    done = import_accounts(call.database, call.crm_users(), OPERATOR, call.settings.language)
    lines = [f"Added {len(done.added)}, already there {len(done.linked)}, inactive in the CRM {len(done.inactive)}.\n"]
    if done.added:
        write_private(file, sign_in_sheet(done.added).encode())
        lines.append(f"One-time passwords: {file} (delete it when they are handed out)\n")
    if call.arguments.print:
        lines.append(sign_in_sheet(done.added))
    return "".join(lines)


def _password(call: Call) -> str:
    account = accounts.find_account(call.database, call.arguments.login)
    if call.arguments.stdin:
        accounts.set_password(call.database, account.account_id, sys.stdin.readline().rstrip("\n"), OPERATOR)
        return f"The password of {account.login} is set; all its sessions have ended.\n"
    password = accounts.reset_password(call.database, account.account_id, OPERATOR)
    return f"One-time password of {account.login}: {password}\nAll its sessions have ended.\n"


def _disable(call: Call) -> str:
    account = accounts.find_account(call.database, call.arguments.login)
    accounts.disable(call.database, account.account_id, OPERATOR)
    return f"{account.login} is disabled; all its sessions have ended.\n"


def _enable(call: Call) -> str:
    account = accounts.find_account(call.database, call.arguments.login)
    accounts.enable(call.database, account.account_id, OPERATOR)
    return f"{account.login} is enabled.\n"


_VERBS: dict[str, tuple[Handler, str]] = {
    "list": (_list, "list the accounts"),
    "add": (_add, "add an account and print its one-time password"),
    "import": (_import, "add an account for each active CRM user who has none"),
    "password": (_password, "reset a password and print the one-time password"),
    "disable": (_disable, "shut an account and end its sessions"),
    "enable": (_enable, "open a disabled account again"),
}
