"""Every ready and administration page as every role: whole for those who may, one sentence for those who may not."""

import pytest

from tests.pages.conftest import PEOPLE, Tiny
from widgets.shell.menu import Entry, menu

# The workspace links to other pages, which only the whole app has: tests/pages/test_workspace.py opens it there.
ENTRIES = [entry for section in menu().sections for entry in section.pages if not entry.file.startswith("workspace/")]


LOGINS = [login if login == "boss" else pytest.param(login, marks=pytest.mark.slow) for login in PEOPLE]
"""A manager's pages are among the fast tests, those of the other roles among the slow ones."""


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_a_page_opens_for_its_roles_alone(tiny_served: Tiny, entry: Entry, login: str) -> None:
    page = tiny_served.open(f"pages/{entry.file}", login)
    assert not page.exception
    refused = [error.value for error in page.error]
    if PEOPLE[login][0].at_least(entry.role):
        assert refused == []
        assert page.title or page.subheader
    else:
        assert len(refused) == 1
