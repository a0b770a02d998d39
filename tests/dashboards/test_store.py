"""Boards on disk: kept, found, shared, passed on, thrown away and brought back."""

import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from dashboards.access import Guest
from dashboards.disk import locked
from dashboards.model import Dashboard, Share, Tile
from dashboards.store import BoardStore, ConcurrentSave, NoBoard
from datasource.errors import InvalidInput, MingjingError
from datasource.people.account import Account

ANA, BEN = 1, 2
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def board(slug: str = "won", title: str = "Won") -> Dashboard:
    return Dashboard(id=slug, title=title, tiles=(Tile(id="a", x=0, y=0, w=2, h=2, text=title),))


@pytest.fixture
def store(tmp_path: Path) -> BoardStore:
    minutes = count()
    return BoardStore(tmp_path, now=lambda: NOON + timedelta(minutes=next(minutes)))


def guest(login: str, account_id: int = 9) -> Guest:
    return Guest(Account(account_id=account_id, login=login, name=login))


def titles(found: tuple[object, ...]) -> list[str]:
    return [stored.board.title for stored in found]  # type: ignore[attr-defined]


def test_a_saved_board_is_read_back(store: BoardStore, tmp_path: Path) -> None:
    saved = store.save(board(), ANA, 0, "ana")
    assert (saved.revision, saved.author, saved.saved_at) == (1, "ana", NOON)
    assert store.read(ANA, "won") == saved
    assert BoardStore(tmp_path).read(ANA, "won") == saved
    assert (
        (tmp_path / "dashboards" / "1" / "won.yaml").read_text("utf-8").startswith("version: 1\nid: won\ntitle: Won\n")
    )


def test_every_save_is_a_revision_that_stays_readable(store: BoardStore) -> None:
    store.save(board(title="One"), ANA, 0, "ana")
    store.save(board(title="Two"), ANA, 1, "ben")
    third = store.save(board(title="One"), ANA, 2, "ana")
    assert third.revision == 3
    assert [(note.number, note.author) for note in store.revisions(ANA, "won")] == [(3, "ana"), (2, "ben"), (1, "ana")]
    assert store.read_revision(ANA, "won", 2).title == "Two"
    assert store.read(ANA, "won").revision == 3


def test_a_save_without_a_change_is_no_revision(store: BoardStore) -> None:
    first = store.save(board(), ANA, 0, "ana")
    assert store.save(board(), ANA, 1, "ben") == first


def test_a_save_over_an_unseen_revision_is_refused_and_both_are_kept(store: BoardStore) -> None:
    store.save(board(title="One"), ANA, 0, "ana")
    theirs = store.save(board(title="Theirs"), ANA, 1, "ben")
    with pytest.raises(ConcurrentSave, match="'Theirs' was saved by ben since you opened it") as refused:
        store.save(board(title="Mine"), ANA, 1, "ana")
    assert refused.value.mine.title == "Mine"
    assert refused.value.theirs == theirs == store.read(ANA, "won")
    assert store.read_draft(ANA, "won", refused.value.draft).title == "Mine"
    assert [(note.number, note.author) for note in store.drafts(ANA, "won")] == [(1, "ana")]


def test_a_new_board_does_not_overwrite_one_of_the_same_name(store: BoardStore) -> None:
    store.save(board(title="One"), ANA, 0, "ana")
    with pytest.raises(ConcurrentSave):
        store.save(board(title="Two"), ANA, 0, "ana")
    assert store.read(ANA, "won").board.title == "One"


def test_a_board_deleted_meanwhile_is_not_brought_back_by_a_save(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.delete(ANA, "won")
    with pytest.raises(NoBoard, match="'won'"):
        store.save(board(title="Later"), ANA, 1, "ana")


def test_an_edit_by_hand_counts_as_a_revision_that_must_be_seen(store: BoardStore, tmp_path: Path) -> None:
    store.save(board(title="One"), ANA, 0, "ana")
    file = tmp_path / "dashboards" / "1" / "won.yaml"
    file.write_text(file.read_text("utf-8").replace("One", "By hand"), "utf-8")
    found = store.read(ANA, "won")
    assert (found.board.title, found.revision, found.author, found.saved_at) == ("By hand", 2, "", None)
    with pytest.raises(ConcurrentSave, match="by someone else"):
        store.save(board(title="Two"), ANA, 1, "ana")
    assert store.save(board(title="Two"), ANA, 2, "ana").revision == 3
    assert store.read_revision(ANA, "won", 2).title == "By hand"


def test_a_file_that_a_hand_has_broken_is_told_and_hides_nothing(store: BoardStore, tmp_path: Path) -> None:
    store.save(board(), ANA, 0, "ana")
    store.save(board("lost", "Lost"), ANA, 0, "ana")
    (tmp_path / "dashboards" / "1" / "won.yaml").write_text("version: 1\nid: won\ntitel: Won\n", "utf-8")
    assert titles(store.list_mine(ANA)) == ["Lost"]
    (broken,) = store.list_broken(ANA)
    assert (broken.slug, str(broken.problems[1])) == (
        "won",
        "won.yaml:3: titel: unknown key 'titel'. Did you mean 'title'?",
    )
    with pytest.raises(InvalidInput, match="unknown key 'titel'"):
        store.read(ANA, "won")
    assert store.read_revision(ANA, "won", 1) == board()


def test_a_file_copied_by_hand_goes_by_its_own_name(store: BoardStore, tmp_path: Path) -> None:
    store.save(board(), ANA, 0, "ana")
    folder = tmp_path / "dashboards" / "1"
    (folder / "other.yaml").write_bytes((folder / "won.yaml").read_bytes())
    assert store.read(ANA, "other").board.id == "other"


def test_boards_are_listed_by_title_for_their_owner_only(store: BoardStore) -> None:
    for slug, title in (("b", "beta"), ("a", "Alpha"), ("c", "明镜")):
        store.save(board(slug, title), ANA, 0, "ana")
    store.save(board("d", "Delta"), BEN, 0, "ben")
    assert titles(store.list_mine(ANA)) == ["Alpha", "beta", "明镜"]
    assert titles(store.list_mine(3)) == []
    assert titles(store.list_all()) == ["Alpha", "beta", "Delta", "明镜"]


def test_a_shared_board_is_found_by_those_named_until_it_is_taken_back(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    assert store.list_shared_with(guest("rep")) == ()
    store.share(ANA, "won", Share(people=("rep", "ben")), "ana")
    assert titles(store.list_shared_with(guest("rep"))) == ["Won"]
    store.take_back(ANA, "won", "ana", "rep")
    assert store.list_shared_with(guest("rep")) == ()
    assert titles(store.list_shared_with(guest("ben"))) == ["Won"]
    store.take_back(ANA, "won", "ana")
    assert store.list_shared_with(guest("ben")) == ()


def test_a_board_for_everyone_is_found_by_all_but_its_owner(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.share(ANA, "won", Share(everyone=True), "ana")
    assert titles(store.list_shared_with(guest("anybody"))) == ["Won"]
    assert store.list_shared_with(guest("ana", ANA)) == ()


def test_a_save_never_gives_access_back(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    opened = store.share(ANA, "won", Share(people=("rep",)), "ana")
    taken = store.take_back(ANA, "won", "ana")
    changed = opened.board.model_copy(update={"title": "Won again"})
    assert store.save(changed, ANA, taken.revision, "ana").board.share == Share()
    assert store.list_shared_with(guest("rep")) == ()


def test_a_renamed_board_keeps_its_address(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    renamed = store.rename(ANA, "won", "赢单", "ana")
    assert (renamed.slug, renamed.board.title, renamed.revision) == ("won", "赢单", 2)


@pytest.mark.parametrize("title", ["", "x" * 201])
def test_a_title_that_no_board_may_have_is_refused(store: BoardStore, title: str) -> None:
    store.save(board(), ANA, 0, "ana")
    with pytest.raises(InvalidInput, match="title: must"):
        store.rename(ANA, "won", title, "ana")
    assert store.read(ANA, "won").revision == 1


def test_a_copy_is_private_and_stands_beside(store: BoardStore) -> None:
    store.save(board(), ANA, 0, "ana")
    store.share(ANA, "won", Share(everyone=True), "ana")
    assert store.copy(ANA, "won", BEN, "ben").slug == "won"
    second = store.copy(ANA, "won", BEN, "ben", "Won, mine")
    assert (second.slug, second.owner_id, second.board.id, second.revision) == ("won-mine", BEN, "won-mine", 1)
    assert second.board.share == Share()
    assert titles(store.list_mine(BEN)) == ["Won", "Won, mine"]


def test_a_deleted_board_comes_back_with_its_revisions(store: BoardStore) -> None:
    store.save(board(title="One"), ANA, 0, "ana")
    store.save(board(title="Two"), ANA, 1, "ana")
    name = store.delete(ANA, "won")
    assert store.list_mine(ANA) == ()
    assert [(found.name, found.slug, found.title) for found in store.trash(ANA)] == [(name, "won", "Two")]
    assert store.restore(ANA, name).board.title == "Two"
    assert store.read_revision(ANA, "won", 1).title == "One"
    assert store.trash(ANA) == ()


def test_a_deleted_board_comes_back_under_another_name_when_its_own_is_taken(store: BoardStore) -> None:
    store.save(board(title="Old"), ANA, 0, "ana")
    name = store.delete(ANA, "won")
    new = store.save(board(title="New"), ANA, 0, "ana")
    assert (new.revision, store.revisions(ANA, "won")[0].number) == (1, 1)
    assert store.restore(ANA, name).slug == "won-2"
    assert titles(store.list_mine(ANA)) == ["New", "Old"]


def test_a_leavers_boards_pass_on_with_revisions_and_shares(store: BoardStore) -> None:
    store.save(board(title="Ana's"), ANA, 0, "ana")
    store.save(board("lost", "Lost"), ANA, 0, "ana")
    store.share(ANA, "lost", Share(people=("rep",)), "ana")
    store.save(board(title="Ben's"), BEN, 0, "ben")
    assert store.pass_on(ANA, BEN) == (("lost", "lost"), ("won", "won-2"))
    assert store.list_mine(ANA) == ()
    assert titles(store.list_mine(BEN)) == ["Ana's", "Ben's", "Lost"]
    assert titles(store.list_shared_with(guest("rep"))) == ["Lost"]
    assert [note.number for note in store.revisions(BEN, "lost")] == [2, 1]
    assert store.pass_on(BEN, BEN) == ()


@pytest.mark.parametrize("slug", ["../1/won", "..", "a/b", "won.yaml", "", "won\x00", "C:won", "~won"])
def test_no_name_leads_out_of_the_owners_folder(store: BoardStore, slug: str) -> None:
    store.save(board(), ANA, 0, "ana")
    with pytest.raises(NoBoard):
        store.read(BEN, slug)
    with pytest.raises(NoBoard):
        store.delete(BEN, slug)
    with pytest.raises(NoBoard):
        store.restore(ANA, slug)


@pytest.mark.parametrize("owner", [0, -1, True, "1", "../1"])
def test_no_number_leads_to_another_folder(store: BoardStore, owner: int) -> None:
    with pytest.raises(MingjingError, match="An account's number"):
        store.list_mine(owner)


def test_a_title_in_any_language_finds_a_free_place(store: BoardStore) -> None:
    slug = store.new_slug(ANA, "销售漏斗")
    store.save(board(slug, "销售漏斗"), ANA, 0, "ana")
    assert store.new_slug(ANA, "销售漏斗") == f"{slug}-2"


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    BoardStore(tmp_path).save(board(title="0"), ANA, 0, "ana")

    def add_one(writer: str, times: int) -> None:
        store = BoardStore(tmp_path)
        while times:
            seen = store.read(ANA, "won")
            title = str(int(seen.board.title) + 1)
            changed = seen.board.model_copy(update={"title": title, "description": f"{title} by {writer}"})
            try:
                store.save(changed, ANA, seen.revision, "ana")
                times -= 1
            except ConcurrentSave:
                continue

    writers = [Thread(target=add_one, args=(writer, 5)) for writer in ("one", "two", "three")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = BoardStore(tmp_path).read(ANA, "won")
    assert (found.board.title, found.revision) == ("15", 16)


def test_a_lock_that_is_held_too_long_is_told(tmp_path: Path) -> None:
    told = "Another program is writing boards"
    lock = tmp_path / ".lock"
    with locked(lock), pytest.raises(MingjingError, match=told), locked(lock, patience=0.05):
        pytest.fail("the lock was given twice")


def test_a_full_disk_is_told_and_leaves_the_board_as_it_was(store: BoardStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(board(title="One"), ANA, 0, "ana")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(MingjingError, match=r"Boards cannot be kept in .*No space left on device"):
            store.save(board(title="Two"), ANA, 1, "ana")
    assert store.read(ANA, "won").board.title == "One"
    assert store.save(board(title="Two"), ANA, 1, "ana").board.title == "Two"
