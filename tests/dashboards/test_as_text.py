"""A draft as text: the parser's own problems, and no way to another id or to more readers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.as_text import retyped
from dashboards.dump import dump
from dashboards.model import Dashboard, Share, Tile
from dashboards.names import registry_names
from dashboards.parse import examine
from tests.dashboards.boards import boards

BOARD = Dashboard(id="won", title="Won", tiles=(Tile(id="a", x=0, y=0, w=1, h=1, text="a"),))


def test_a_text_that_was_not_touched_is_the_same_board() -> None:
    found = retyped(dump(BOARD), BOARD, registry_names())
    assert (found.board, found.problems, found.wished_share, found.wished_id) == (BOARD, (), None, "")


def test_id_and_sharing_stay_and_the_wish_is_told() -> None:
    text = (
        dump(BOARD).replace("id: won", "id: lost").replace("title: Won", "title: Lost") + "share:\n  everyone: true\n"
    )
    found = retyped(text, BOARD)
    assert found.board == BOARD.model_copy(update={"title": "Lost"})
    assert (found.wished_id, found.wished_share) == ("lost", Share(everyone=True))


def test_taking_the_share_lines_away_ends_no_sharing() -> None:
    shared = BOARD.model_copy(update={"share": Share(people=("kim",))})
    found = retyped(dump(BOARD), shared)
    assert found.board is not None
    assert found.board.share == shared.share
    assert found.wished_share == Share()


@pytest.mark.parametrize(
    "text",
    ["", "title: Won", "version: 1\nid: won\ntitle: 5\n", "version: 1\nid: won\ntitle: a\ntitle: b\n", "\tx", "a: *b"],
)
def test_the_problems_are_the_parser_s_word_for_word(text: str) -> None:
    found = retyped(text, BOARD, registry_names())
    assert found.board is None
    assert found.problems == examine(text, "won.yaml", registry_names())[1]
    assert all(problem.where.startswith("won.yaml:") for problem in found.problems)


def test_an_unfinished_chart_is_taken_and_told() -> None:
    text = dump(BOARD) + "  - {id: b, x: 1, y: 0, w: 1, h: 1, chart: {kind: pie, shelves: {values: [no_such]}}}\n"
    found = retyped(text, BOARD, registry_names())
    assert found.board is not None
    assert any("no_such" in str(problem) for problem in found.problems)


@settings(max_examples=60)
@given(boards, st.text(max_size=200))
def test_no_text_changes_id_or_sharing(board: Dashboard, text: str) -> None:
    for typed in (dump(BOARD), text):
        found = retyped(typed, board)
        assert found.board is None or (found.board.id, found.board.share) == (board.id, board.share)
