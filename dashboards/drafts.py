"""Working drafts: what one person is making of one board, with the way back, before anyone else sees it.

A draft is a file of JSON lines: a head that is cheap to read, the parts that steps share (a board without its tiles,
or a tile without its place), and the steps, each as numbers of parts and places. So a step costs little more than what
it changed. Days are written as `{"$day": "2017-03-31"}`, or they would be read back as texts.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from dashboards.migrate import migrate
from dashboards.model import VERSION, Dashboard, Tile
from dashboards.shape import read_shape
from dashboards.stored import Stored
from datasource.errors import InvalidInput, MingjingError, Problem
from datasource.texts import _

REMEMBERED = 200
MAX_BYTES = 4 * 1024 * 1024
Part = TypeVar("Part", Dashboard, Tile)
PLACE = ("x", "y", "w", "h")


@dataclass(frozen=True)
class Editing:
    """A board being edited: frozen, with its past for undo (the latest last) and its future for redo (the next first).

    `base` is the published board that the edits began with, None for a board that was never published, and
    `base_revision` its revision, 0 for none. `number` counts the writes of the draft: a second window is told by it.
    """

    board: Dashboard
    base_revision: int = 0
    past: tuple[Dashboard, ...] = ()
    future: tuple[Dashboard, ...] = ()
    base: Dashboard | None = None
    number: int = 0

    @property
    def differs(self) -> bool:
        """Whether there is anything to publish."""
        return self.base is None or shared_like(self.board, self.base) != self.base

    def changed(self, board: Dashboard) -> "Editing":
        """With another board; the old one can be undone. The same board leaves no trace."""
        if board == self.board:
            return self
        return replace(self, board=board, past=(*self.past, self.board)[-REMEMBERED:], future=())

    def undo(self) -> "Editing":
        """One step back; unchanged at the start."""
        if not self.past:
            return self
        return replace(self, board=self.past[-1], past=self.past[:-1], future=(self.board, *self.future))

    def redo(self) -> "Editing":
        """One step forward; unchanged at the end."""
        if not self.future:
            return self
        return replace(self, board=self.future[0], past=(*self.past, self.board), future=self.future[1:])

    def onto(self, published: Stored, board: Dashboard) -> "Editing":
        """The edits, now on top of what is `published`: `board` is what the two make together."""
        return replace(self.changed(board), base=published.board, base_revision=published.revision)


@dataclass(frozen=True)
class Drafted:
    """That a person has a draft of a board, without reading it; `base_revision` is 0 for one never published."""

    owner_id: int
    slug: str
    account_id: int
    title: str
    base_revision: int
    number: int
    kept_at: datetime | None


class DraftMoved(MingjingError):
    """The draft was written by another window of the same person since it was opened; `theirs` is what stands."""

    def __init__(self, theirs: Editing) -> None:
        self.theirs = theirs
        super().__init__(
            _("You have edited this board in another window since. Your edit here was not kept; repeat it.")
        )


def opened(stored: Stored) -> Editing:
    """A first draft of a published board."""
    return Editing(stored.board, stored.revision, base=stored.board)


def shared_like(board: Dashboard, other: Dashboard) -> Dashboard:
    """`board`, shared as `other` is: who may see a board is no part of a draft."""
    return board if board.share == other.share else board.model_copy(update={"share": other.share})


def written(editing: Editing, kept_at: datetime) -> bytes:
    """The content of a draft's file; the oldest steps go when it would be larger than `MAX_BYTES`."""
    past, future = editing.past[-REMEMBERED:], editing.future[:REMEMBERED]
    while True:
        content = _written(replace(editing, past=past, future=future), kept_at)
        if len(content) <= MAX_BYTES or not (past or future):
            return content
        past, future = past[(len(past) + 1) // 2 :], future[: len(future) // 2]


def _written(editing: Editing, kept_at: datetime) -> bytes:
    pool = _Pool()
    steps = [pool.step(board) for board in (*editing.past, editing.board, *editing.future)]
    base = pool.step(editing.base) if editing.base else None
    head = {
        "version": VERSION,
        "number": editing.number,
        "base_revision": editing.base_revision,
        "title": editing.board.title,
        "kept_at": kept_at.isoformat(),
        "at": len(editing.past),
        "parts": len(pool.texts),
    }
    lines = [_json(head), *pool.texts, *map(_json, [base, *steps])]
    try:
        return "\n".join(lines).encode() + b"\n"
    except UnicodeEncodeError:
        raise MingjingError(_("Half a character cannot be kept; write the whole character.")) from None


def read(content: bytes, slug: str) -> Editing:
    """The draft in a file; steps that cannot be read are forgotten. Raises `InvalidInput` when the board cannot be."""
    try:
        return _read(content.decode().rstrip("\n").split("\n"), slug)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, MingjingError) as error:
        told = _("Your draft of this board cannot be read ({reason}); discard it and begin with what is published.")
        raise InvalidInput([Problem("", told.format(reason=error))]) from None


def head(file: Path, owner_id: int, slug: str) -> Drafted | None:
    """What the first line of a draft's file says; None when there is no draft or it cannot be read."""
    try:
        with file.open("rb") as opened_file:
            told = json.loads(opened_file.readline(64 * 1024))
        numbers = (int(told["base_revision"]), int(told["number"]))
        return Drafted(owner_id, slug, int(file.stem), str(told["title"]), *numbers, _moment(told.get("kept_at")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read(lines: list[str], slug: str) -> Editing:
    told = json.loads(lines[0])
    count, at = int(told["parts"]), int(told["at"])
    parts = _Parts([json.loads(line, object_hook=_day) for line in lines[1 : count + 1]], slug)
    base, *steps = map(json.loads, lines[count + 1 :])
    current = told["version"] == VERSION
    return Editing(
        board=parts.board(steps[at]),
        base_revision=int(told["base_revision"]),
        past=parts.readable(reversed(steps[:at]))[::-1] if current else (),
        future=parts.readable(steps[at + 1 :]) if current else (),
        base=parts.board(base) if base else None,
        number=int(told["number"]),
    )


class _Pool:
    """The parts of all steps, each written once."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def step(self, board: Dashboard) -> list[int]:
        """A board as numbers: its own part, then part, x, y, w, h of each tile."""
        own, tiles = _in_parts(_Same((board,)))
        found = [self._number(own)]
        for text, place in tiles:
            found.append(self._number(text))
            found += place
        return found

    def _number(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


class _Same:
    """Frozen values as a key that holds only for the very same objects: told apart without a look into them."""

    def __init__(self, held: tuple[Any, ...]) -> None:
        self.held = held
        self.ids = tuple(map(id, held))

    def __hash__(self) -> int:
        return hash(self.ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.ids == other.ids


@lru_cache(maxsize=512)
def _in_parts(same: _Same) -> tuple[str, tuple[tuple[str, tuple[int, int, int, int]], ...]]:
    """A board's own text, and text and place of each tile; the steps of the past are the same objects at each write."""
    board: Dashboard = same.held[0]
    own = {"version": VERSION, **board.model_dump(by_alias=True, exclude_defaults=True, exclude={"tiles"})}
    tiles = ((_body(_Same(_unplaced(tile))), _place(tile)) for tile in board.tiles)
    return _json(own), tuple(tiles)


@lru_cache(maxsize=4096)
def _body(same: _Same) -> str:
    tile = Tile.model_construct(None, **dict(zip(_BODY, same.held, strict=True)))
    return _json(tile.model_dump(by_alias=True, exclude_defaults=True, exclude=set(PLACE)))


_BODY = tuple(name for name in Tile.model_fields if name not in PLACE)


def _unplaced(tile: Tile) -> tuple[Any, ...]:
    return tuple(getattr(tile, name) for name in _BODY)


def _place(tile: Tile) -> tuple[int, int, int, int]:
    return tile.x, tile.y, tile.w, tile.h


@dataclass
class _Parts:
    """The parts of a file, read when they are first asked for."""

    data: list[Any]
    slug: str
    tiles: dict[int, Tile] = field(default_factory=dict)
    placed: dict[tuple[int, ...], Tile] = field(default_factory=dict)
    heads: dict[int, Dashboard] = field(default_factory=dict)

    def board(self, step: list[int]) -> Dashboard:
        if self.data[step[0]].get("version", 1) != VERSION:
            return _checked(Dashboard, migrate({**self.data[step[0]], "tiles": self._listed(step), "id": self.slug}))
        if step[0] not in self.heads:
            self.heads[step[0]] = _checked(Dashboard, {**self.data[step[0]], "id": self.slug, "tiles": ()})
        tiles = tuple(self._tile(place) for place in _places(step))
        return self.heads[step[0]].model_copy(update={"tiles": tiles})

    def readable(self, steps: Iterable[list[int]]) -> tuple[Dashboard, ...]:
        """The steps up to the first that cannot be read."""
        found: list[Dashboard] = []
        for step in steps:
            try:
                found.append(self.board(step))
            except (MingjingError, KeyError, TypeError, IndexError, AttributeError):
                break
        return tuple(found)

    def _tile(self, place: tuple[int, ...]) -> Tile:
        """A tile at its place; the part is read in full once, each further place by itself."""
        if place not in self.placed:
            if place[0] not in self.tiles:
                self.tiles[place[0]] = _checked(Tile, self._data(place))
            where = _checked_place(place)
            self.placed[place] = self.tiles[place[0]].model_copy(update=where)
        return self.placed[place]

    def _data(self, place: tuple[int, ...]) -> dict[str, Any]:
        return {**self.data[place[0]], **dict(zip(PLACE, place[1:], strict=True))}

    def _listed(self, step: list[int]) -> tuple[dict[str, Any], ...]:
        return tuple(self._data(place) for place in _places(step))


def _places(step: list[int]) -> Iterable[tuple[int, ...]]:
    return (tuple(step[start : start + 5]) for start in range(1, len(step), 5))


def _checked(model: type[Part], data: Mapping[str, Any]) -> Part:
    found, faults = read_shape(model, dict(data))
    if found is None:
        raise InvalidInput(Problem(".".join(map(str, fault.path)), fault.message) for fault in faults)
    return found


def _checked_place(place: tuple[int, ...]) -> dict[str, int]:
    found = dict(zip(PLACE, place[1:], strict=True))
    Tile.model_validate({"id": "a", "text": "", **found}, strict=True)
    return found


def _json(value: Any) -> str:
    return json.dumps(value, default=_written_day, separators=(",", ":"), ensure_ascii=False)


def _written_day(value: Any) -> Any:
    return {"$day": value.isoformat()} if isinstance(value, date) else str(value)


def _day(found: dict[str, Any]) -> Any:
    return (
        date.fromisoformat(found["$day"])
        if found.keys() == {"$day"}
        else {key: _tupled(one) for key, one in found.items()}
    )


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
