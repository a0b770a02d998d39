"""Nothing that an address or a store holds makes a page fall over: a sentence, never a traceback."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import NewAccount, add_account, set_password
from datasource.people.database import open_app_database
from datasource.people.sessions import start_session
from datasource.store import Meta, Store
from tests.pages.conftest import ROOT
from widgets.panels.panel import PANELS
from widgets.shell import door
from widgets.shell.menu import menu

Open = Callable[..., AppTest]

CODE = re.compile(r"`[^`]*`")
READY = [
    f"pages/{entry.file}"
    for section in menu().sections
    for entry in section.pages
    if not entry.file.startswith(("workspace/", "admin/")) and entry.role is Role.READER
]
GARBAGE: dict[str, str | list[str]] = {
    "period": ["someday", "never"],
    "from": "2024-13-01",
    "to": "",
    "grain": "decade",
    "compare": "0",
    "below": "maybe",
    "former": "2",
    "department": "nowhere",
    "owner": ["=1+1", "[here](http://example.org) `", "\u202e\x00", "x" * 5000],
    "pipeline": "' OR 1=1 --",
    "colour": "red",
}
OF_PANELS = {name: "`<b>💥" for panel in PANELS.values() for name in panel.params}


@pytest.mark.parametrize("file", READY)
def test_a_garbled_link_opens_every_page_with_a_notice(opened: Open, file: str) -> None:
    page = opened(file, "boss", **{**OF_PANELS, **GARBAGE})
    assert not page.exception
    told = [note.value for note in page.info]
    assert [note for note in told if "leaves out" in note]
    assert not [note for note in told if "http" in CODE.sub("", note)]


@pytest.mark.slow
@pytest.mark.parametrize("file", READY)
def test_a_period_without_data_and_an_unlinked_reader_are_no_errors(opened: Open, file: str) -> None:
    page = opened(file, "bob", **{"from": "1990-01-01", "to": "1990-01-31"})
    assert not page.exception
    assert not page.error


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """A company that has loaded nothing yet, opened by its administrator."""
    folder = tmp_path_factory.mktemp("bare")
    with Store(folder).publish(Meta(source="bare", company="Bare", currency="CNY", today=date(2024, 6, 30))):
        pass
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGJING_DATA", str(folder))
        database = open_app_database(folder)
        patch.setattr(door, "_opened", lambda _settings: database)
        account = add_account(
            database, NewAccount("root", "Root", Role.ADMINISTRATOR, ScopeKind.ALL), "o", "one"
        ).account
        set_password(database, account.account_id, "a much better one", "operator")
        session = start_session(database, account.account_id).session_id

        def open_page(file: str) -> AppTest:
            page = AppTest.from_file(str(ROOT / file), default_timeout=30)
            page.session_state["sign_in.session"] = session
            return page.run()

        yield open_page
        database.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("file", READY)
def test_a_store_without_tables_shows_sentences(bare: Open, file: str) -> None:
    page = bare(file)
    assert not page.exception
    assert not page.error
    assert page.info or page.caption
