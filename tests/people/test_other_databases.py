"""The app database on servers: the same verbs, the same answers, as on a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from datasource.people import accounts
from datasource.people.account import Role, ScopeKind
from datasource.people.accounts import Change, NewAccount
from datasource.people.audit import Action, newest
from datasource.people.database import AppDatabase, open_app_database
from datasource.people.preferences import prefer, preferences
from datasource.people.rows import AppTable
from datasource.people.sessions import holder_of_token, live_sessions, redeem_ticket, sign_out, start_session
from datasource.people.throttle import TooManyFailures, begin_attempt
from tests.people.conftest import Hands


@pytest.fixture(params=["postgresql_url", "mysql_url"])
def server(request: pytest.FixtureRequest, tmp_path: Path, clock: Hands) -> Iterator[AppDatabase]:
    url: str = request.getfixturevalue(request.param)
    database = open_app_database(tmp_path, url, clock=clock)
    yield database
    AppTable.metadata.drop_all(database.engine)
    database.engine.dispose()


def test_an_account_lives_through_a_day(server: AppDatabase, clock: Hands) -> None:
    new = NewAccount("王.芳", "王 芳", Role.ANALYST, ScopeKind.DEPARTMENT, "zh_CN", 2**40)
    account = accounts.add_account(server, new, "operator").account
    assert accounts.find_account(server, "王.芳") == account
    redeemed = redeem_ticket(server, start_session(server, account.account_id).ticket)
    assert redeemed is not None
    clock.move(minutes=5)
    held = holder_of_token(server, redeemed.token)
    assert held is not None
    assert held.account.crm_user_id == 2**40
    assert live_sessions(server)[0].last_seen_at == clock()
    accounts.change_account(server, account.account_id, Change(role=Role.READER), "root")
    prefer(server, account.account_id, "theme", "light")
    prefer(server, account.account_id, "theme", "dark")
    assert preferences(server, account.account_id) == {"theme": "dark"}
    sign_out(server, account)
    assert holder_of_token(server, redeemed.token) is None
    acts = [line.action for line in newest(server)]
    assert acts == [Action.SIGN_OUT, Action.ACCOUNT_CHANGED, Action.ACCOUNT_ADDED]


def test_the_brake_holds_and_lets_go(server: AppDatabase, clock: Hands) -> None:
    for _ in range(5):
        begin_attempt(server, "anna")
    with pytest.raises(TooManyFailures):
        begin_attempt(server, "anna")
    clock.move(minutes=15)
    begin_attempt(server, "anna")
