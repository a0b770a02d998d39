"""`python -m datasource people …`, in this process."""

import argparse
import io
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.people import commands
from datasource.people.account import CrmUser, Role, ScopeKind
from datasource.people.accounts import find_account, list_accounts, sign_in_entry
from datasource.people.database import AppDatabase
from datasource.people.passwords import fits
from datasource.people.sessions import live_sessions, start_session

USERS = (
    CrmUser(1, "Melvin Marxen", "", True, True),
    CrmUser(2, "Anna Snelling", "Anna.S", True, False),
    CrmUser(3, "Anna Snelling", "anna.s", True, False),
    CrmUser(4, "王 芳", "", True, False),
    CrmUser(5, "—", "not a login", True, False),
    CrmUser(6, "Gone Away", "gone", False, False),
)


def people(folder: Path, *words: str, users: Sequence[CrmUser] = USERS) -> int:
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers(dest="command", required=True))
    return commands.run(parser.parse_args(["people", *words, "--data", str(folder)]), lambda: users)


def test_add_prints_a_one_time_password_that_fits(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (
        "add",
        "Bo",
        "--name",
        "Bo Li",
        "--role",
        "analyst",
        "--scope",
        "all",
        "--language",
        "zh_CN",
        "--crm-user",
        "4",
    )
    assert people(tmp_path, *words) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Added bo. One-time password: ")
    account = find_account(database, "bo")
    assert (account.name, account.role, account.scope) == ("Bo Li", Role.ANALYST, ScopeKind.ALL)
    assert (account.language, account.crm_user_id, account.must_change_password) == ("zh_CN", 4, True)
    assert fits(printed.split()[-1], sign_in_entry(database, "bo").password_hash)


def test_add_refuses_a_crm_user_who_does_not_exist(database: AppDatabase, tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="The CRM has no user 77"):
        people(tmp_path, "add", "bo", "--name", "Bo", "--crm-user", "77")
    assert list_accounts(database) == ()


def test_an_unknown_role_is_a_usage_error(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        people(tmp_path, "add", "bo", "--name", "Bo", "--role", "boss")
    assert caught.value.code == 2
    assert "invalid choice: 'boss'" in capsys.readouterr().err


def test_import_makes_an_account_for_each_active_user(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people(tmp_path, "import", "--passwords", str(tmp_path / "sheet.tsv"))
    assert [(one.login, one.name, one.role, one.scope, one.crm_user_id) for one in list_accounts(database)] == [
        ("anna.s", "Anna Snelling", Role.READER, ScopeKind.SELF, 2),
        ("anna.s2", "Anna Snelling", Role.READER, ScopeKind.SELF, 3),
        ("melvin.marxen", "Melvin Marxen", Role.MANAGER, ScopeKind.SUBORDINATES, 1),
        ("user5", "—", Role.READER, ScopeKind.SELF, 5),
        ("王.芳", "王 芳", Role.READER, ScopeKind.SELF, 4),
    ]
    sheet = (tmp_path / "sheet.tsv").read_text("utf-8").splitlines()
    assert stat.S_IMODE((tmp_path / "sheet.tsv").stat().st_mode) == 0o600
    assert len(sheet) == 6
    login, _, password = sheet[1].split("\t")
    assert fits(password, sign_in_entry(database, login).password_hash)
    printed = capsys.readouterr().out
    assert printed.startswith("Added 5, already there 0, inactive in the CRM 1.\n")
    assert password not in printed


def test_a_second_import_adds_only_who_is_new(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people(tmp_path, "import", users=USERS[:2])
    capsys.readouterr()
    people(tmp_path, "import", "--print", users=USERS[:3])
    printed = capsys.readouterr().out
    assert printed.startswith("Added 1, already there 2, inactive in the CRM 0.\n")
    assert "anna.s2\tAnna Snelling\t" in printed
    people(tmp_path, "import", users=USERS[:3])
    assert capsys.readouterr().out == "Added 0, already there 3, inactive in the CRM 0.\n"


def test_import_makes_nothing_when_the_passwords_could_not_be_written(database: AppDatabase, tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="cannot be written"):
        people(tmp_path, "import", "--passwords", str(tmp_path / "no" / "sheet.tsv"))
    assert list_accounts(database) == ()


def test_password_resets_and_ends_sessions(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people(tmp_path, "add", "bo", "--name", "Bo")
    account = find_account(database, "bo")
    start_session(database, account.account_id)
    capsys.readouterr()
    people(tmp_path, "password", "bo")
    printed = capsys.readouterr().out
    assert fits(printed.splitlines()[0].split()[-1], sign_in_entry(database, "bo").password_hash)
    assert live_sessions(database) == ()


def test_password_can_be_read_from_standard_input(
    database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people(tmp_path, "add", "bo", "--name", "Bo")
    monkeypatch.setattr("sys.stdin", io.StringIO("chosen by the operator\n"))
    people(tmp_path, "password", "bo", "--stdin")
    assert fits("chosen by the operator", sign_in_entry(database, "bo").password_hash)
    assert not find_account(database, "bo").must_change_password
    assert "chosen by the operator" not in capsys.readouterr().out


def test_disable_and_enable(database: AppDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people(tmp_path, "add", "bo", "--name", "Bo")
    people(tmp_path, "disable", "bo")
    assert not find_account(database, "bo").is_active
    people(tmp_path, "list")
    assert capsys.readouterr().out.endswith("bo\tBo\treader\tself\ten\t\tdisabled\n")
    people(tmp_path, "enable", "bo")
    assert find_account(database, "bo").is_active


def test_a_wrong_login_and_a_wrong_folder_are_one_sentence(database: AppDatabase, tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="There is no account 'bo'"):
        people(tmp_path, "disable", "bo")
    with pytest.raises(MingjingError, match="There is no data folder"):
        people(tmp_path / "none", "list")
    assert not (tmp_path / "none").exists()
