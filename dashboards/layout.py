"""Where tiles stand: moved, sized, added, lined up; never one over another, never outside the 12 columns.

Every change is pure and gives a new board. The tiles that a change names get the place it gives them, as far as they
fit into the columns; what lay there gives way downwards, and so do tiles that a hand wrote over one another. Sheets
(tabs) do not touch each other. A change raises `MingjingError` when there is no room left on the sheet or for another
tile on the board.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from dashboards.model import COLUMNS, Dashboard, Tile
from dashboards.slug import slug_of
from datasource.errors import MingjingError
from datasource.texts import _

LAST_ROW = 1000
HIGHEST = 100
MOST_TILES = 200

Edge = Literal["left", "right", "top", "bottom", "width", "height"]
Along = Literal["across", "down"]


class Place(NamedTuple):
    """A rectangle in columns and rows; `x` and `y` are its upper left corner."""

    x: int
    y: int
    w: int
    h: int


def place_of(tile: Tile) -> Place:
    """Where a tile stands."""
    return Place(tile.x, tile.y, tile.w, tile.h)


def sheet_of(board: Dashboard, tile: Tile) -> str:
    """The id of the tab that shows the tile: its own, or the first where it names none that exists; "" without tabs."""
    ids = [tab.id for tab in board.tabs]
    return tile.tab if tile.tab in ids else next(iter(ids), "")


def on_sheet(board: Dashboard, sheet: str) -> tuple[Tile, ...]:
    """The tiles of one tab."""
    return tuple(tile for tile in board.tiles if sheet_of(board, tile) == sheet)


def arrange(board: Dashboard, places: Mapping[str, Place]) -> Dashboard:
    """The board with tiles at other places; ids that it does not have are passed over."""
    return _settled(board, {name: _fitting(place) for name, place in places.items()})


def move(board: Dashboard, tile_id: str, x: int, y: int) -> Dashboard:
    """The board with a tile at another place, as large as before."""
    return _changed(board, (tile_id,), lambda place: place._replace(x=x, y=y))


def resize(board: Dashboard, tile_id: str, w: int, h: int) -> Dashboard:
    """The board with a tile of another size; its upper left corner stays, as far as the columns allow."""
    return _changed(board, (tile_id,), lambda place: place._replace(w=min(w, COLUMNS - place.x), h=h))


def add(board: Dashboard, tile: Tile, x: int | None = None, y: int | None = None) -> Dashboard:
    """The board with one more tile at `x`, `y`, or at the first free place of its sheet; a taken id is changed."""
    _check_count(len(board.tiles) + 1)
    sheet = sheet_of(board, tile)
    taken = frozenset(other.id for other in board.tiles)
    name = tile.id if tile.id not in taken else slug_of(tile.title or tile.id, taken)
    spot = _fitting(place_of(tile))
    if x is None or y is None:
        x, y = first_free(on_sheet(board, sheet), spot.w, spot.h)
    fresh = tile.model_copy(update={"id": name, "tab": sheet if tile.tab else ""})
    wider = board.model_copy(update={"tiles": (*board.tiles, fresh)})
    return arrange(wider, {name: spot._replace(x=x, y=y)})


def remove(board: Dashboard, tile_ids: Collection[str]) -> Dashboard:
    """The board without these tiles; the others stay where they are."""
    tiles = tuple(tile for tile in board.tiles if tile.id not in tile_ids)
    return _settled(board.model_copy(update={"tiles": tiles}), {})


def duplicate(board: Dashboard, tile_ids: Sequence[str]) -> Dashboard:
    """The board with each of these tiles a second time, below what is there."""
    board = _settled(board, {})
    for tile in [tile for tile in board.tiles if tile.id in tile_ids]:
        twin = tile.model_copy(update={"tab": sheet_of(board, tile)})
        board = add(board, twin, tile.x, bottom(on_sheet(board, twin.tab)))
    return board


def align(board: Dashboard, tile_ids: Sequence[str], edge: Edge) -> Dashboard:
    """The board with tiles lined up with the first of them, or made as wide or as high as it."""
    chosen = _chosen(board, tile_ids)
    if not chosen:
        return _settled(board, {})
    lead = place_of(chosen[0])
    return _changed(board, tile_ids, lambda place: _EDGES[edge](lead, place))


def distribute(board: Dashboard, tile_ids: Collection[str], along: Along) -> Dashboard:
    """The board with equal gaps between tiles, the outermost staying where they are; fewer than three stay."""
    chosen = _chosen(board, tile_ids)
    if len(chosen) < 3:
        return _settled(board, {})
    start, size = (0, 2) if along == "across" else (1, 3)
    places = sorted(((place_of(tile), tile.id) for tile in chosen), key=lambda found: (found[0][start], found[1]))
    begin = places[0][0][start]
    end = max(place[start] + place[size] for place, _name in places)
    gaps, taken = end - begin - sum(place[size] for place, _name in places), 0
    spots: dict[str, Place] = {}
    for number, (place, name) in enumerate(places):
        at = begin + taken + max(0, gaps) * number // (len(places) - 1)
        spots[name] = place._replace(x=at) if along == "across" else place._replace(y=at)
        taken += place[size]
    return arrange(board, spots)


def compact(board: Dashboard, sheet: str) -> Dashboard:
    """The board with the tiles of a sheet moved up into the room above them, in reading order."""
    risen: list[Place] = []
    places: dict[str, Place] = {}
    for tile in sorted(on_sheet(_settled(board, {}), sheet), key=_reading):
        place = place_of(tile)
        while place.y and not _hit(up := place._replace(y=place.y - 1), risen):
            place = up
        risen.append(place)
        places[tile.id] = place
    return arrange(board, places)


def to_sheet(board: Dashboard, tile_ids: Collection[str], sheet: str) -> Dashboard:
    """The board with tiles moved to another tab, each to the first free place there."""
    for tile in _chosen(board, tile_ids):
        if sheet_of(board, tile) != sheet:
            x, y = first_free(on_sheet(board, sheet), tile.w, tile.h)
            moved = tile.model_copy(update={"tab": sheet, "x": x, "y": y})
            tiles = tuple(moved if other is tile else other for other in board.tiles)
            board = board.model_copy(update={"tiles": tiles})
    return _settled(board, {})


def first_free(tiles: Iterable[Tile], w: int, h: int) -> tuple[int, int]:
    """The highest, then leftmost place with room for `w` by `h`."""
    places = [place_of(tile) for tile in tiles]
    rows = sorted({0, *(place.y + place.h for place in places)})
    columns = range(COLUMNS - min(w, COLUMNS) + 1)
    return next((x, y) for y in rows for x in columns if not _hit(Place(x, y, w, h), places))


def bottom(tiles: Iterable[Tile]) -> int:
    """The first row below all tiles."""
    return max((tile.y + tile.h for tile in tiles), default=0)


def _changed(board: Dashboard, tile_ids: Collection[str], change: Callable[[Place], Place]) -> Dashboard:
    return arrange(board, {tile.id: change(place_of(tile)) for tile in _chosen(board, tile_ids)})


def _chosen(board: Dashboard, tile_ids: Collection[str]) -> list[Tile]:
    """The tiles with these ids that are there, in the order of the ids."""
    known = {tile.id: tile for tile in board.tiles}
    return [known[name] for name in tile_ids if name in known]


def _settled(board: Dashboard, wanted: Mapping[str, Place]) -> Dashboard:
    """The board with the tiles of `wanted` there; every other tile keeps its place or gives way downwards."""
    places: dict[int, Place] = {}
    for sheet in dict.fromkeys(sheet_of(board, tile) for tile in board.tiles):
        own = [(number, tile) for number, tile in enumerate(board.tiles) if sheet_of(board, tile) == sheet]
        places.update(_dropped(own, wanted))
    tiles = tuple(_at(tile, places[number]) for number, tile in enumerate(board.tiles))
    return board.model_copy(update={"tiles": tiles})


def _dropped(own: Iterable[tuple[int, Tile]], wanted: Mapping[str, Place]) -> Iterator[tuple[int, Place]]:
    spots = [(number, tile.id, wanted.get(tile.id) or _fitting(place_of(tile))) for number, tile in own]
    spots.sort(key=lambda spot: (spot[1] not in wanted, spot[2].y, spot[2].x))
    standing: list[Place] = []
    for number, _name, place in spots:
        while hit := _hit(place, standing):
            place = place._replace(y=max(other.y + other.h for other in hit))  # noqa: PLW2901  (it falls)
        if place.y > LAST_ROW:
            raise MingjingError(_("There is no room left on this sheet; remove a tile, make some lower, or add a tab."))
        standing.append(place)
        yield number, place


def _at(tile: Tile, place: Place) -> Tile:
    """The tile at a place; the same object when it stands there already, so that histories stay small."""
    return tile if place_of(tile) == place else tile.model_copy(update=place._asdict())


def _fitting(place: Place) -> Place:
    w = min(max(place.w, 1), COLUMNS)
    h = min(max(place.h, 1), HIGHEST)
    return Place(min(max(place.x, 0), COLUMNS - w), min(max(place.y, 0), LAST_ROW), w, h)


def _hit(place: Place, others: Iterable[Place]) -> list[Place]:
    return [
        other
        for other in others
        if place.x < other.x + other.w
        and other.x < place.x + place.w
        and place.y < other.y + other.h
        and other.y < place.y + place.h
    ]


def _reading(tile: Tile) -> tuple[int, int]:
    return tile.y, tile.x


def _check_count(count: int) -> None:
    if count > MOST_TILES:
        raise MingjingError(_("A board holds at most {most} tiles; make another board.").format(most=MOST_TILES))


_EDGES: Mapping[Edge, Callable[[Place, Place], Place]] = MappingProxyType(
    {
        "left": lambda lead, place: place._replace(x=lead.x),
        "right": lambda lead, place: place._replace(x=lead.x + lead.w - place.w),
        "top": lambda lead, place: place._replace(y=lead.y),
        "bottom": lambda lead, place: place._replace(y=lead.y + lead.h - place.h),
        "width": lambda lead, place: place._replace(w=lead.w),
        "height": lambda lead, place: place._replace(h=lead.h),
    }
)
