"""What is noted about boards stays true: marks fall with a change, and go with stars and openings where boards go."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboards.model import Dashboard, Share, Tile
from dashboards.shape import changed
from dashboards.store import BoardStore
from dashboards.witness import Notes
from datasource.people.accounts import NewAccount, add_account
from datasource.people.audit import Action, newest
from datasource.people.board_uses import certify, favour, marks, opened, uses
from datasource.people.database import AppDatabase, open_app_database

ANA, BEN = 1, 2
WON = Dashboard(id="won", title="Won", tiles=(Tile(id="a", x=0, y=0, w=2, h=2, text="a"),))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[AppDatabase]:
    made = open_app_database(tmp_path)
    for login in ("ana", "ben"):
        add_account(made, NewAccount(login, login.title()), "operator", "one time")
    yield made
    made.engine.dispose()


@pytest.fixture
def store(database: AppDatabase) -> BoardStore:
    """A board of Ana that the boss vouches for and that Ben has opened and starred."""
    made = BoardStore(database.folder, lambda: datetime(2026, 3, 5, tzinfo=UTC), Notes(database))
    made.save(WON, ANA, 0, "ana")
    certify(database, "1-won", "boss")
    opened(database, BEN, "1-won")
    favour(database, BEN, "1-won", is_favourite=True)
    return made


def publish(store: BoardStore) -> None:
    editing = store.open_draft(ANA, "won", ANA)
    store.keep_draft(ANA, "won", ANA, editing.changed(changed(WON, {"title": "Lost"})))
    store.publish(ANA, "won", ANA, "ana")


@pytest.mark.parametrize(
    "act",
    [
        publish,
        lambda store: store.save(changed(WON, {"title": "Lost"}), ANA, 1, "ana"),
        lambda store: store.rename(ANA, "won", "Lost", "ana"),
    ],
)
def test_a_change_of_what_readers_see_ends_the_certification(
    store: BoardStore, database: AppDatabase, act: Callable[[BoardStore], object]
) -> None:
    act(store)
    assert marks(database) == {}
    (entry,) = newest(database, 1)
    assert (entry.actor, entry.action, entry.object, entry.detail) == (
        "ana",
        Action.BOARD_CHANGED_UNCERTIFIED,
        "1-won",
        "boss",
    )


def test_restoring_another_revision_ends_the_certification(store: BoardStore, database: AppDatabase) -> None:
    store.rename(ANA, "won", "Lost", "ana")
    certify(database, "1-won", "boss")
    store.restore_revision(ANA, "won", 1, "ana")
    assert marks(database) == {}


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.share(ANA, "won", Share(people=("ben",)), "ana"),
        lambda store: store.save(WON, ANA, 1, "ana"),
        lambda store: store.rename(ANA, "won", "Won", "ana"),
        lambda store: store.keep_draft(
            ANA, "won", ANA, store.open_draft(ANA, "won", ANA).changed(changed(WON, {"title": "Lost"}))
        ),
    ],
)
def test_sharing_drafts_and_saves_without_a_change_leave_it(
    store: BoardStore, database: AppDatabase, act: Callable[[BoardStore], object]
) -> None:
    act(store)
    assert [*marks(database)] == ["1-won"]


@pytest.mark.parametrize(
    "act", [lambda store: store.pass_on(ANA, BEN), lambda store: store.pass_one_on(ANA, "won", BEN)]
)
def test_what_was_noted_goes_with_a_board_to_its_heir(
    store: BoardStore, database: AppDatabase, act: Callable[[BoardStore], object]
) -> None:
    act(store)
    assert [*marks(database)] == ["2-won"]
    assert [(board, use.opens, use.is_favourite) for board, use in uses(database, BEN).items()] == [("2-won", 1, True)]


def test_a_new_board_under_an_old_name_inherits_nothing(store: BoardStore, database: AppDatabase) -> None:
    name = store.delete(ANA, "won")
    store.save(WON, ANA, 0, "ana")
    assert "1-won" not in marks(database)
    assert "1-won" not in uses(database, BEN)
    assert store.restore(ANA, name).address == "1-won-2"
    assert [*marks(database)] == [*uses(database, BEN)] == ["1-won-2"]


def test_a_draft_goes_on_over_a_board_that_was_only_shared_meanwhile(store: BoardStore) -> None:
    editing = store.open_draft(ANA, "won", ANA)
    store.keep_draft(ANA, "won", ANA, editing.changed(changed(WON, {"title": "Lost"})))
    shared = store.share(ANA, "won", Share(people=("ben",)), "ana")
    assert store.open_draft(ANA, "won", ANA).base_revision == shared.revision
    assert store.publish(ANA, "won", ANA, "ana").board == changed(shared.board, {"title": "Lost"})


def test_one_board_is_passed_on_with_the_leaver_s_draft(store: BoardStore) -> None:
    store.save(changed(WON, {"id": "kept", "title": "Kept"}), ANA, 0, "ana")
    store.save(WON, BEN, 0, "ben")
    editing = store.open_draft(ANA, "won", ANA)
    store.keep_draft(ANA, "won", ANA, editing.changed(changed(WON, {"title": "Begun"})))
    assert store.pass_one_on(ANA, "won", BEN) == "won-2"
    assert [one.slug for one in store.list_mine(ANA)] == ["kept"]
    assert store.open_draft(BEN, "won-2", BEN).board.title == "Begun"


def test_the_size_of_a_board_is_that_of_all_its_revisions(store: BoardStore) -> None:
    before = store.size(ANA, "won")
    store.rename(ANA, "won", "Lost", "ana")
    after = store.size(ANA, "won")
    assert (before.revisions, after.revisions) == (1, 2)
    assert after.bytes > before.bytes > 0
