"""Every tile of every shipped board, over a small demo company: it answers, it is not empty, and it draws."""

import re

import pytest

from dashboards.compile import canonical_chart, compile_chart, opening_view
from dashboards.gallery import gallery
from dashboards.kinds import TABLES
from dashboards.model import Chart, Dashboard
from datasource.people.account import ScopeKind
from datasource.question import Query
from datasource.result import Result
from datasource.sample.company import publish_demo
from datasource.scope import OPERATOR, Viewer
from widgets.blocks.chart import chart_picture
from widgets.blocks.detail import asked
from widgets.blocks.export.picture import write_sized_svg
from widgets.blocks.reading import Reading
from widgets.charts.look import Look
from widgets.state.cache import Shared, shared

BOARDS = [*gallery().values()]
AROUND = {"axis", "legend", "title", "group mark container"}
SELLER = Viewer("seller", ScopeKind.SELF, 12)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """The demo company with 250 customers."""
    folder = tmp_path_factory.mktemp("gallery")
    publish_demo(folder, scale=0.05)
    return shared(folder)


def read(company: Shared, board: Dashboard, viewer: Viewer = OPERATOR) -> Reading:
    return Reading(company, viewer, opening_view(board.controls), Look())


def questions(board: Dashboard, reading: Reading) -> list[tuple[str, Chart, Query]]:
    """The tiles that ask, each with its question."""
    view = reading.view
    return [
        (tile.id, canonical_chart(tile.chart), compile_chart(tile.chart, view)) for tile in board.tiles if tile.chart
    ]


def holds_a_number(result: Result) -> bool:
    names = [column.name for column in result.columns if column.metric and column.part == "value"]
    return any(value not in {None, 0} for name in names for value in result.rows[name])


def drawn_marks(svg: str) -> set[str]:
    return set(re.findall(r'aria-roledescription="([^"]+)"', svg)) - AROUND


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_no_tile_is_empty_and_every_drawing_has_marks(company: Shared, board: Dashboard) -> None:
    reading = read(company, board)
    empty, bare = [], []
    for name, chart, query in questions(board, reading):
        if chart.kind == "detail":
            empty += [] if reading.records(asked(name, chart, query, 1)).row_count else [name]
            continue
        result = reading.answer(query)
        empty += [] if holds_a_number(result) else [name]
        if chart.kind not in TABLES:
            bare += [] if drawn_marks(write_sized_svg(chart_picture("", chart, result, reading), 600, 300)) else [name]
    assert (empty, bare) == ([], [])


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.id)
def test_who_sees_little_is_answered_too(company: Shared, board: Dashboard) -> None:
    reading = read(company, board, SELLER)
    rows = [reading.answer(query).proof for _name, chart, query in questions(board, reading) if chart.kind != "detail"]
    assert rows
    assert any(item.rows_out_of_scope for proof in rows for item in proof.metrics)
