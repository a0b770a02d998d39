"""A process that is killed while it writes never leaves a broken board, and never takes back what it acknowledged."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from dashboards.drafts import Editing
from dashboards.model import Dashboard, Share
from dashboards.store import BoardStore, NoBoard

ROOT = Path(__file__).parents[2]


class Killed(BaseException):
    """What stands for the end of the process: nothing may catch it."""


class HalfWritten:
    """A file whose writer dies in the middle of what it writes."""

    def __init__(self, opened: IO[bytes]) -> None:
        self.opened = opened

    def write(self, content: bytes) -> None:
        self.opened.write(content[: len(content) // 2])
        self.opened.flush()
        raise Killed


def kill_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Die before the `step`-th thing that is done to the disk, or in the middle of it when it is a write."""
    left = [step]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(*given, **named)

        return call

    real_open = os.fdopen

    @contextmanager
    def torn(handle: int, mode: str) -> Iterator[object]:
        with real_open(handle, mode) as opened:
            left[0] -= 1
            yield opened if left[0] >= 0 else HalfWritten(opened)

    patch.setattr(os, "fdopen", torn)
    for owner, name in ((os, "open"), (os, "fsync"), (Path, "replace"), (Path, "rename")):
        patch.setattr(owner, name, counted(getattr(owner, name)))
    for name in ("copytree", "rmtree"):
        patch.setattr(shutil, name, counted(getattr(shutil, name)))


def board(title: str) -> Dashboard:
    return Dashboard(id="won", title=title)


Act = Callable[[BoardStore], object]
ACTS: dict[str, tuple[Act, set[tuple[int, str]], set[tuple[int, str]]]] = {
    "save": (lambda store: store.save(board("Two"), 1, 1, "ana"), {(1, "One")}, {(1, "Two")}),
    "share": (lambda store: store.share(1, "won", Share(everyone=True), "ana"), {(1, "One")}, {(1, "One")}),
    "pass on": (lambda store: store.pass_on(1, 2), {(1, "One")}, {(2, "One")}),
    "delete": (lambda store: store.delete(1, "won"), {(1, "One")}, set()),
    "copy": (lambda store: store.copy(1, "won", 2, "ben"), {(1, "One")}, {(1, "One"), (2, "One")}),
    "publish": (lambda store: store.publish(1, "won", 1, "ana", "why"), {(1, "One")}, {(1, "Draft")}),
    "keep a draft": (lambda store: keep(store, "Again"), {(1, "One")}, {(1, "One")}),
}


def keep(store: BoardStore, title: str) -> Editing:
    editing = store.open_draft(1, "won", 1)
    return store.keep_draft(1, "won", 1, editing.changed(editing.board.model_copy(update={"title": title})))


def drafts_of(store: BoardStore) -> set[str]:
    """The titles of all drafts, wherever a move that was cut short has left them."""
    return {one.title for account in (1, 2) for one in store.list_drafts(account)}


@pytest.mark.parametrize("act", ACTS)
def test_at_each_step_the_boards_are_as_before_or_as_after(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do, before, after = ACTS[act]
    for step in range(100):
        folder = tmp_path / str(step)
        BoardStore(folder).save(board("One"), 1, 0, "ana")
        keep(BoardStore(folder), "Draft")
        with monkeypatch.context() as patch:
            kill_at(step, patch)
            try:
                do(BoardStore(folder))
                break
            except Killed:
                pass
        found = {(stored.owner_id, stored.board.title) for stored in BoardStore(folder).list_all()}
        assert found in (before, after), f"killed before step {step}"
        assert not any(BoardStore(folder).list_broken(owner) for owner in (1, 2))
        kept = drafts_of(BoardStore(folder))
        assert kept <= {"Draft", "Again"}
        assert kept or found == after
        do_again_is_possible(do, folder)
    assert step > 4


def do_again_is_possible(do: Act, folder: Path) -> None:
    """The same act after the crash works, or says that it is done already."""
    try:
        do(BoardStore(folder))
    except NoBoard:
        assert BoardStore(folder).list_mine(1) == ()


def test_a_save_that_was_cut_short_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BoardStore(tmp_path)
    store.save(board("One"), 1, 0, "ana")
    real = Path.replace

    def stop_before_the_board(source: Path, target: Path) -> Path:
        if target.name == "won.yaml":
            raise Killed
        return real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop_before_the_board)
        with pytest.raises(Killed):
            store.save(board("Cut short"), 1, 1, "ana")
    assert (store.read(1, "won").board.title, store.read(1, "won").revision) == ("One", 1)
    assert store.save(board("Two"), 1, 1, "ana").revision == 3
    assert store.read_revision(1, "won", 2).title == "Cut short"


KILLS = """
import os, random, signal, sys, time
from pathlib import Path
from dashboards.model import Dashboard, Tile
from dashboards.store import BoardStore

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(7)

def board(number):
    return Dashboard(id="won", title=str(number), tiles=(Tile(id="a", x=0, y=0, w=1, h=1, text="x" * number),))

def save_forever(tell):
    store = BoardStore(folder)
    seen = store.read(1, "won")
    while True:
        number = int(seen.board.title) + 1
        seen = store.save(board(number), 1, seen.revision, "ana")
        os.write(tell, b"%d\\n" % number)

BoardStore(folder).save(board(1), 1, 0, "ana")
last = 1
for kill in range(kills):
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        save_forever(tell)
    os.close(tell)
    told, wanted = b"", chance.randint(1, 3)
    while told.count(b"\\n") < wanted:
        told += os.read(hear, 4096)
    time.sleep(chance.uniform(0, 0.006))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(hear, "rb") as rest:
        last = max(map(int, (told + rest.read()).split()))
    found = BoardStore(folder).read(1, "won")
    number = int(found.board.title)
    assert number in (last, last + 1), (number, last)
    assert found.board.tiles[0].text == "x" * number
    last = number
    history = BoardStore(folder).revisions(1, "won")
    for note in history[:3]:
        BoardStore(folder).read_revision(1, "won", note.number)
    if len(history) > 200:
        BoardStore(folder).delete(1, "won")
        BoardStore(folder).save(board(1), 1, 0, "ana")
        last = 1
"""


DRAFT_KILLS = """
import os, random, signal, sys, time
from pathlib import Path
from dashboards.model import Dashboard, Tile
from dashboards.store import BoardStore

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(7)

def board(number):
    return Dashboard(id="won", title=str(number), tiles=(Tile(id="a", x=0, y=0, w=1, h=1, text="x" * number),))

def edit_forever(tell):
    # Five edits of the draft, then a publish, again and again; each is told when it is kept.
    store = BoardStore(folder)
    while True:
        editing = store.open_draft(1, "won", 1)
        number = int(editing.board.title)
        for _ in range(5):
            number += 1
            editing = store.keep_draft(1, "won", 1, editing.changed(board(number)))
            os.write(tell, b"d%d\\n" % number)
        stored = store.publish(1, "won", 1, "ana", "note %d" % number)
        assert stored.board.title == str(number)
        os.write(tell, b"p%d\\n" % number)

store = BoardStore(folder)
store.save(board(1), 1, 0, "ana")
drafted = published = 1
for kill in range(kills):
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        edit_forever(tell)
    os.close(tell)
    told, wanted = b"", chance.randint(1, 5)
    while told.count(b"\\n") < wanted:
        told += os.read(hear, 4096)
    time.sleep(chance.uniform(0, 0.006))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(hear, "rb") as rest:
        told += rest.read()
    lines = told.split()
    drafted = max([drafted, *(int(line[1:]) for line in lines)])
    published = max([published, *(int(line[1:]) for line in lines if line[:1] == b"p")])
    store = BoardStore(folder)
    found, editing = store.read(1, "won"), store.open_draft(1, "won", 1)
    for one in (found.board, editing.board, *editing.past):
        assert one.tiles[0].text == "x" * int(one.title)
    # What was told is kept; the step that was cut short is kept whole or not at all.
    assert int(editing.board.title) in (drafted, drafted + 1), (editing.board.title, drafted)
    assert int(found.board.title) in (published, drafted), (found.board.title, published, drafted)
    assert store.list_broken(1) == ()
    drafted, published = int(editing.board.title), int(found.board.title)
    history = store.revisions(1, "won")
    for note in history[:3]:
        assert store.read_revision(1, "won", note.number)
        assert note.number == 1 or note.text.startswith("note ")
    if drafted > 300:
        store.drop_draft(1, "won", 1)
        store.delete(1, "won")
        store.save(board(1), 1, 0, "ana")
        drafted = published = 1
"""


def kill(folder: Path, times: int, script: str = KILLS) -> subprocess.CompletedProcess[str]:
    # Python 3.12 and later warn of any fork beside threads; the child here takes no lock of theirs.
    command = [sys.executable, "-W", "ignore:This process:DeprecationWarning", "-c", script, str(folder), str(times)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_a_few_kills_find_no_broken_board(tmp_path: Path) -> None:
    done = kill(tmp_path, 15)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_many_kills_find_no_broken_board(tmp_path: Path) -> None:
    done = kill(tmp_path, 300)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_a_few_kills_find_no_broken_draft(tmp_path: Path) -> None:
    done = kill(tmp_path, 15, DRAFT_KILLS)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_five_hundred_kills_find_no_broken_draft(tmp_path: Path) -> None:
    done = kill(tmp_path, 500, DRAFT_KILLS)
    assert (done.returncode, done.stderr) == (0, "")
