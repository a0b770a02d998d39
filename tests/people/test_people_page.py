"""The people page as an administrator clicks through it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.model import Dashboard
from dashboards.store import BoardStore
from datasource.people.account import Account, Role, ScopeKind
from datasource.people.accounts import find_account, list_accounts, set_password, sign_in_entry
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase
from datasource.people.passwords import fits
from datasource.people.sessions import live_sessions, start_session
from tests import tiny_crm

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "admin" / "people.py")


def opened_by(database: AppDatabase, account: Account) -> AppTest:
    set_password(database, account.account_id, "a much better one", "operator")
    page = AppTest.from_file(PAGE, default_timeout=20)
    page.session_state["sign_in.session"] = start_session(database, account.account_id).session_id
    return page.run()


@pytest.fixture
def page(served: AppDatabase, root: Account, anna: Account) -> AppTest:
    opened = opened_by(served, root)
    assert not opened.exception
    return opened.selectbox(key="people_person").select(anna.account_id).run()


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    assert not page.exception
    return page


def test_strangers_and_other_roles_see_nothing(served: AppDatabase, anna: Account) -> None:
    stranger = AppTest.from_file(PAGE, default_timeout=20).run()
    assert [error.value for error in stranger.error] == ["Sign in to see this page."]
    reader = opened_by(served, anna)
    assert [error.value for error in reader.error] == [
        "This page is not for your role; ask an administrator if you need it."
    ]
    assert len(stranger.dataframe) == len(reader.dataframe) == 0


def test_the_list_shows_everybody(page: AppTest) -> None:
    people = page.dataframe[0].value
    assert list(people["Login"]) == ["anna", "root"]
    assert list(people["Role"]) == ["Reader", "Administrator"]
    assert list(people["State"]) == ["Must choose a password", "Active"]
    assert list(people["Last seen"]) == ["—", "May 6, 2024 08:00"]


def test_role_scope_and_language_are_changed(page: AppTest, served: AppDatabase, anna: Account) -> None:
    number = anna.account_id
    page.selectbox(key=f"people_role_{number}").select(Role.ANALYST)
    page.selectbox(key=f"people_scope_{number}").select(ScopeKind.DEPARTMENT_TREE)
    page.selectbox(key=f"people_language_{number}").select("zh_CN")
    press(page, f"FormSubmitter:people_edit_{number}-Save")
    changed = find_account(served, "anna")
    assert (changed.role, changed.scope, changed.language) == (Role.ANALYST, ScopeKind.DEPARTMENT_TREE, "zh_CN")
    assert page.success[0].value == "Anna Snelling is changed; it holds from the next click."
    assert page.dataframe[1].value["What"][0] == "Account changed"


def test_a_reset_password_is_shown_once(page: AppTest, served: AppDatabase) -> None:
    press(page, "people_reset")
    assert fits(page.code[0].value, sign_in_entry(served, "anna").password_hash)
    page.run()
    assert len(page.code) == 0


def test_sessions_are_ended(page: AppTest, served: AppDatabase, anna: Account) -> None:
    start_session(served, anna.account_id)
    page.run()
    assert page.button(key="people_end").label == "End 1 session"
    press(page, "people_end")
    assert live_sessions(served, anna.account_id) == ()
    assert page.button(key="people_end").disabled


def test_a_person_is_disabled_and_enabled(page: AppTest, served: AppDatabase) -> None:
    press(page, "people_switch")
    assert not find_account(served, "anna").is_active
    assert page.button(key="people_switch").label == "Enable"
    press(page, "people_switch")
    assert find_account(served, "anna").is_active


def test_the_last_administrator_cannot_be_disabled(page: AppTest, served: AppDatabase, root: Account) -> None:
    page.selectbox(key="people_person").select(root.account_id).run()
    press(page, "people_switch")
    assert page.error[0].value == "This is the last administrator; make somebody else an administrator first."
    assert find_account(served, "root").is_active


def test_a_person_is_added(page: AppTest, served: AppDatabase) -> None:
    page.text_input(key="people_new_login").set_value("bo")
    page.text_input(key="people_new_name").set_value("Bo Li")
    page.selectbox(key="people_new_role").select(Role.ANALYST)
    press(page, "FormSubmitter:people_new-Add")
    assert find_account(served, "bo").role is Role.ANALYST
    assert fits(page.code[0].value, sign_in_entry(served, "bo").password_hash)


def test_a_login_that_is_taken_is_refused_in_place(page: AppTest, served: AppDatabase) -> None:
    page.text_input(key="people_new_login").set_value("Anna")
    page.text_input(key="people_new_name").set_value("Other")
    press(page, "FormSubmitter:people_new-Add")
    assert page.error[0].value == "The login 'Anna' is taken; choose another one."
    assert len(list_accounts(served)) == 2


def test_accounts_are_made_from_the_users_of_the_store(served: AppDatabase, root: Account) -> None:
    tiny_crm.build(served.folder)
    page = opened_by(served, root)
    assert page.button(key="people_import").label == "Add accounts for 3 CRM users"
    press(page, "people_import")
    assert [(one.login, one.scope, one.crm_user_id) for one in list_accounts(served)] == [
        ("ann", ScopeKind.SUBORDINATES, 1),
        ("bob", ScopeKind.SELF, 2),
        ("dee", ScopeKind.SELF, 4),
        ("root", ScopeKind.SELF, None),
    ]
    assert list(page.dataframe[0].value["CRM user"]) == ["Ann", "Bob", "Dee", "—"]
    assert page.success[0].value.startswith("3 accounts are added.")
    assert len(page.get("download_button")) == 1
    page.run()
    assert len(page.get("download_button")) == 0
    assert "Every active user of the CRM has an account." in [caption.value for caption in page.caption]


def test_boards_of_a_leaver_are_passed_on(page: AppTest, served: AppDatabase, anna: Account, root: Account) -> None:
    store = BoardStore(served.folder)
    store.save(Dashboard(id="pipeline", title="Pipeline"), anna.account_id, 0, "anna")
    page.run()
    page.selectbox(key="people_heir").select(root.account_id)
    press(page, "people_hand_on")
    assert page.success[0].value == "1 board now belongs to Rita Root."
    assert [stored.board.title for stored in store.list_mine(root.account_id)] == ["Pipeline"]
    assert store.list_mine(anna.account_id) == ()
    entry = newest(served)[0]
    assert (entry.actor, entry.action, entry.object) == ("root", Action.BOARDS_PASSED_ON, "anna -> root")
