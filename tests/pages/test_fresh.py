"""An open board is drawn anew when data, today, board or reader changed, and asks nothing while they did not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboards.model import Dashboard
from datasource.errors import MingjingError
from datasource.people.account import Account, ScopeKind
from widgets.shell import fresh

BOB = Account(1, "bob", "Bob", crm_user_id=2)
BOARD = Dashboard(id="wall", title="Wall", refresh=30)


@dataclass(frozen=True)
class Data:
    """All that a look may ask of the data: there is no door through which it could put a question."""

    catalog: Any = field(default_factory=lambda: version("v1"))
    today: date = date(2024, 6, 30)


def version(name: str, edits: int = 0) -> Any:
    return SimpleNamespace(version=name, overlay=SimpleNamespace(revision=edits))


@dataclass
class Wall:
    """An open board: what it would find now, and how often it was drawn anew."""

    data: Data = field(default_factory=Data)
    board: Dashboard | None = BOARD
    reader: Account | None = BOB
    paces: list[int] = field(default_factory=list)
    drawn: int = 0
    look: Callable[[], None] = lambda: None

    def find(self) -> Dashboard:
        if self.board is None:
            raise MingjingError("Not shared with you.")
        return self.board


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()

    def fragment(look: Callable[..., None], run_every: int) -> Callable[..., None]:
        def begun(find: Callable[[], Dashboard]) -> None:
            wall.paces.append(run_every)
            wall.look = lambda: look(find)
            look(find)

        return begun

    def rerun() -> None:
        wall.drawn += 1

    seen: list[tuple[object, ...]] = [()]
    monkeypatch.setattr(fresh, "settings", lambda: SimpleNamespace(data_dir=""))
    monkeypatch.setattr(fresh, "app_database", lambda: None)
    monkeypatch.setattr(fresh, "signed_in", lambda: wall.reader)
    monkeypatch.setattr(fresh, "shared", lambda *_places: wall.data)
    monkeypatch.setattr(fresh, "SEEN", SimpleNamespace(get=lambda: seen[0], set=lambda now: seen.__setitem__(0, now)))
    monkeypatch.setattr(fresh, "fragment", fragment)
    monkeypatch.setattr(fresh, "st", SimpleNamespace(rerun=rerun))
    return wall


def test_nothing_is_drawn_while_nothing_changed(wall: Wall) -> None:
    fresh.keep_fresh(BOARD, wall.find)
    for _look in range(3):
        wall.look()
    assert (wall.paces, wall.drawn) == ([30], 0)


@pytest.mark.parametrize(
    "change",
    [
        {"data": Data(version("v2"))},
        {"data": Data(version("v1", edits=1))},
        {"data": Data(today=date(2024, 7, 1))},
        {"board": BOARD.model_copy(update={"title": "Other"})},
        {"board": None},
        {"reader": replace(BOB, scope=ScopeKind.DEPARTMENT)},
        {"reader": replace(BOB, crm_user_id=3)},
        {"reader": None},
    ],
    ids=["data", "edits", "midnight", "board", "taken back", "scope", "user", "signed out"],
)
def test_a_change_is_drawn_once(wall: Wall, change: dict[str, Any]) -> None:
    fresh.keep_fresh(BOARD, wall.find)
    wall = _changed(wall, change)
    wall.look()
    assert wall.drawn == 1


@pytest.mark.parametrize(("asked", "paces"), [(0, []), (1, [5]), (5, [5]), (86_400, [86_400])])
def test_the_pace_is_the_board_s_and_not_below_five_seconds(wall: Wall, asked: int, paces: list[int]) -> None:
    fresh.keep_fresh(BOARD.model_copy(update={"refresh": asked}), wall.find)
    assert wall.paces == paces


def _changed(wall: Wall, change: dict[str, Any]) -> Wall:
    for name, value in change.items():
        setattr(wall, name, value)
    return wall
