"""The chart being built: edits by number, undo, and what falls away with its field."""

from dataclasses import replace

import pytest

from dashboards.model import Chart, Shelves
from datasource.errors import MingjingError
from datasource.question import Dimension, Sort, Top
from tests.builder.palettes import SMALL
from widgets.builder.draft import (
    Draft,
    Origin,
    changed,
    do,
    opened_instead,
    read_log,
    redo,
    take_in,
    undo,
    with_shelves,
)
from widgets.builder.keeping import begun
from widgets.builder.lists import chosen
from widgets.builder.shelving import Edit, Shelf

TEAM = Dimension(field="sales_team")
RANKED = Chart(
    kind="bar",
    shelves=Shelves(columns=(TEAM,), values=("won_amount",)),
    top=Top(field="sales_team", n=3, by="won_amount"),
    sort=(Sort(by="won_amount", desc=True),),
)


def test_edits_are_taken_in_once_and_in_order_of_their_numbers() -> None:
    log = read_log(
        [
            {"seq": 2, "do": "move", "shelf": "rows", "pill": "sales_team", "source": "columns", "index": 0},
            {"seq": 1, "do": "add", "shelf": "columns", "pill": "sales_team", "index": 0},
        ]
    )
    draft = take_in(Draft(), log, SMALL)
    assert (draft.shelves, draft.seen) == (Shelves(rows=(TEAM,)), 2)
    assert take_in(draft, log, SMALL) == draft


def test_a_garbled_log_is_one_sentence() -> None:
    with pytest.raises(MingjingError, match="cannot be read; reload the page"):
        read_log([{"seq": 1, "do": "explode", "shelf": "rows", "pill": "x"}])


def test_a_refused_edit_is_seen_and_told_and_leaves_no_step_to_undo() -> None:
    draft = take_in(Draft(), read_log([{"seq": 1, "do": "add", "shelf": "size", "pill": "product"}]), SMALL)
    assert (draft.seen, draft.refusal.seq, draft.past) == (1, 1, ())
    assert draft.refusal.text.startswith("Size takes metrics")


def test_a_filter_opens_when_it_is_dropped_and_closes_when_it_is_removed() -> None:
    draft = take_in(Draft(), read_log([{"seq": 1, "do": "add", "shelf": "filters", "pill": "product"}]), SMALL)
    assert draft.opened == (Shelf.FILTERS, "product")
    draft = take_in(draft, read_log([{"seq": 2, "do": "remove", "shelf": "filters", "pill": "product"}]), SMALL)
    assert draft.opened is None


def test_ranking_and_order_fall_away_with_their_field_and_come_back_by_undo() -> None:
    draft = changed(Draft(), RANKED)
    bare = do(draft, Edit(do="remove", shelf=Shelf.COLUMNS, pill="sales_team"), SMALL)
    assert (bare.chart.top, bare.chart.sort) == (None, RANKED.sort)
    empty = do(bare, Edit(do="remove", shelf=Shelf.VALUES, pill="won_amount"), SMALL)
    assert empty.chart.sort == ()
    assert undo(undo(empty)).chart == RANKED


def test_a_new_change_forgets_what_could_be_redone() -> None:
    draft = undo(changed(Draft(), RANKED))
    assert redo(draft).chart == RANKED
    assert with_shelves(draft, Shelves(values=("win_rate",))).future == ()


def test_at_most_a_hundred_steps_are_remembered() -> None:
    draft = Draft()
    for count in range(1, 151):
        draft = changed(draft, Chart(kind="table", limit=count))
    assert len(draft.past) == 100


def test_a_list_makes_the_same_edits_as_dragging() -> None:
    draft = chosen(Draft(), Shelf.VALUES, [], ["won_amount", "win_rate"], SMALL)
    assert draft.shelves.values == ("won_amount", "win_rate")
    draft = chosen(draft, Shelf.VALUES, ["won_amount", "win_rate"], ["win_rate", "follow_ups"], SMALL)
    assert draft.shelves.values == ("win_rate", "follow_ups")
    assert chosen(draft, Shelf.COLOR, [], ["product"], SMALL).refusal.text == "win_rate has no product."


def test_a_list_leaves_alone_what_was_dragged_since_it_was_drawn() -> None:
    dragged = with_shelves(Draft(), Shelves(values=("won_amount", "win_rate")))
    late = chosen(dragged, Shelf.VALUES, ["won_amount"], ["won_amount", "follow_ups"], SMALL)
    assert late.shelves.values == ("won_amount", "win_rate", "follow_ups")


def test_a_new_chart_belongs_to_no_board_and_the_old_one_is_a_step_back() -> None:
    old = replace(changed(Draft(), RANKED), title="Ranked", origin=Origin(7, "won", "won", 1))
    fresh = begun(old)
    assert (fresh.empty, fresh.title, fresh.origin) == (True, "", None)
    assert undo(fresh).chart == RANKED


MINE = replace(changed(Draft(), RANKED), title="Ranked", seen=4)
LINE = Chart(kind="line", shelves=Shelves(values=("won_amount",)))
TILE = Draft(chart=LINE, saved=LINE, title="Won by month", origin=Origin(7, "won", "won", 1))


def test_unsaved_work_is_a_step_before_the_chart_that_is_opened_instead() -> None:
    opened = opened_instead(MINE, TILE)
    assert (opened.chart, opened.title, opened.origin, opened.seen) == (TILE.chart, "Won by month", TILE.origin, 4)
    back = undo(opened)
    assert (back.chart, back.title, back.origin, back.past) == (RANKED, "Ranked", None, MINE.past)
    assert redo(back) == opened
    assert undo(redo(back)) == back


def test_what_stands_on_a_board_already_is_not_kept_twice_and_hides_no_unsaved_work() -> None:
    other = replace(TILE, title="Lost by month")
    second = opened_instead(opened_instead(MINE, TILE), other)
    assert undo(second).title == "Ranked"
    worked = changed(opened_instead(MINE, TILE), RANKED.model_copy(update={"limit": 9}))
    third = opened_instead(worked, other)
    assert undo(third).chart.limit == 9
    assert undo(undo(undo(third))).title == "Ranked"
    assert undo(opened_instead(replace(worked, saved=worked.chart), other)).title == "Ranked"


def test_a_change_after_the_way_back_forgets_the_opened_chart() -> None:
    back = undo(opened_instead(MINE, TILE))
    assert not changed(back, Chart(kind="table", limit=3)).can_redo


def test_a_handful_of_unsaved_charts_is_kept() -> None:
    draft = MINE
    for count in range(9):
        draft = changed(opened_instead(draft, TILE), RANKED.model_copy(update={"limit": count + 1}))
    kept = []
    while draft.can_undo:
        kept += [draft.chart.limit] if draft.chart.limit else []
        draft = undo(draft)
    assert kept == [9, 8, 7, 6, 5, 4]
