"""Lists and files of a page that was left open: they are made for whoever may still have them, and for nobody else."""

from collections.abc import Callable, Iterator

import pytest

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
