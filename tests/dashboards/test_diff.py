"""What differs between two boards, in sentences: readable, and complete."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.anatomy import put_together, same, taken_apart
from dashboards.diff import about, changes, diff, sentences, told
from dashboards.merge import merge
from dashboards.model import Chart, Controls, Dashboard, Options, Right, Share, Shelves, Tab, Tile
from dashboards.options import FieldLook, ReferenceLine
from dashboards.share import Grant
from dashboards.style import BoardStyle, TileStyle
from datasource.question import Calculation, Dimension, Filter, Grain, Op, Period, Sort, Top
from datasource.texts import LANGUAGES, use_language
from tests.dashboards.boards import boards, charts
from tests.dashboards.edits import Edit, done, edits, start

CHART = Chart(
    kind="bar",
    shelves=Shelves(columns=(Dimension(field="close_date", grain=Grain.MONTH),), values=("won_amount",)),
)


def board(chart: Chart = CHART, **given: Any) -> Dashboard:
    fields = {"x": 0, "y": 0, "w": 6, "h": 4, "title": "Won by month", **given}
    return Dashboard(id="won", title="Won", tiles=(Tile(id="a", chart=chart, **fields),))


def with_(chart: Chart, **changes_: Any) -> Chart:
    return chart.model_copy(update=changes_)


def shelved(**changes_: Any) -> Chart:
    return with_(CHART, shelves=CHART.shelves.model_copy(update=changes_))


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (
            board(shelved(columns=(Dimension(field="close_date", grain=Grain.QUARTER),))),
            "Tile “Won by month”: grain month → quarter",
        ),
        (board(title="Won"), "Tile “Won”: title “Won by month” → “Won”"),
        (board(x=6), "Tile “Won by month”: moved from column 1, row 1 to column 7, row 1"),
        (board(tab="two"), "Tile “Won by month”: moved to the tab “two”, column 1, row 1"),
        (board(w=12), "Tile “Won by month”: size 6 × 4 → 12 × 4"),
        (board(with_(CHART, kind="line")), "Tile “Won by month”: chart kind Bar → Line"),
        (board(shelved(values=("won_amount", "won_count"))), "Tile “Won by month”: values: Won deals added"),
        (board(shelved(values=())), "Tile “Won by month”: values: Won amount removed"),
        (board(shelved(color=Dimension(field="region"))), "Tile “Won by month”: colour none → Region"),
        (
            board(shelved(filters=(Filter(field="region", op=Op.IN, value=("A", "B")),))),
            "Tile “Won by month”: filter: Region is one of “A”, “B” added",
        ),
        (board(with_(CHART, options=Options(labels=True))), "Tile “Won by month”: numbers on the marks no → yes"),
        (
            board(with_(CHART, sort=(Sort(by="won_amount", desc=True),))),
            "Tile “Won by month”: order: Won amount ↓ added",
        ),
        (
            board(with_(CHART, top=Top(field="region", n=5, by="won_amount"))),
            "Tile “Won by month”: ranking none → the 5 leading Region by Won amount",
        ),
        (
            board(with_(CHART, looks=(FieldLook(field="won_amount", label="Gain"),))),
            "Tile “Won by month”: look of a field: “Gain” (field Won amount) added",
        ),
        (
            board(with_(CHART, calculations=(Calculation(id="half", label="Half", sum=("won_amount", "won_count")),))),
            "Tile “Won by month”: calculation: “Half” (id “half”, sum “won_amount”, “won_count”) added",
        ),
        (
            board(with_(CHART, options=Options(lines=(ReferenceLine(value=5, label="Goal"),)))),
            "Tile “Won by month”: reference line: “Goal” (value 5.0) added",
        ),
        (board(style=TileStyle(background="#ffffff")), "Tile “Won by month”: background none → “#ffffff”"),
        (board().model_copy(update={"title": "Lost"}), "title “Won” → “Lost”"),
        (board().model_copy(update={"tiles": ()}), "Tile “Won by month”: removed"),
        (
            board().model_copy(update={"controls": Controls(period=Period(preset="last_year"))}),
            "period This year → Last year",
        ),
        (board().model_copy(update={"controls": Controls(show=("period", "region"))}), "controls: Region added"),
        (board().model_copy(update={"style": BoardStyle(radius=0)}), "rounding 8 → 0"),
        (board().model_copy(update={"tabs": (Tab(id="one", title="One"),)}), "tabs: “One” (id “one”) added"),
        (
            board().model_copy(update={"share": Share(people=(Grant(to="kim", may=(Right.EDIT,)),))}),
            "shared with: “kim” (may “edit”) added",
        ),
    ],
)
def test_a_change_is_one_sentence(after: Dashboard, sentence: str) -> None:
    assert sentences(board(), after) == (sentence,)


def test_the_sentences_are_grouped_by_tile() -> None:
    after = board(with_(CHART, kind="line"), title="Lines").model_copy(update={"title": "Lost"})
    assert [(group.tile, len(group.sentences)) for group in diff(board(), after)] == [("", 1), ("a", 2)]


@settings(max_examples=150)
@given(boards, boards)
def test_two_different_boards_never_have_an_empty_diff(one: Dashboard, other: Dashboard) -> None:
    assert bool(sentences(one, other)) is not same(one, other)
    assert all(sentence.strip() for sentence in sentences(one, other))


@settings(max_examples=150)
@given(charts, charts, st.sampled_from(sorted(Chart.model_fields)))
def test_a_single_difference_anywhere_is_told(chart: Chart, other: Chart, name: str) -> None:
    left, right = board(chart), board(with_(chart, **{name: getattr(other, name)}))
    assert bool(sentences(left, right)) is not same(left, right)


@pytest.mark.parametrize("count", [1, 40])
def test_what_changed_beyond_what_is_shown_is_told_too(count: int) -> None:
    texts = ("word " * count + end for end in "ab")
    tiles = (Tile(id="a", x=0, y=0, w=1, h=1, text=text) for text in texts)
    pair = [Dashboard(id="won", title="Won", tiles=(tile,)) for tile in tiles]
    assert len(sentences(*pair)) == 1


@given(edits)
def test_a_board_has_no_difference_to_itself(script: list[Edit]) -> None:
    made = done(start(), script, "one")
    assert sentences(made, put_together(taken_apart(made))) == ()


@settings(max_examples=100)
@given(edits, edits)
def test_every_collision_can_be_told(one: list[Edit], other: list[Edit]) -> None:
    base = start()
    mine, theirs = done(base, one, "mine"), done(base, other, "theirs")
    for collision in merge(base, mine, theirs).collisions:
        assert about(collision.way, mine, theirs)
        assert told(collision.way, collision.mine)
        assert told(collision.way, collision.theirs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_every_change(language: str) -> None:
    use_language(language)
    try:
        found = sentences(board(), done(start(), [("add", 0, 1), ("describe", 0, 1)], "one"))
        assert len(found) == len(changes(board(), done(start(), [("add", 0, 1), ("describe", 0, 1)], "one")))
    finally:
        use_language("en")
