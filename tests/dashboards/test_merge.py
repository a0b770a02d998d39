"""Two people at one board: what does not collide is merged, what does is listed, and nothing is lost."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboards.anatomy import GONE, Leaf, Listed, Node, Record, Way, put_together, same, taken_apart
from dashboards.merge import ORDER, merge
from dashboards.model import Dashboard, Tile
from dashboards.sound import tiles_faults
from tests.dashboards.boards import boards
from tests.dashboards.edits import Edit, done, edits, start

PLACES = ("place", "size")


def leaves(node: Node, way: Way = ()) -> Iterator[tuple[Way, Node]]:
    """Every value of a board with its way; a tile or pill that is there, without a value, too."""
    match node:
        case Leaf():
            yield way, node
        case Record(kind, parts):
            yield (*way, "kind"), Leaf(kind)
            for name, part in parts.items():
                yield from leaves(part, (*way, name))
        case Listed(entries):
            for key, entry in entries.items():
                yield (*way, key), Leaf("there")
                yield from leaves(entry, (*way, key))


def made_of(board: Dashboard) -> dict[Way, Node]:
    return dict(leaves(taken_apart(board)))


@settings(max_examples=80)
@given(boards)
def test_a_board_taken_apart_is_put_together_again(board: Dashboard) -> None:
    assert same(put_together(taken_apart(board)), board)


@settings(max_examples=40)
@given(boards, boards)
def test_where_one_side_did_nothing_the_other_side_stands(base: Dashboard, side: Dashboard) -> None:
    assert merge(base, side, base).board == side
    assert merge(base, base, side).board == side
    assert merge(base, side, side).board == side
    assert merge(base, side, base).collisions == ()


def lost(base: Dashboard, side: Dashboard, result: Dashboard, collisions: set[Way]) -> list[Way]:
    """The edits from `base` to `side` that are neither in the result nor reported."""
    before, wanted, found = made_of(base), made_of(side), made_of(result)
    missing = []
    for way in {*before, *wanted}:
        was, is_, got = before.get(way, GONE), wanted.get(way, GONE), found.get(way, GONE)
        edited = not same(was, is_) or (was is GONE) is not (is_ is GONE)
        kept = same(is_, got) and (is_ is GONE) is (got is GONE)
        if edited and not kept and way[-1] not in PLACES and not any(way[: len(told)] == told for told in collisions):
            missing.append(way)
    return missing


@settings(max_examples=80)
@given(edits, edits)
def test_no_edit_of_two_writers_is_lost_unless_it_is_reported(one: list[Edit], other: list[Edit]) -> None:
    nothing_is_lost(one, other)


@pytest.mark.slow
@settings(max_examples=2000)
@given(edits, edits)
def test_no_edit_is_lost_in_thousands_of_scripts(one: list[Edit], other: list[Edit]) -> None:
    nothing_is_lost(one, other)


def nothing_is_lost(one: list[Edit], other: list[Edit]) -> None:
    base = start()
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    merged = merge(base, mine, theirs)
    reported = {collision.way for collision in merged.collisions}
    renamed = {tile.id for tile in mine.tiles if tile.id.startswith("new")} & {tile.id for tile in theirs.tiles}
    assert lost(base, theirs, merged.board, reported) == []
    missing = [way for way in lost(base, mine, merged.board, reported) if not set(way) & renamed]
    assert missing == []
    bodies = {(tile.title, tile.text) for tile in merged.board.tiles}
    deleted = {way[1] for way in reported if way[0] == "tiles"}
    for tile in (*mine.tiles, *theirs.tiles):
        if tile.id.startswith("new") and tile.id not in deleted:
            assert (tile.title, tile.text) in bodies


def below(board: Dashboard, way: Way) -> dict[Way, Node]:
    return {one: value for one, value in made_of(board).items() if one[: len(way)] == way and one[-1] not in PLACES}


@settings(max_examples=60)
@given(edits, edits)
def test_a_collision_goes_as_the_person_chooses(one: list[Edit], other: list[Edit]) -> None:
    base = start()
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    reported = merge(base, mine, theirs).collisions
    merged = merge(base, mine, theirs, {collision.way: "mine" for collision in reported})
    assert merged.collisions == reported
    for collision in reported:
        if collision.way[-1] != ORDER:
            assert below(merged.board, collision.way) == below(mine, collision.way)


def test_two_writers_of_one_value_collide() -> None:
    base = start()
    mine, theirs = done(base, [("retitle", 1, 1)], "mine"), done(base, [("retitle", 1, 1), ("kind", 1, 2)], "theirs")
    merged = merge(base, mine, theirs)
    assert [collision.way for collision in merged.collisions] == [("tiles", "t1", "title")]
    assert (merged.board.tiles[1].title, merged.board.tiles[1].chart.kind) == ("theirs1", "pie")  # type: ignore[union-attr]


@settings(max_examples=60)
@given(edits, edits)
def test_who_is_first_makes_no_difference_but_for_collisions(one: list[Edit], other: list[Edit]) -> None:
    base = start()
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    new = {tile.id for tile in base.tiles}
    assume(not {tile.id for tile in mine.tiles} & {tile.id for tile in theirs.tiles} - new)
    there, back = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {one.way for one in there.collisions} == {one.way for one in back.collisions}
    if not there.collisions:
        assert there.board == back.board


@settings(max_examples=60)
@given(edits, edits)
def test_tiles_lie_beside_each_other_after_a_merge(one: list[Edit], other: list[Edit]) -> None:
    base = start()
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    merged = merge(base, mine, theirs)
    assert merged.board in (mine, theirs) or _overlaps(merged.board) == []


def _overlaps(board: Dashboard) -> list[str]:
    found = tiles_faults(dict(enumerate(board.tiles)), board.controls, None)
    return [fault.message for fault in found if "lies over" in fault.message or "reaches past" in fault.message]


@settings(max_examples=60)
@given(st.one_of(st.none(), boards), boards, boards)
def test_boards_that_have_nothing_in_common_merge_too(base: Dashboard | None, one: Dashboard, other: Dashboard) -> None:
    one, other = (side.model_copy(update={"id": "won"}) for side in (one, other))
    merged = merge(base and base.model_copy(update={"id": "won"}), one, other)
    assert isinstance(merged.board, Dashboard)


def text(name: str, y: int, words: str) -> Tile:
    return Tile(id=name, x=0, y=y, w=12, h=2, text=words)


def test_two_new_tiles_of_one_name_are_both_kept() -> None:
    base = Dashboard(id="won", title="Won", tiles=(text("a", 0, "a"),))
    mine = base.model_copy(update={"tiles": (*base.tiles, text("note", 2, "mine"))})
    theirs = base.model_copy(update={"tiles": (*base.tiles, text("note", 2, "theirs"))})
    merged = merge(base, mine, theirs)
    assert merged.collisions == ()
    found = {tile.id: (tile.text, tile.y) for tile in merged.board.tiles}
    assert found.keys() == {"a", "note", "note-2"}
    assert {words for words, _y in found.values()} == {"a", "mine", "theirs"}
    assert sorted(y for _words, y in found.values()) == [0, 2, 4]


def test_a_tile_deleted_here_and_edited_there_is_a_collision() -> None:
    base = Dashboard(id="won", title="Won", tiles=(text("a", 0, "a"), text("b", 2, "b")))
    mine = base.model_copy(update={"tiles": base.tiles[:1], "title": "Mine"})
    theirs = base.model_copy(update={"tiles": (base.tiles[0], text("b", 2, "edited"))})
    merged = merge(base, mine, theirs)
    assert [(one.way, one.mine is GONE) for one in merged.collisions] == [(("tiles", "b"), True)]
    assert [tile.text for tile in merged.board.tiles] == ["a", "edited"]
    chosen = merge(base, mine, theirs, {("tiles", "b"): "mine"}).board
    assert ([tile.id for tile in chosen.tiles], chosen.title) == (["a"], "Mine")


@pytest.mark.parametrize("deep", [1000, 995])
def test_a_full_board_loses_no_tile(deep: int) -> None:
    base = Dashboard(id="won", title="Won")
    mine = base.model_copy(update={"tiles": (text("a", deep, "a"),)})
    theirs = base.model_copy(update={"tiles": (text("b", deep, "b"),)})
    merged = merge(base, mine, theirs)
    assert sorted(tile.id for tile in merged.board.tiles) == ["a", "b"]
    assert _overlaps(merged.board) == []
