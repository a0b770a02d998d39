"""The shipped boards as files: right in every respect, written as the program writes them, broad enough to learn."""

from pathlib import Path

import pytest

from dashboards.compile import compile_chart, opening_view
from dashboards.dump import dump
from dashboards.gallery import FOLDER, gallery
from dashboards.model import Dashboard, Share
from dashboards.names import registry_names
from dashboards.parse import parse
from dashboards.translated import translated

FILES = sorted(FOLDER.glob("*.yaml"))
BOARDS = [*gallery().values()]


def by_id(one: Dashboard | Path) -> str:
    return one.id if isinstance(one, Dashboard) else one.stem


def shown_kinds() -> set[str]:
    return {tile.chart.kind for board in BOARDS for tile in board.tiles if tile.chart}


@pytest.mark.parametrize("file", FILES, ids=by_id)
def test_a_board_is_right_and_its_id_is_its_name(file: Path) -> None:
    assert parse(file.read_bytes(), file.name, registry_names()).id == file.stem


@pytest.mark.parametrize("file", FILES, ids=by_id)
def test_a_board_is_written_as_the_program_writes_it(file: Path) -> None:
    assert file.read_text("utf-8") == dump(parse(file.read_bytes()))


@pytest.mark.parametrize("board", BOARDS, ids=by_id)
def test_every_chart_of_a_board_is_a_question(board: Dashboard) -> None:
    view = opening_view(board.controls)
    assert all(compile_chart(tile.chart, view).metrics for tile in board.tiles if tile.chart)


@pytest.mark.parametrize("board", BOARDS, ids=by_id)
def test_a_board_says_what_it_is_for_has_six_tiles_or_more_and_is_shared_with_nobody(board: Dashboard) -> None:
    assert board.description
    assert board.icon
    assert len(board.tiles) >= 6
    assert board.share == Share()


def test_twelve_boards_or_more_are_shipped() -> None:
    assert len(BOARDS) >= 12


def test_the_boards_show_most_kinds_of_chart() -> None:
    assert shown_kinds() >= {
        *("kpi", "line", "step", "stacked_area", "combo", "stacked_bar", "grouped_bar", "full_bar", "horizontal_bar"),
        *("pareto", "waterfall", "bullet", "funnel", "treemap", "donut", "packed", "map", "heatmap", "calendar"),
        *("histogram", "box", "bubble", "slope", "radar", "table", "pivot", "detail"),
    }


def test_the_boards_show_the_breadth_of_a_board() -> None:
    tiles = [tile for board in BOARDS for tile in board.tiles]
    charts = [tile.chart for tile in tiles if tile.chart]
    assert {tile.body for tile in tiles} >= {"chart", "text", "filter", "section"}
    assert any(board.tabs for board in BOARDS)
    assert any(board.refresh for board in BOARDS)
    assert {one.body for chart in charts for one in chart.calculations} >= {"ratio", "within", "shown", "buckets"}
    assert {chart.options.card for chart in charts} == {"plain", "sparkline", "target", "previous", "gauge"}
    assert any(chart.top and chart.top.others for chart in charts)
    assert any(chart.options.lines for chart in charts)
    assert any(look.highlights for chart in charts for look in chart.looks)


def test_a_template_is_translated_as_a_whole_and_names_stay() -> None:
    board = gallery()["weekly-sales-review"]
    loud = translated(board, str.upper)
    assert (loud.title, loud.tabs[0].title) == ("WEEKLY SALES REVIEW", "RESULTS")
    [chart] = [tile.chart for tile in loud.tiles if tile.id == "won-by-week" and tile.chart]
    assert chart.calculations[0].label == "AVERAGE OF 4 WEEKS"
    assert chart.options.lines[0].label == "AVERAGE"
    assert chart.shelves.values == ("won_amount", "smooth")
    assert translated(board, str) == board
