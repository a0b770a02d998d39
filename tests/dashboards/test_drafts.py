"""Working drafts: kept beside what readers see, with the way back; published whole or not at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.drafts import MAX_BYTES, DraftMoved, Editing, read, written
from dashboards.merge import merge
from dashboards.model import Dashboard, Share, Tile
from dashboards.shape import changed
from dashboards.store import BoardStore, ConcurrentPublish, NoBoard
from datasource.errors import InvalidInput, MingjingError
from tests.dashboards.boards import boards
from tests.dashboards.edits import Edit, done, edits, start

ANA, BEN, HEIR = 1, 2, 3
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def board(title: str = "Won", slug: str = "won", tiles: int = 1) -> Dashboard:
    made = (Tile(id=f"t{at}", x=0, y=2 * at, w=2, h=2, text=f"{at} {title}") for at in range(tiles))
    return Dashboard(id=slug, title=title, tiles=tuple(made))


def retitled(editing: Editing, title: str) -> Editing:
    return editing.changed(changed(editing.board, {"title": title}))


@pytest.fixture
def store(tmp_path: Path) -> BoardStore:
    minutes = count()
    return BoardStore(tmp_path, now=lambda: NOON + timedelta(minutes=next(minutes)))


def test_readers_see_what_is_published_and_never_a_draft(store: BoardStore) -> None:
    published = store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Mine"))
    assert store.read(ANA, "won") == published
    assert [stored.board.title for stored in store.list_all()] == ["Won"]
    assert store.open_draft(ANA, "won", ANA).board.title == "Mine"
    assert store.open_draft(ANA, "won", BEN).board.title == "Won"


def test_a_new_board_is_a_draft_first(store: BoardStore) -> None:
    first = store.new_draft(ANA, board("Won"), ANA)
    second = store.new_draft(ANA, board("Won"), ANA)
    assert (first.board.id, second.board.id) == ("won", "won-2")
    assert store.list_mine(ANA) == ()
    assert [(one.slug, one.base_revision) for one in store.list_drafts(ANA)] == [("won", 0), ("won-2", 0)]
    stored = store.publish(ANA, "won", ANA, "ana", "first")
    assert (stored.board.title, stored.revision) == ("Won", 1)
    assert [note.text for note in store.revisions(ANA, "won")] == ["first"]
    assert [one.slug for one in store.list_drafts(ANA)] == ["won-2"]


@settings(max_examples=30)
@given(st.lists(boards, min_size=1, max_size=6), st.integers(0, 6))
def test_a_draft_is_read_back_as_it_was_written(made: list[Dashboard], back: int) -> None:
    first, *later = [one.model_copy(update={"id": "won"}) for one in made]
    editing = Editing(first, 3, base=first, number=7)
    for one in later:
        editing = editing.changed(one)
    for _ in range(back):
        editing = editing.undo()
    assert read(written(editing, NOON), "won") == editing


@settings(max_examples=25)
@given(st.lists(boards, min_size=1, max_size=5))
def test_undo_takes_back_what_was_done_and_redo_brings_it_again(made: list[Dashboard]) -> None:
    editing = Editing(board())
    for one in made:
        done = editing.changed(one)
        assert done == editing or (done.undo().board == editing.board and done.undo().redo() == done)
        assert done.undo().past == editing.past or done == editing
        editing = done


def test_a_hundred_steps_back_are_kept(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    editing = store.open_draft(ANA, "won", ANA)
    for step in range(150):
        editing = store.keep_draft(ANA, "won", ANA, retitled(editing, f"Step {step}"))
    found = store.open_draft(ANA, "won", ANA)
    for _ in range(100):
        found = found.undo()
    assert found.board.title == "Step 49"


def test_keeping_a_large_draft_is_quick_and_its_file_bounded(store: BoardStore, tmp_path: Path) -> None:
    editing = store.new_draft(ANA, board(tiles=200), ANA)
    for step in range(120):
        moved = (tile.model_copy(update={"y": tile.y + step % 3}) for tile in editing.board.tiles)
        tiles = tuple(moved)
        edited = tiles[step].model_copy(update={"title": f"Edit {step}"})
        editing = editing.changed(
            editing.board.model_copy(update={"tiles": (*tiles[:step], edited, *tiles[step + 1 :])})
        )
    took = []
    for step in range(10):
        began = thread_time()
        editing = store.keep_draft(ANA, "won", ANA, retitled(editing, f"Step {step}"))
        took.append(thread_time() - began)
    assert store.open_draft(ANA, "won", ANA) == editing
    assert (tmp_path / "dashboards" / "1" / "won.drafts" / "1.json").stat().st_size < MAX_BYTES
    assert min(took) < 0.05  # processor time: other tests may keep the machine busy


def test_the_oldest_steps_go_when_the_file_would_grow_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.drafts.MAX_BYTES", 10_000)
    editing = Editing(board())
    for step in range(50):
        editing = retitled(editing, f"{step:03d}" * 50)
    content = written(editing, NOON)
    found = read(content, "won")
    assert len(content) <= 10_000
    assert found.board == editing.board
    assert 0 < len(found.past) < 50
    assert found.past == editing.past[-len(found.past) :]


def test_a_second_window_does_not_write_over_the_first(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    one = other = store.open_draft(ANA, "won", ANA)
    one = store.keep_draft(ANA, "won", ANA, retitled(one, "One"))
    with pytest.raises(DraftMoved) as refused:
        store.keep_draft(ANA, "won", ANA, retitled(other, "Other"))
    assert refused.value.theirs == one == store.open_draft(ANA, "won", ANA)
    store.keep_draft(ANA, "won", ANA, retitled(refused.value.theirs, "Other"))


def test_publishing_is_refused_with_both_versions_when_someone_published_in_between(store: BoardStore) -> None:
    first = store.save(board("Base"), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Mine"))
    store.keep_draft(ANA, "won", BEN, retitled(store.open_draft(ANA, "won", BEN), "Theirs"))
    theirs = store.publish(ANA, "won", BEN, "ben")
    with pytest.raises(ConcurrentPublish, match="published by ben") as refused:
        store.publish(ANA, "won", ANA, "ana")
    assert (refused.value.base, refused.value.theirs, refused.value.mine.title) == (first.board, theirs, "Mine")
    draft = store.open_draft(ANA, "won", ANA)
    assert draft.board.title == "Mine"
    store.keep_draft(ANA, "won", ANA, draft.onto(theirs, draft.board))
    assert store.publish(ANA, "won", ANA, "ana", "both").revision == 3


def test_publishing_leaves_sharing_as_it_is(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Mine"))
    store.share(ANA, "won", Share(people=("kim",)), "ana")
    stored = store.publish(ANA, "won", ANA, "ana")
    assert (stored.board.title, stored.board.share) == ("Mine", Share(people=("kim",)))


def test_a_draft_without_a_change_follows_what_is_published(store: BoardStore) -> None:
    store.save(board("One"), ANA, 0, "ana")
    kept = store.keep_draft(ANA, "won", ANA, store.open_draft(ANA, "won", ANA))
    store.save(board("Two"), ANA, 1, "ben")
    found = store.open_draft(ANA, "won", ANA)
    assert (found.board.title, found.base_revision, found.number) == ("Two", 2, kept.number)


def test_a_draft_that_outlived_its_own_publishing_is_no_second_version(store: BoardStore) -> None:
    store.save(board("One"), ANA, 0, "ana")
    kept = store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Two"))
    store.save(kept.board, ANA, 1, "ana")
    found = store.open_draft(ANA, "won", ANA)
    assert (found.board.title, found.base_revision, found.number, found.differs) == ("Two", 2, kept.number, False)
    store.keep_draft(ANA, "won", ANA, retitled(found, "Three"))
    assert store.publish(ANA, "won", ANA, "ana").board.title == "Three"


def test_a_draft_is_opened_though_the_published_file_cannot_be_read(store: BoardStore, tmp_path: Path) -> None:
    store.save(board("One"), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Two"))
    (tmp_path / "dashboards" / "1" / "won.yaml").write_text("{", "utf-8")
    assert store.open_draft(ANA, "won", ANA).board.title == "Two"
    with pytest.raises(InvalidInput):
        store.open_draft(ANA, "won", BEN)


def test_a_dropped_draft_leaves_what_is_published(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Mine"))
    store.drop_draft(ANA, "won", ANA)
    assert store.open_draft(ANA, "won", ANA).board.title == "Won"
    assert store.list_drafts(ANA) == ()
    with pytest.raises(NoBoard):
        store.publish(ANA, "won", ANA, "ana")


def test_drafts_go_with_their_board_to_the_trash_and_back(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Mine"))
    name = store.delete(ANA, "won")
    assert store.list_drafts(ANA) == ()
    with pytest.raises(NoBoard):
        store.open_draft(ANA, "won", ANA)
    store.restore(ANA, name)
    assert store.open_draft(ANA, "won", ANA).board.title == "Mine"


def test_the_heir_gets_what_a_leaver_had_begun(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, retitled(store.open_draft(ANA, "won", ANA), "Begun"))
    store.new_draft(ANA, board("Never published"), ANA)
    store.pass_on(ANA, HEIR)
    assert store.open_draft(HEIR, "won", HEIR).board.title == "Begun"
    assert [(one.owner_id, one.title) for one in store.list_drafts(HEIR)] == [(3, "Begun"), (3, "Never published")]
    assert store.list_drafts(ANA) == ()


@pytest.mark.parametrize("slug", ["../won", "won/../../x", "", ".", "a\x00b", "WON", "won.yaml", "x" * 65])
def test_no_name_leads_a_draft_out_of_its_folder(store: BoardStore, slug: str) -> None:
    with pytest.raises(NoBoard):
        store.open_draft(ANA, slug, ANA)
    with pytest.raises(NoBoard):
        store.keep_draft(ANA, slug, ANA, Editing(board()))


@pytest.mark.parametrize("account", [0, -1, True, "1", "../1", 1.0])
def test_only_an_account_has_a_draft(store: BoardStore, account: int) -> None:
    with pytest.raises(MingjingError, match="whole number"):
        store.keep_draft(ANA, "won", account, Editing(board()))


@pytest.mark.parametrize("content", [b"", b"{", b"[]\n", b"\xff\n", b'{"version": 1}\n', b"null\n" * 3, b"[" * 100_000])
def test_a_draft_that_cannot_be_read_says_so_and_can_be_dropped(
    store: BoardStore, tmp_path: Path, content: bytes
) -> None:
    store.save(board(), ANA, 0, "ana")
    store.keep_draft(ANA, "won", ANA, store.open_draft(ANA, "won", ANA))
    (tmp_path / "dashboards" / "1" / "won.drafts" / "1.json").write_bytes(content)
    with pytest.raises(InvalidInput, match="discard it"):
        store.open_draft(ANA, "won", ANA)
    store.drop_draft(ANA, "won", ANA)
    assert store.open_draft(ANA, "won", ANA).board.title == "Won"


def test_an_old_revision_comes_back_as_a_new_one(store: BoardStore) -> None:
    store.save(board("One"), ANA, 0, "ana")
    store.save(board("Two"), ANA, 1, "ana")
    store.share(ANA, "won", Share(people=("kim",)), "ana")
    back = store.restore_revision(ANA, "won", 1, "ben")
    assert (back.board.title, back.revision, back.board.share) == ("One", 4, Share(people=("kim",)))
    newest = store.revisions(ANA, "won")[0]
    assert (newest.author, newest.restored, newest.text) == ("ben", 1, "")


def test_half_a_character_is_refused_before_it_is_kept(store: BoardStore) -> None:
    editing = Editing(board())
    half = editing.board.model_copy(update={"title": "\ud800"})
    with pytest.raises(MingjingError, match="Half a character"):
        store.keep_draft(ANA, "won", ANA, replace(editing, board=half))


@settings(max_examples=25)
@given(edits, edits)
def test_two_writers_at_one_board_both_find_their_edits_in_what_is_published(
    tmp_path_factory: pytest.TempPathFactory, one: list[Edit], other: list[Edit]
) -> None:
    store, base = BoardStore(tmp_path_factory.mktemp("two")), start()
    store.save(base, ANA, 0, "ana")
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    for account, board in ((ANA, mine), (BEN, theirs)):
        editing = store.open_draft(ANA, "won", account)
        store.keep_draft(ANA, "won", account, editing.changed(board))
    first = store.publish(ANA, "won", BEN, "ben")
    try:
        store.publish(ANA, "won", ANA, "ana")
    except ConcurrentPublish as refused:
        assert (refused.base, refused.mine, refused.theirs) == (base, mine, first)
        merged = merge(refused.base, refused.mine, refused.theirs.board).board
        store.keep_draft(ANA, "won", ANA, store.open_draft(ANA, "won", ANA).onto(first, merged))
        assert store.publish(ANA, "won", ANA, "ana").board == merged
    assert store.read(ANA, "won").board in (mine, theirs, merge(base, mine, theirs).board)
    assert store.open_draft(ANA, "won", ANA).differs is False
    kept = [store.read_revision(ANA, "won", note.number) for note in store.revisions(ANA, "won")]
    assert theirs in kept
