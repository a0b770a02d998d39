"""Tiles never lie over each other nor outside the columns, and what is named goes where it is told."""

from collections.abc import Sequence
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import layout
from dashboards.layout import Place
from dashboards.model import Dashboard, Tab, Tile
from datasource.errors import MingjingError

NAMES = tuple("abcdefgh")
TABS = (Tab(id="one", title="One"), Tab(id="two", title="Two"))
numbers = st.integers(-20, 40)
ids = st.lists(st.sampled_from((*NAMES, "gone")), max_size=6)
edges: st.SearchStrategy[layout.Edge] = st.sampled_from(get_args(layout.Edge))
alongs: st.SearchStrategy[layout.Along] = st.sampled_from(get_args(layout.Along))


@st.composite
def boards(draw: st.DrawFn) -> Dashboard:
    """Boards as a hand may have written them: tiles one over another, past the columns, on tabs that do not exist."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    place = st.tuples(st.integers(0, 11), st.integers(0, 30), st.integers(1, 12), st.integers(1, 12))
    tabs = draw(st.sampled_from([(), TABS]))
    tiles = []
    for name in names:
        x, y, w, h = draw(place)
        tiles.append(Tile(id=name, tab=draw(st.sampled_from(["", "one", "two", "no"])), x=x, y=y, w=w, h=h, text=name))
    return Dashboard(id="board", title="Board", tabs=tabs, tiles=tuple(tiles))


def board(*places: tuple[int, int, int, int]) -> Dashboard:
    tiles = [Tile(id=NAMES[at], x=x, y=y, w=w, h=h, text="-") for at, (x, y, w, h) in enumerate(places)]
    return Dashboard(id="board", title="Board", tiles=tuple(tiles))


def places(found: Dashboard) -> Sequence[tuple[int, int, int, int]]:
    return [layout.place_of(tile) for tile in found.tiles]


def assert_sound(found: Dashboard) -> None:
    """It can be read back, and no two tiles of a sheet touch the same cell."""
    assert Dashboard.model_validate_json(found.model_dump_json()) == found
    assert all(tile.x + tile.w <= 12 for tile in found.tiles)
    assert len({tile.id for tile in found.tiles}) == len(found.tiles)
    for one, other in combinations(found.tiles, 2):
        if layout.sheet_of(found, one) == layout.sheet_of(found, other):
            beside = one.x + one.w <= other.x or other.x + other.w <= one.x
            assert beside or one.y + one.h <= other.y or other.y + other.h <= one.y


@given(boards(), ids, st.data())
def test_nothing_makes_a_board_unsound_or_changes_what_tiles_show(
    found: Dashboard, names: list[str], data: st.DataObject
) -> None:
    x, y, w, h = (data.draw(numbers) for _ in range(4))
    name = data.draw(st.sampled_from((*NAMES, "gone")))
    fresh = Tile(id="a", title="New", tab=data.draw(st.sampled_from(["", "one", "two"])), x=0, y=0, w=4, h=3, text="n")
    before = found.model_dump_json()
    results = [
        layout.move(found, name, x, y),
        layout.resize(found, name, w, h),
        layout.arrange(found, {one: Place(x, y, w, h) for one in names}),
        layout.add(found, fresh),
        layout.add(found, fresh, x, y),
        layout.duplicate(found, names),
        layout.align(found, names, data.draw(edges)),
        layout.distribute(found, names, data.draw(alongs)),
        layout.compact(found, data.draw(st.sampled_from(["", "one", "two"]))),
        layout.to_sheet(found, names, "two" if found.tabs else ""),
        layout.remove(found, names),
    ]
    assert found.model_dump_json() == before
    shown = {tile.id: tile.text for tile in found.tiles}
    for result in results:
        assert_sound(result)
        kept = {tile.id: tile.text for tile in result.tiles if tile.id in shown}
        assert kept.items() <= shown.items()


@given(boards(), st.sampled_from(NAMES), numbers, numbers)
def test_a_moved_tile_stands_where_it_was_put(found: Dashboard, name: str, x: int, y: int) -> None:
    moved = next((tile for tile in layout.move(found, name, x, y).tiles if tile.id == name), None)
    if moved is not None:
        assert (moved.x, moved.y) == (min(max(x, 0), 12 - moved.w), max(y, 0))


@given(boards())
def test_a_sound_board_is_left_as_it_is_and_compacting_twice_is_compacting_once(found: Dashboard) -> None:
    settled = layout.arrange(found, {})
    assert layout.arrange(settled, {}) == settled
    sheet = found.tabs[0].id if found.tabs else ""
    once = layout.compact(settled, sheet)
    assert layout.compact(once, sheet) == once
    assert layout.bottom(layout.on_sheet(once, sheet)) <= layout.bottom(layout.on_sheet(settled, sheet))


@given(boards())
def test_a_new_tile_takes_free_room_and_moves_nobody(found: Dashboard) -> None:
    settled = layout.arrange(found, {})
    wider = layout.add(settled, Tile(id="new", x=0, y=0, w=3, h=2, text="n"))
    assert wider.tiles[:-1] == settled.tiles


def test_what_lies_under_a_moved_tile_gives_way_downwards() -> None:
    found = board((0, 0, 6, 3), (6, 0, 6, 3), (0, 3, 12, 2))
    assert places(layout.move(found, "a", 3, 0)) == [(3, 0, 6, 3), (6, 3, 6, 3), (0, 6, 12, 2)]


def test_a_tile_grows_to_the_edge_and_not_past_it() -> None:
    assert places(layout.resize(board((8, 0, 2, 2)), "a", 9, 4)) == [(8, 0, 4, 4)]


def test_a_new_tile_fills_the_first_gap() -> None:
    found = board((0, 0, 6, 3), (0, 3, 12, 2))
    fresh = Tile(id="n", x=0, y=0, w=6, h=3, text="n")
    assert places(layout.add(found, fresh))[-1] == (6, 0, 6, 3)
    assert places(layout.add(found, fresh.model_copy(update={"w": 7})))[-1] == (0, 5, 7, 3)


def test_tiles_line_up_with_the_first_chosen() -> None:
    found = board((1, 0, 4, 2), (5, 4, 6, 3))
    assert places(layout.align(found, ["b", "a"], "left")) == [(5, 0, 4, 2), (5, 4, 6, 3)]
    assert places(layout.align(found, ["a", "b"], "width")) == [(1, 0, 4, 2), (5, 4, 4, 3)]
    assert places(layout.align(found, ["a", "b"], "top")) == [(1, 0, 4, 2), (5, 0, 6, 3)]


def test_gaps_become_equal_between_the_outermost() -> None:
    found = board((0, 0, 2, 2), (3, 0, 2, 2), (10, 0, 2, 2))
    assert places(layout.distribute(found, ["a", "b", "c"], "across")) == [(0, 0, 2, 2), (5, 0, 2, 2), (10, 0, 2, 2)]
    assert layout.distribute(found, ["a", "c"], "across") == found


def test_a_copy_stands_below_under_another_id() -> None:
    twice = layout.duplicate(board((0, 0, 4, 2), (4, 0, 4, 5)), ["b"])
    assert (places(twice)[2], twice.tiles[2].id) == ((4, 5, 4, 5), "b-2")


def test_a_full_sheet_and_a_full_board_are_refused_in_words() -> None:
    high = board(*((0, at * 100, 12, 100) for at in range(8)))
    with pytest.raises(MingjingError, match="no room left on this sheet"):
        layout.arrange(high, {name: Place(0, 900, 12, 100) for name in NAMES})
    tiles = tuple(Tile(id=f"t{at}", x=at % 12, y=at // 12, w=1, h=1, text="-") for at in range(200))
    with pytest.raises(MingjingError, match="at most 200 tiles"):
        layout.add(Dashboard(id="b", title="B", tiles=tiles), tiles[0])
