"""Accounts: what each verb changes, whom it shuts out, and what it leaves in the log."""

import pytest

from datasource.errors import MingjingError
from datasource.people import accounts
from datasource.people.account import Account, Role, ScopeKind, login_from_name
from datasource.people.accounts import Change, NewAccount
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase
from datasource.people.passwords import fits, one_time_password
from datasource.people.preferences import prefer, preferences
from datasource.people.sessions import holder_of_session, start_session


def stored_hash(database: AppDatabase, login: str) -> str:
    return accounts.sign_in_entry(database, login).password_hash


def test_a_new_account_has_a_one_time_password_to_be_changed(database: AppDatabase) -> None:
    added = accounts.add_account(database, NewAccount("  Anna ", "Anna Snelling"), "operator")
    assert (added.account.login, added.account.name) == ("anna", "Anna Snelling")
    assert added.account.must_change_password
    assert fits(added.password, stored_hash(database, "ANNA"))


def test_one_time_passwords_are_long_and_never_the_same() -> None:
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {14}


def test_a_login_is_taken_whatever_its_case(database: AppDatabase, anna: Account) -> None:
    with pytest.raises(MingjingError, match="The login 'ANNA' is taken"):
        accounts.add_account(database, NewAccount("ANNA", "Other"), "operator")
    assert [account.login for account in accounts.list_accounts(database)] == ["anna"]


@pytest.mark.parametrize("login", ["", "two words", "a/b", "../x", "x" * 101, "'; drop"])
def test_a_login_with_other_characters_is_refused(database: AppDatabase, login: str) -> None:
    with pytest.raises(MingjingError, match="cannot be used"):
        accounts.add_account(database, NewAccount(login, "Name"), "operator")


def test_an_unknown_login_is_answered_with_the_nearest(database: AppDatabase, anna: Account) -> None:
    with pytest.raises(MingjingError, match=r"There is no account 'ana'\. Did you mean 'anna'\?"):
        accounts.find_account(database, "ana")


def test_an_unknown_and_a_disabled_login_are_compared_with_a_hash_that_nothing_fits(
    database: AppDatabase, anna: Account
) -> None:
    accounts.disable(database, anna.account_id, "root")
    unknown, disabled = accounts.sign_in_entry(database, "nobody"), accounts.sign_in_entry(database, "anna")
    assert unknown == disabled
    assert unknown.account_id is None
    assert unknown.password_hash.startswith("$2b$04$")
    assert not fits("one time", unknown.password_hash)


def test_a_chosen_password_ends_every_session(database: AppDatabase, anna: Account) -> None:
    one, two = start_session(database, anna.account_id), start_session(database, anna.account_id)
    accounts.choose_password(database, anna, "one time", "a much better one")
    assert holder_of_session(database, one.session_id) is None
    assert holder_of_session(database, two.session_id) is None
    assert not accounts.find_account(database, "anna").must_change_password
    assert fits("a much better one", stored_hash(database, "anna"))


def test_the_current_password_must_be_right(database: AppDatabase, anna: Account) -> None:
    with pytest.raises(MingjingError, match="current password is not right"):
        accounts.choose_password(database, anna, "guess", "a much better one")
    assert fits("one time", stored_hash(database, "anna"))


def test_only_a_one_time_password_is_replaced_without_being_given(database: AppDatabase, anna: Account) -> None:
    accounts.choose_password(database, anna, None, "a much better one")
    with pytest.raises(MingjingError, match="current password is not right"):
        accounts.choose_password(database, anna, None, "yet another one!")
    assert fits("a much better one", stored_hash(database, "anna"))


def test_the_one_time_password_cannot_be_kept(database: AppDatabase) -> None:
    added = accounts.add_account(database, NewAccount("bo", "Bo"), "operator")
    with pytest.raises(MingjingError, match="is the current one"):
        accounts.choose_password(database, added.account, None, added.password)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("short", "too short"),
        ("x" * 73, "too long"),
        ("密" * 25, "too long"),
        (" leading space", "space"),
        ("tab\tin the middle", "invisible"),
        ("half a \ud83d sign", "invisible"),
        ("aaaaaaaaaaaaaa", "easy to guess"),
    ],
)
def test_unfit_passwords_are_refused(database: AppDatabase, anna: Account, password: str, message: str) -> None:
    with pytest.raises(MingjingError, match=message):
        accounts.choose_password(database, anna, "one time", password)
    assert fits("one time", stored_hash(database, "anna"))


def test_a_password_of_exactly_72_bytes_works(database: AppDatabase, anna: Account) -> None:
    longest = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
    accounts.set_password(database, anna.account_id, longest, "operator")
    assert fits(longest, stored_hash(database, "anna"))
    assert not fits(longest + "x", stored_hash(database, "anna"))


def test_a_reset_gives_a_new_one_time_password_and_ends_sessions(database: AppDatabase, anna: Account) -> None:
    accounts.choose_password(database, anna, None, "a much better one")
    held = start_session(database, anna.account_id)
    password = accounts.reset_password(database, anna.account_id, "root")
    assert holder_of_session(database, held.session_id) is None
    assert accounts.find_account(database, "anna").must_change_password
    assert fits(password, stored_hash(database, "anna"))


def test_a_disabled_account_is_out_at_once_and_comes_back_with_its_password(
    database: AppDatabase, anna: Account
) -> None:
    held = start_session(database, anna.account_id)
    accounts.disable(database, anna.account_id, "root")
    assert holder_of_session(database, held.session_id) is None
    accounts.enable(database, anna.account_id, "root")
    assert holder_of_session(database, held.session_id) is None
    assert fits("one time", stored_hash(database, "anna"))


def test_a_change_is_in_force_at_the_next_look(database: AppDatabase, anna: Account) -> None:
    held = start_session(database, anna.account_id)
    accounts.change_account(
        database, anna.account_id, Change(role=Role.ANALYST, scope=ScopeKind.ALL, language="vi"), "root"
    )
    seen = holder_of_session(database, held.session_id)
    assert seen is not None
    assert (seen.account.role, seen.account.scope, seen.account.language) == (Role.ANALYST, ScopeKind.ALL, "vi")
    assert newest(database)[0].detail == "role: reader -> analyst; scope: self -> all; language: en -> vi"


def test_the_last_administrator_stays(database: AppDatabase, root: Account) -> None:
    with pytest.raises(MingjingError, match="last administrator"):
        accounts.disable(database, root.account_id, "root")
    with pytest.raises(MingjingError, match="last administrator"):
        accounts.change_account(database, root.account_id, Change(role=Role.READER), "root")
    accounts.add_account(database, NewAccount("second", "Second", Role.ADMINISTRATOR), "root")
    accounts.disable(database, root.account_id, "second")
    assert not accounts.find_account(database, "root").is_active


def test_every_verb_leaves_a_line_and_no_password(database: AppDatabase, root: Account) -> None:
    added = accounts.add_account(database, NewAccount("bo", "Bo"), "root")
    again = accounts.reset_password(database, added.account.account_id, "root")
    accounts.disable(database, added.account.account_id, "root")
    log = newest(database)
    assert [(line.actor, line.action, line.object) for line in log] == [
        ("root", Action.ACCOUNT_DISABLED, "bo"),
        ("root", Action.PASSWORD_RESET, "bo"),
        ("root", Action.ACCOUNT_ADDED, "bo"),
        ("operator", Action.ACCOUNT_ADDED, "root"),
    ]
    assert added.password not in str(log)
    assert again not in str(log)


def test_preferences_are_kept_per_account(database: AppDatabase, anna: Account, root: Account) -> None:
    prefer(database, anna.account_id, "theme", "dark")
    prefer(database, anna.account_id, "theme", "light")
    prefer(database, root.account_id, "theme", "dark")
    assert preferences(database, anna.account_id) == {"theme": "light"}


@pytest.mark.parametrize(
    ("name", "login"), [("Anna Snelling", "anna.snelling"), ("张伟", "张伟"), ("O'Neil, J.", "o.neil.j"), ("—", "")]
)
def test_a_login_is_made_of_a_name(name: str, login: str) -> None:
    assert login_from_name(name) == login


def test_roles_contain_the_ones_before() -> None:
    assert Role.MANAGER.at_least(Role.ANALYST)
    assert Role.ANALYST.at_least(Role.ANALYST)
    assert not Role.READER.at_least(Role.ANALYST)
