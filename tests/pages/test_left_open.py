"""What is left open: lists and files for whoever may still have them, and a tab that somebody else signs in at."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.people.accounts import Change, change_account, disable, enable, find_account
from datasource.people.sessions import end_sessions, start_session
from tests.pages.conftest import Tiny
from widgets.blocks.export import menu
from widgets.blocks.export.menu import Make

EMPLOYEES = "pages/customers/by_employee.py"


@pytest.fixture
def files(tiny_served: Tiny, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Make]]:
    """The files that bob's page offers, each made when it is asked for."""
    made: list[Make] = []
    monkeypatch.setattr(menu, "show_files", lambda _key, _name, _look, sheet, _picture=None: made.append(sheet))
    assert not tiny_served.open(EMPLOYEES, "bob").exception
    assert made
    yield made
    database = tiny_served.database
    bob = find_account(database, "bob")
    enable(database, bob.account_id, "root")
    change_account(database, bob.account_id, Change(scope=ScopeKind.SELF), "root")
    tiny_served.sessions["bob"] = start_session(database, bob.account_id).session_id


def test_a_file_is_made_for_whoever_still_sits_there(files: list[Make]) -> None:
    assert [make() for make in files]


def _disable(tiny: Tiny, number: int) -> None:
    disable(tiny.database, number, "root")


def _sign_out(tiny: Tiny, number: int) -> None:
    end_sessions(tiny.database, number, "root")


def _see_others(tiny: Tiny, number: int) -> None:
    change_account(tiny.database, number, Change(scope=ScopeKind.DEPARTMENT), "root")


@pytest.mark.parametrize("act", [_disable, _sign_out, _see_others])
def test_no_file_is_made_once_the_person_may_see_other_rows_or_none(
    tiny_served: Tiny, files: list[Make], act: Callable[[Tiny, int], None]
) -> None:
    act(tiny_served, find_account(tiny_served.database, "bob").account_id)
    for make in files:
        with pytest.raises(MingjingError, match=r"Sign in to see this page\.|What you may see has changed"):
            make()


def _picked(tiny: Tiny) -> AppTest:
    """The boss's tab with a filter that pages hand on to each other."""
    page = tiny.open_page(EMPLOYEES, "boss")
    page.multiselect(key="filter_pick_owner").select("Dee").run()
    assert "Dee" in repr(page.session_state)
    return page


def _signed_in(page: AppTest, session: int | None) -> AppTest:
    page.session_state["sign_in.session"] = session
    page.query_params.clear()
    page.run()
    assert not page.exception
    return page


def test_the_next_person_at_a_tab_finds_nothing_of_the_one_before(tiny_served: Tiny) -> None:
    page = _signed_in(_picked(tiny_served), tiny_served.sessions["bob"])
    assert "Dee" not in repr(page.session_state)
    assert not page.info


def test_whoever_signs_in_again_finds_their_filters(tiny_served: Tiny) -> None:
    page = _signed_in(_signed_in(_picked(tiny_served), None), tiny_served.sessions["boss"])
    assert "Dee" in repr(page.session_state)
