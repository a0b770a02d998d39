"""The canvas's log: read strictly, done in order, each edit once, and nothing hostile gets a board out of shape."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import layout
from dashboards.drafts import Editing
from dashboards.model import Dashboard, Tab, Tile
from datasource.errors import MingjingError
from widgets.builder.canvas.editing import Canvas
from widgets.builder.canvas.edits import read_log, take_in
from widgets.builder.canvas.stock import STOCK, fresh_tile

BOARD = Dashboard(
    id="board",
    title="Board",
    tabs=(Tab(id="one", title="One"), Tab(id="two", title="Two")),
    tiles=(
        Tile(id="a", tab="one", x=0, y=0, w=4, h=3, text="a"),
        Tile(id="b", tab="one", x=4, y=0, w=4, h=3, text="b"),
        Tile(id="c", tab="two", x=0, y=0, w=12, h=3, text="c"),
    ),
)
START = Canvas(Editing(BOARD), "one")
HOSTILE: list[Any] = [
    "log", 7, {"seq": 1}, [{"seq": 1}], [{"seq": 0, "do": "undo"}], [{"seq": 1, "do": "drop"}],
    [{"seq": 1, "do": "__class__"}], [{"seq": True, "do": "undo"}], [{"seq": "1", "do": "undo"}],
    [{"seq": 2**60, "do": "undo"}], [{"seq": 1, "do": "undo", "more": 1}],
    [{"seq": 1, "do": "remove", "tiles": "a"}], [{"seq": 1, "do": "remove", "tiles": ["x" * 65]}],
    [{"seq": 1, "do": "remove", "tiles": ["a"] * 201}], [{"seq": 1, "do": "align", "edge": "middle"}],
    [{"seq": 1, "do": "arrange", "places": [{"id": "a", "x": 1.5, "y": 0, "w": 1, "h": 1}]}],
    [{"seq": 1, "do": "arrange", "places": [{"id": "a", "x": 10**9, "y": 0, "w": 1, "h": 1}]}],
    [{"seq": 1, "do": "arrange", "places": [{"id": "a", "x": 0, "y": 0, "w": float("nan"), "h": 1}]}],
    [{"seq": 1, "do": "add", "kind": "chart", "x": "0"}], [{"seq": 1, "do": "undo"}] * 5001,
]  # fmt: skip
numbers = st.integers(-10_000, 10_000)
names = st.sampled_from(["a", "b", "c", "gone", "__proto__", "", "text", "kpi"])
edits = st.fixed_dictionaries(
    {
        "do": st.sampled_from(
            [
                "arrange",
                "add",
                "remove",
                "duplicate",
                "align",
                "distribute",
                "compact",
                "choose",
                "open",
                "undo",
                "redo",
            ]
        )
    },
    optional={
        "tiles": st.lists(names, max_size=5),
        "places": st.lists(
            st.fixed_dictionaries({"id": names, "x": numbers, "y": numbers, "w": numbers, "h": numbers}), max_size=4
        ),
        "kind": st.sampled_from([*STOCK, "panel", "nothing"]),
        "x": st.none() | numbers,
        "y": st.none() | numbers,
        "edge": st.sampled_from(["left", "top", "width"]),
        "along": st.sampled_from(["across", "down"]),
    },
)


def done(canvas: Canvas, *log: dict[str, Any]) -> Canvas:
    numbered = [{"seq": canvas.seen + at, **edit} for at, edit in enumerate(log, start=1)]
    return take_in(canvas, read_log(numbered))


def places(canvas: Canvas) -> dict[str, tuple[int, ...]]:
    return {tile.id: tuple(layout.place_of(tile)) for tile in canvas.board.tiles}


@pytest.mark.parametrize("log", HOSTILE, ids=lambda log: str(log)[:60])
def test_what_is_no_log_is_refused_in_one_sentence(log: Any) -> None:
    with pytest.raises(MingjingError, match="cannot be read; reload the page"):
        read_log(log)


@given(st.lists(edits, max_size=12))
def test_no_log_gets_a_board_out_of_shape(log: list[dict[str, Any]]) -> None:
    canvas = done(START, *log)
    assert Dashboard.model_validate_json(canvas.board.model_dump_json()) == canvas.board
    assert canvas.seen == len(log)
    assert set(canvas.chosen) <= {tile.id for tile in layout.on_sheet(canvas.board, canvas.sheet)}
    for one, other in combinations(canvas.board.tiles, 2):
        if layout.sheet_of(canvas.board, one) == layout.sheet_of(canvas.board, other):
            apart = one.x + one.w <= other.x or other.x + other.w <= one.x
            assert apart or one.y + one.h <= other.y or other.y + other.h <= one.y


@given(st.lists(edits, max_size=8))
def test_everything_can_be_undone(log: list[dict[str, Any]]) -> None:
    canvas = done(START, *log)
    for _step in range(len(log) + 1):
        canvas = canvas.undo()
    assert canvas.board == BOARD


def test_a_log_that_is_sent_again_is_done_once_and_in_order() -> None:
    log = read_log([{"seq": 2, "do": "undo"}, {"seq": 1, "do": "remove", "tiles": ["a"]}, {"seq": 3, "do": "redo"}])
    once = take_in(START, log)
    assert [tile.id for tile in once.board.tiles] == ["b", "c"]
    assert take_in(once, log) == once


def test_only_tiles_of_the_sheet_that_is_shown_are_placed() -> None:
    spot = {"x": 0, "y": 9, "w": 2, "h": 2}
    canvas = done(START, {"do": "arrange", "places": [{"id": "a", **spot}, {"id": "c", **spot}]})
    assert places(canvas) == {"a": (0, 9, 2, 2), "b": (4, 0, 4, 3), "c": (0, 0, 12, 3)}


def test_a_new_tile_is_chosen_and_stands_where_it_was_dropped() -> None:
    canvas = done(START, {"do": "add", "kind": "divider", "x": 0, "y": 1})
    assert canvas.chosen == ("divider",)
    assert places(canvas) == {"a": (0, 2, 4, 3), "b": (4, 2, 4, 3), "c": (0, 0, 12, 3), "divider": (0, 1, 12, 1)}


def test_a_full_board_refuses_in_words_and_stays() -> None:
    tiles = tuple(Tile(id=f"t{at}", x=at % 12, y=at // 12, w=1, h=1, text="-") for at in range(200))
    full = Canvas(Editing(Dashboard(id="b", title="B", tiles=tiles)))
    canvas = done(full, {"do": "add", "kind": "text"})
    assert canvas.board == full.board
    assert canvas.refusal.text == "A board holds at most 200 tiles; make another board."


@pytest.mark.parametrize("kind", STOCK)
def test_every_kind_of_tile_can_be_made(kind: str) -> None:
    assert Tile.model_validate(fresh_tile(kind, "").model_dump())
