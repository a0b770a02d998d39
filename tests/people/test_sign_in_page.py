"""The sign-in page as a person clicks through it, without a browser."""

from pathlib import Path

import bcrypt
import pytest
from streamlit.testing.v1 import AppTest

from datasource.people.account import Account
from datasource.people.accounts import disable, find_account, set_password, sign_in_entry
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.passwords import fits
from datasource.people.sessions import live_sessions, sign_out, start_session
from tests.people.conftest import Hands

ROOT = Path(__file__).resolve().parents[2]
GOOD = "a much better one"


def screen() -> None:
    import streamlit as st  # noqa: PLC0415  (AppTest takes the function's text alone)

    from widgets.shell import door, sign_in  # noqa: PLC0415

    sign_in.hand_over_cookie()
    account = door.signed_in()
    if account is None:
        sign_in.run()
    else:
        st.write(f"In as {account.name}")
        st.button("Out", on_click=door.sign_out)


@pytest.fixture
def page(served: AppDatabase) -> AppTest:
    return AppTest.from_function(screen, default_timeout=20).run()


def give(page: AppTest, login: str, password: str) -> AppTest:
    page.text_input(key="sign_in_login").set_value(login)
    page.text_input(key="sign_in_password").set_value(password)
    return page.button(key="FormSubmitter:sign_in_form-Sign in").click().run()


def errors(page: AppTest) -> list[str]:
    assert not page.exception
    return [error.value for error in page.error]


def test_the_right_password_opens_the_pages(page: AppTest, served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    give(page, " Anna ", GOOD)
    assert errors(page) == []
    assert [text.value for text in page.markdown] == ["In as Anna Snelling"]
    assert len(live_sessions(served)) == 1
    assert newest(served)[0].action is Action.SIGN_IN


def test_the_package_leaves_nothing_in_the_session(page: AppTest, served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    give(page, "anna", GOOD)
    assert {"name", "authentication_status", "username", "email", "roles", "logout"}.isdisjoint(
        page.session_state.keys()
    )


@pytest.mark.parametrize(
    ("login", "password"), [("anna", "wrong"), ("nobody", GOOD), ("anna", ""), ("", GOOD), ("anna", "wrong\x00")]
)
def test_a_wrong_sign_in_stays_outside(
    page: AppTest, served: AppDatabase, anna: Account, login: str, password: str
) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    give(page, login, password)
    missing = not login or not password
    assert errors(page) == [
        "Give your login and your password." if missing else "The login or the password is not right."
    ]
    assert live_sessions(served) == ()
    assert (newest(served)[0].action is Action.SIGN_IN_FAILED) is not missing


def test_a_disabled_account_hears_what_a_stranger_hears(page: AppTest, served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    disable(served, anna.account_id, "root")
    assert errors(give(page, "anna", GOOD)) == ["The login or the password is not right."]


@pytest.mark.parametrize("login", ["anna", "nobody"])
def test_known_and_unknown_logins_cost_one_bcrypt_check_each(
    page: AppTest, anna: Account, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    costs: list[bytes] = []
    real = bcrypt.checkpw

    def counted(password: bytes, password_hash: bytes) -> bool:
        costs.append(password_hash[:7])
        return real(password, password_hash)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    give(page, login, "wrong")
    assert costs == [b"$2b$04$"]


def test_a_password_over_72_bytes_is_named(page: AppTest, anna: Account) -> None:
    assert errors(give(page, "anna", "密" * 25)) == [
        "The password is too long: 72 bytes at most (24 Chinese characters)."
    ]


def test_the_sixth_guess_is_refused_and_time_heals(
    page: AppTest, served: AppDatabase, anna: Account, clock: Hands
) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    for _ in range(5):
        give(page, "anna", "wrong")
    assert errors(give(page, "anna", GOOD)) == ["Too many failed sign-ins. Try again in 15 minutes."]
    assert newest(served)[0].action is Action.SIGN_IN_REFUSED
    clock.move(minutes=15)
    give(page, "anna", GOOD)
    assert [text.value for text in page.markdown] == ["In as Anna Snelling"]


def test_a_one_time_password_opens_nothing_but_the_form_for_a_new_one(
    page: AppTest, served: AppDatabase, anna: Account
) -> None:
    give(page, "anna", "one time")
    assert [text.value for text in page.markdown] == ["Hello Anna Snelling. Choose a password of your own to go on."]
    page.text_input(key="password_new").set_value(GOOD)
    page.text_input(key="password_again").set_value("another one")
    page.button(key="FormSubmitter:password_form-Change password").click().run()
    assert errors(page) == ["The two new passwords are not the same; type the same one twice."]
    page.text_input(key="password_again").set_value(GOOD)
    page.button(key="FormSubmitter:password_form-Change password").click().run()
    assert [text.value for text in page.markdown] == ["In as Anna Snelling"]
    assert fits(GOOD, sign_in_entry(served, "anna").password_hash)
    assert len(live_sessions(served)) == 1


def test_a_session_ended_elsewhere_is_out_at_the_next_click(page: AppTest, served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    give(page, "anna", GOOD)
    sign_out(served, find_account(served, "anna"))
    page.run()
    assert page.text_input(key="sign_in_login").value == ""
    assert page.markdown == []


def test_signing_out_leads_back_to_the_form(page: AppTest, served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    give(page, "anna", GOOD)
    next(button for button in page.button if button.label == "Out").click().run()
    assert page.text_input(key="sign_in_login").value == ""
    assert live_sessions(served) == ()
    assert newest(served)[0].action is Action.SIGN_OUT


def test_a_signed_in_person_changes_their_password_and_stays(served: AppDatabase, anna: Account) -> None:
    set_password(served, anna.account_id, GOOD, "operator")
    elsewhere = start_session(served, anna.account_id).session_id
    page = AppTest.from_file(str(ROOT / "pages" / "workspace" / "account.py"), default_timeout=20)
    page.session_state["sign_in.session"] = start_session(served, anna.account_id).session_id
    page.run()
    page.text_input(key="password_current").set_value("wrong")
    page.text_input(key="password_new").set_value("something else!")
    page.text_input(key="password_again").set_value("something else!")
    page.button(key="FormSubmitter:password_form-Change password").click().run()
    assert errors(page) == ["The current password is not right."]
    page.text_input(key="password_current").set_value(GOOD)
    page.button(key="FormSubmitter:password_form-Change password").click().run()
    assert errors(page) == []
    assert fits("something else!", sign_in_entry(served, "anna").password_hash)
    assert elsewhere not in {live.session_id for live in live_sessions(served)}
    assert len(live_sessions(served)) == 1


def test_home_shows_strangers_the_sign_in_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_DATA", str(tmp_path))
    home = AppTest.from_file(str(ROOT / "Home.py"), default_timeout=20).run()
    assert not home.exception
    assert home.text_input(key="sign_in_login").value == ""
    open_app_database(tmp_path).engine.dispose()
