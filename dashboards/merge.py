"""Three versions of a board → one: what either side changed is kept, and where both changed the same, a person chooses.

Pure. Tiles are told by their ids, what stands on shelves by its field; `dashboards.anatomy` says what is one value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboards.anatomy import GONE, Leaf, Listed, Node, Record, Way, put_together, same, taken_apart
from dashboards.model import COLUMNS, Dashboard, Tile
from dashboards.shape import changed
from dashboards.slug import slug_of

Side = Literal["mine", "theirs"]
ORDER = "#order"
DEEPEST = 1000


@dataclass(frozen=True)
class Collision:
    """Both sides changed the value at `way`, each in its own manner; `GONE` is a side that took it away."""

    way: Way
    base: Node
    mine: Node
    theirs: Node


@dataclass(frozen=True)
class Merged:
    """The board that came of it, what had to be chosen, and the ids of tiles that were moved to make room."""

    board: Dashboard
    collisions: tuple[Collision, ...] = ()
    moved: tuple[str, ...] = ()


def merge(
    base: Dashboard | None,
    mine: Dashboard,
    theirs: Dashboard,
    choices: Mapping[Way, Side] | None = None,
) -> Merged:
    """What both sides made of `base` (None: neither knew of the other). A collision without a choice takes theirs.

    Raises `InvalidInput` when the whole is more than a board may hold.
    """
    begun = base or Dashboard(id=theirs.id, title="\u2063")
    if same(mine, theirs) or same(theirs, begun):
        return Merged(mine)
    if same(mine, begun):
        return Merged(theirs)
    mine = _apart(begun, mine, theirs)
    work = _Work(choices or {})
    found = work.joined((), *map(taken_apart, (begun, mine, theirs)))
    board: Dashboard = put_together(found)
    sides = tuple({tile.id: tile for tile in side.tiles} for side in (begun, mine, theirs))
    tiles, moved = _settled(board.tiles, sides)
    return Merged(board.model_copy(update={"tiles": tiles}), tuple(work.collisions), moved)


def _apart(base: Dashboard, mine: Dashboard, theirs: Dashboard) -> Dashboard:
    """Mine, with new ids for new tiles that by chance have the id of a new tile of theirs: both are kept."""
    known = {tile.id for tile in base.tiles}
    new = {tile.id: tile for tile in theirs.tiles if tile.id not in known}
    taken = {tile.id for tile in (*base.tiles, *mine.tiles, *theirs.tiles)}
    tiles = []
    for tile in mine.tiles:
        if tile.id in new and not same(tile, new[tile.id]):
            fresh = slug_of(tile.id, taken)
            taken.add(fresh)
            tiles.append(changed(tile, {"id": fresh}))
        else:
            tiles.append(tile)
    return mine.model_copy(update={"tiles": tuple(tiles)})


class _Work:
    """One merge: the choices that were made, and the collisions found on the way."""

    def __init__(self, choices: Mapping[Way, Side]) -> None:
        self.choices = choices
        self.collisions: list[Collision] = []

    def joined(self, way: Way, base: Node, mine: Node, theirs: Node) -> Node:
        if mine is not GONE and theirs is not GONE and same(mine, theirs):
            return mine
        if _unchanged(base, mine):
            return theirs
        if _unchanged(base, theirs):
            return mine
        match mine, theirs:
            case Record(kind, left), Record(other, right) if kind == other:
                before = base.parts if isinstance(base, Record) and base.kind == kind else {}
                return Record(
                    kind,
                    {name: self.joined((*way, name), before.get(name, GONE), left[name], right[name]) for name in left},
                )
            case Listed(), Listed():
                return self.lists(way, base if isinstance(base, Listed) else Listed({}), mine, theirs)
        return self.chosen(Collision(way, base, mine, theirs))

    def chosen(self, collision: Collision) -> Node:
        self.collisions.append(collision)
        return collision.mine if self.choices.get(collision.way) == "mine" else collision.theirs

    def lists(self, way: Way, base: Listed, mine: Listed, theirs: Listed) -> Listed:
        found: dict[str, Node] = {}
        for key in dict.fromkeys((*mine.entries, *theirs.entries)):
            versions = (side.entries.get(key, GONE) for side in (base, mine, theirs))
            entry = self.joined((*way, key), *versions)
            if entry is not GONE:
                found[key] = entry
        return Listed({key: found[key] for key in self.order(way, found, base, mine, theirs)})

    def order(self, way: Way, found: Mapping[str, Node], base: Listed, mine: Listed, theirs: Listed) -> list[str]:
        """The keys that all know as the side has them that moved them; new ones after what they stood behind."""
        common = {key for key in found if all(key in side.entries for side in (base, mine, theirs))}
        before, left, right = (tuple(key for key in side.entries if key in common) for side in (base, mine, theirs))
        if before not in (left, right) and left != right:
            chosen = self.chosen(Collision((*way, ORDER), Leaf(before), Leaf(left), Leaf(right)))
            keys = list(left if chosen == Leaf(left) else right)
        else:
            keys = list(left if before == right else right)
        for side in sorted((mine, theirs), key=lambda side: sorted(key for key in side.entries if key not in common)):
            _insert(keys, [key for key in side.entries if key in found])
        return keys


def _unchanged(base: Node, side: Node) -> bool:
    return base is side or (base is not GONE and side is not GONE and same(base, side))


def _insert(keys: list[str], side: Sequence[str]) -> None:
    at = 0
    for key in side:
        if key not in keys:
            keys.insert(at, key)
        at = keys.index(key) + 1


def _settled(tiles: Sequence[Tile], sides: Sequence[Mapping[str, Tile]]) -> tuple[tuple[Tile, ...], tuple[str, ...]]:
    """The tiles beside each other: what nobody moved stays, the others give way downwards, none is lost."""
    order = sorted(range(len(tiles)), key=lambda at: _weight(tiles[at], sides))
    placed: dict[int, Tile] = {}
    for at in order:
        placed[at] = _given_room(_within(tiles[at]), list(placed.values()))
    moved = (tile.id for at, tile in enumerate(tiles) if placed[at] is not tile)
    return tuple(placed[at] for at in range(len(tiles))), tuple(moved)


def _weight(tile: Tile, sides: Sequence[Mapping[str, Tile]]) -> tuple[bool, int, int, str]:
    places = {_rectangle(side[tile.id]) if tile.id in side else None for side in sides}
    return len(places) > 1, tile.y, tile.x, tile.id


def _rectangle(tile: Tile) -> tuple[str, int, int, int, int]:
    return tile.tab, tile.x, tile.y, tile.w, tile.h


def _within(tile: Tile) -> Tile:
    return tile if tile.x + tile.w <= COLUMNS else tile.model_copy(update={"x": max(0, COLUMNS - tile.w)})


def _given_room(tile: Tile, others: Sequence[Tile]) -> Tile:
    """The tile at the first free place below, or else above; where it stands when the board is full."""
    beside = [one for one in others if one.tab == tile.tab and one.x < tile.x + tile.w and tile.x < one.x + one.w]
    for start in (tile.y, 0):
        y = start
        while low := [one.y + one.h for one in beside if one.y < y + tile.h and y < one.y + one.h]:
            y = min(low)
        if y <= DEEPEST:
            return tile if y == tile.y else tile.model_copy(update={"y": y})
    return tile
