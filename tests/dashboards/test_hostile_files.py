"""Dashboard files of bad will: refused with a sentence or read harmlessly; nothing outside the folder is touched."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from dashboards.as_text import retyped
from dashboards.check import check_file
from dashboards.diff import sentences
from dashboards.drafts import Editing
from dashboards.merge import merge
from dashboards.model import Dashboard
from dashboards.names import registry_names
from dashboards.parse import examine
from dashboards.store import BoardStore, Broken, NoBoard
from datasource.errors import InvalidInput, MingjingError
from tests.dashboards.hostile import PATHS, hostile

ALL, SAMPLE = 5000, 200
OWNER, ADMIN = 7, 8
PLAIN = Dashboard(id="won", title="Plain")
WATCH: dict[str, list[str]] = {"written": []}
WRITES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.symlink", "os.link", "os.truncate", "os.chmod")
RUNS = ("os.system", "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "os.fork", "exec")


def _watch(event: str, given: tuple[object, ...]) -> None:
    """Note every path that is written and everything that is run while `WATCH` is armed."""
    if not WATCH.get("armed"):
        return
    if event == "open" and isinstance(given[0], str | bytes):
        mode, flags = str(given[1] or ""), given[2]
        writes = set(mode) & set("wax+") or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes:
            WATCH["written"].append(os.fsdecode(given[0]))
    elif event in WRITES:
        folders = [one for one in given if isinstance(one, int) and one > 2 and event != "os.mkdir"]
        base = Path(f"/proc/self/fd/{folders[-1]}").resolve() if folders else Path.cwd()
        WATCH["written"] += [str(base / os.fsdecode(one)) for one in given if isinstance(one, str | bytes)]
    elif event in RUNS[:-1]:
        WATCH["written"].append(f"{event} {given}")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Path]:
    """A data folder; whatever is written meanwhile must lie in its `dashboards`, and nothing may be run."""
    if not WATCH.get("added"):
        sys.addaudithook(_watch)
        WATCH["added"] = ["yes"]
    WATCH["written"], WATCH["armed"] = [], ["yes"]
    yield tmp_path
    WATCH["armed"] = []
    home = f"{tmp_path / 'dashboards'}"
    outside = [path for path in WATCH["written"] if not os.path.normpath(path).startswith(home)]
    assert WATCH["written"]
    assert outside == []
    assert {entry.name for entry in tmp_path.iterdir()} == {"dashboards"}


def meet(store: BoardStore, folder: Path, content: bytes) -> str:
    """All that may happen to a file in the folder; what became of it."""
    file = folder / "dashboards" / str(OWNER) / "won.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    broken = store.list_broken(OWNER)
    try:
        stored = store.read(OWNER, "won")
    except InvalidInput as error:
        assert [one.slug for one in broken] == ["won"]
        assert isinstance(broken[0], Broken)
        sentence_of(error)
        assert [str(problem) for problem in check_file(file, NAMES)]
        refuse_as_text(content)
        return "refused"
    assert (stored.board.id, stored.slug, broken) == ("won", "won", ())
    use(store, stored.board)
    return "read"


NAMES = registry_names()


def sentence_of(error: InvalidInput) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.message.strip()
        assert "Traceback" not in problem.message
        assert len(problem.message) < 2000


def refuse_as_text(content: bytes) -> None:
    """The text view says what the parser says."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    found = retyped(text, PLAIN, NAMES)
    assert found.problems == examine(text, "won.yaml", NAMES)[1] != ()
    assert found.board is None


def use(store: BoardStore, board: Dashboard) -> None:
    """A file that is read can be drafted, compared, merged, published and thrown away like any other."""
    assert sentences(PLAIN, board)
    assert merge(PLAIN, board, PLAIN).board == board
    editing = store.open_draft(OWNER, "won", ADMIN)
    store.keep_draft(OWNER, "won", ADMIN, editing.changed(board.model_copy(update={"title": "Again"})))
    assert store.publish(OWNER, "won", ADMIN, "admin", "<script>").board.title == "Again"
    store.restore(OWNER, store.delete(OWNER, "won"))
    store.delete(OWNER, "won")


def meet_all(folder: Path, numbers: range) -> None:
    store, found = BoardStore(folder), {"read": 0, "refused": 0}
    for number in numbers:
        began = perf_counter()
        try:
            found[meet(store, folder, hostile(number))] += 1
        except BaseException as error:
            error.add_note(f"hostile({number})")
            raise
        assert perf_counter() - began < 20, f"hostile({number}) took too long"
    assert min(found.values()) > len(numbers) // 50, found


def test_a_sample_of_hostile_files_does_no_harm(watched: Path) -> None:
    meet_all(watched, range(SAMPLE))


@pytest.mark.slow
def test_thousands_of_hostile_files_do_no_harm(watched: Path) -> None:
    meet_all(watched, range(ALL))


def test_names_like_paths_lead_nowhere(watched: Path) -> None:
    store = BoardStore(watched)
    store.save(PLAIN, OWNER, 0, "ana")
    for name in [path for path in PATHS if path not in ("con", "won")]:
        for act in (
            lambda: store.read(OWNER, name),  # noqa: B023
            lambda: store.open_draft(OWNER, name, ADMIN),  # noqa: B023
            lambda: store.keep_draft(OWNER, name, ADMIN, Editing(PLAIN)),  # noqa: B023
            lambda: store.drop_draft(OWNER, name, ADMIN),  # noqa: B023
            lambda: store.publish(OWNER, name, ADMIN, "a"),  # noqa: B023
            lambda: store.restore_revision(OWNER, name, 1, "a"),  # noqa: B023
            lambda: store.delete(OWNER, name),  # noqa: B023
            lambda: store.restore(OWNER, name),  # noqa: B023
        ):
            with pytest.raises(NoBoard):
                act()
    for account in (0, -1, "1", "../1", None, 1.5):
        with pytest.raises(MingjingError):
            store.open_draft(OWNER, "won", account)  # type: ignore[arg-type]
        with pytest.raises(MingjingError):
            store.read(account, "won")  # type: ignore[arg-type]


def test_links_that_lead_out_of_the_folder_are_not_followed_by_writes(
    watched: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    WATCH["armed"] = []
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_bytes(b"secret: yes\n")
    WATCH["armed"] = ["yes"]
    store = BoardStore(watched)
    store.save(PLAIN, OWNER, 0, "ana")
    file = watched / "dashboards" / str(OWNER) / "won.yaml"
    file.unlink()
    file.symlink_to(outside)
    WATCH["written"] = [one for one in WATCH["written"] if one != str(outside)]
    assert store.list_mine(OWNER) == ()
    with pytest.raises(InvalidInput):
        store.save(PLAIN, OWNER, 1, "ana")
    assert outside.read_bytes() == b"secret: yes\n"
