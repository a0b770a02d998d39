"""Sessions: one ticket, one token, hashes only, and an end that is an end."""

from sqlalchemy import text

from datasource.people.account import Account
from datasource.people.database import AppDatabase
from datasource.people.sessions import (
    end_session,
    end_sessions,
    holder_of_session,
    holder_of_token,
    live_sessions,
    redeem_ticket,
    sign_out,
    start_session,
)
from tests.people.conftest import Hands


def token_of(database: AppDatabase, account: Account) -> tuple[int, str]:
    started = start_session(database, account.account_id)
    redeemed = redeem_ticket(database, started.ticket)
    assert redeemed is not None
    return started.session_id, redeemed.token


def test_a_token_leads_to_its_account(database: AppDatabase, anna: Account) -> None:
    session_id, token = token_of(database, anna)
    held = holder_of_token(database, token)
    assert held is not None
    assert (held.session_id, held.account) == (session_id, anna)


def test_a_made_up_token_leads_nowhere(database: AppDatabase, anna: Account) -> None:
    token_of(database, anna)
    assert holder_of_token(database, "made up") is None
    assert holder_of_token(database, "") is None


def test_a_ticket_is_good_once(database: AppDatabase, anna: Account) -> None:
    started = start_session(database, anna.account_id)
    assert redeem_ticket(database, started.ticket) is not None
    assert redeem_ticket(database, started.ticket) is None


def test_a_ticket_is_good_for_a_minute(database: AppDatabase, anna: Account, clock: Hands) -> None:
    started = start_session(database, anna.account_id)
    clock.move(seconds=61)
    assert redeem_ticket(database, started.ticket) is None


def test_a_ticket_of_an_ended_session_is_worth_nothing(database: AppDatabase, anna: Account) -> None:
    started = start_session(database, anna.account_id)
    sign_out(database, anna)
    assert redeem_ticket(database, started.ticket) is None


def test_neither_ticket_nor_token_is_stored(database: AppDatabase, anna: Account) -> None:
    started = start_session(database, anna.account_id)
    redeemed = redeem_ticket(database, started.ticket)
    assert redeemed is not None
    with database.engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM sessions")).all())
    assert started.ticket not in stored
    assert redeemed.token not in stored
    assert database.keyed_hash(redeemed.token) in stored
    assert len(redeemed.token) >= 43


def test_signing_out_ends_every_session_of_the_account_alone(
    database: AppDatabase, anna: Account, root: Account
) -> None:
    (first, first_token), (second, _), (other, _) = (token_of(database, who) for who in (anna, anna, root))
    sign_out(database, anna)
    assert holder_of_session(database, first) is None
    assert holder_of_session(database, second) is None
    assert holder_of_token(database, first_token) is None
    assert holder_of_session(database, other) is not None


def test_a_session_expires(database: AppDatabase, anna: Account, clock: Hands) -> None:
    session_id, token = token_of(database, anna)
    clock.move(days=13, hours=23)
    assert holder_of_token(database, token) is not None
    clock.move(hours=1)
    assert holder_of_token(database, token) is None
    assert holder_of_session(database, session_id) is None


def test_the_cookie_lives_as_long_as_the_session(database: AppDatabase, anna: Account, clock: Hands) -> None:
    started = start_session(database, anna.account_id)
    clock.move(seconds=30)
    redeemed = redeem_ticket(database, started.ticket)
    assert redeemed is not None
    assert redeemed.seconds == 14 * 24 * 3600 - 30


def test_last_seen_moves_once_a_minute(database: AppDatabase, anna: Account, clock: Hands) -> None:
    session_id, _ = token_of(database, anna)
    signed_in = clock()
    clock.move(seconds=59)
    holder_of_session(database, session_id)
    assert live_sessions(database)[0].last_seen_at == signed_in
    clock.move(seconds=1)
    holder_of_session(database, session_id)
    assert live_sessions(database)[0].last_seen_at == clock()


def test_an_administrator_ends_one_session_or_all(database: AppDatabase, anna: Account, root: Account) -> None:
    first, second = token_of(database, anna)[0], token_of(database, anna)[0]
    end_session(database, first, "root")
    assert [live.session_id for live in live_sessions(database, anna.account_id)] == [second]
    assert end_sessions(database, anna.account_id, "root") == 1
    assert live_sessions(database, anna.account_id) == ()


def test_sessions_dead_for_a_month_are_cleared_away(database: AppDatabase, anna: Account, clock: Hands) -> None:
    token_of(database, anna)
    clock.move(days=45)
    token_of(database, anna)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sessions")).scalar() == 1
