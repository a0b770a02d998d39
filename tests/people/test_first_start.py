"""The first start: one administrator, told once; the demo's people, told each time."""

import stat
from pathlib import Path

import pytest

from datasource.errors import MingjingError
from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import NewAccount, find_account, list_accounts, sign_in_entry
from datasource.people.database import AppDatabase
from datasource.people.first_start import demo_sign_ins, ensure_administrator, ensure_demo_accounts, start_notice
from datasource.people.passwords import fits

DEMO = (
    NewAccount("manager", "王芳", Role.MANAGER, ScopeKind.SUBORDINATES, "zh_CN", 7),
    NewAccount("admin", "Ada Min", Role.ADMINISTRATOR, ScopeKind.ALL),
)


def test_a_store_without_accounts_gets_one_administrator_told_once(database: AppDatabase) -> None:
    notice = start_notice(database)
    account = find_account(database, "admin")
    assert (account.role, account.scope) == (Role.ADMINISTRATOR, ScopeKind.ALL)
    assert account.must_change_password
    assert "sign in as admin with the one-time password " in notice
    password = notice.split("one-time password ")[1].split()[0]
    assert fits(password, sign_in_entry(database, "admin").password_hash)
    assert start_notice(database) == ""


def test_a_store_with_accounts_gets_none(database: AppDatabase, anna: Account) -> None:
    assert ensure_administrator(database) is None
    assert [one.login for one in list_accounts(database)] == ["anna"]


def test_demo_accounts_sign_in_with_the_passwords_that_are_kept(database: AppDatabase, tmp_path: Path) -> None:
    made = ensure_demo_accounts(database, DEMO)
    assert stat.S_IMODE((tmp_path / "demo_sign_ins.yaml").stat().st_mode) == 0o600
    assert demo_sign_ins(tmp_path) == made
    for sign_in in made:
        assert fits(sign_in.password, sign_in_entry(database, sign_in.login).password_hash)
    manager = find_account(database, "manager")
    assert (manager.crm_user_id, manager.language, manager.must_change_password) == (7, "zh_CN", False)


def test_demo_passwords_stay_the_same_and_are_told_at_each_start(database: AppDatabase) -> None:
    made = ensure_demo_accounts(database, DEMO)
    assert ensure_demo_accounts(database, DEMO) == made
    notice = start_notice(database)
    assert notice == start_notice(database)
    assert [sign_in.password in notice for sign_in in made] == [True, True]
    assert "First administrator" not in notice


def test_a_store_without_the_demo_company_tells_no_sign_ins(database: AppDatabase, anna: Account) -> None:
    assert demo_sign_ins(database.folder) == ()
    assert start_notice(database) == ""


def test_a_damaged_list_of_sign_ins_is_named(tmp_path: Path) -> None:
    (tmp_path / "demo_sign_ins.yaml").write_text("sign_ins: [{login: x}]")
    with pytest.raises(MingjingError, match="is damaged"):
        demo_sign_ins(tmp_path)
