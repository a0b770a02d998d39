"""Boards as YAML: what is written is read back equal, and people can read it."""

from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dashboards.dump import dump
from dashboards.model import Chart, Dashboard, Shelves, Tile
from dashboards.parse import parse_shape
from datasource.errors import MingjingError
from datasource.question import Dimension, Filter, Grain, Op
from tests.dashboards.boards import HOSTILE, boards, texts

FIXED = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def board_of_text(text: str) -> Dashboard:
    chart = Chart(kind="table", shelves=Shelves(filters=(Filter(field="x", op=Op.IN, value=(text, text)),)))
    tiles = (
        Tile(id="a", title=text, x=0, y=0, w=1, h=1, text=text),
        Tile(id="b", x=1, y=0, w=1, h=1, chart=chart),
    )
    return Dashboard(id="a", title="t" + text, description=text, tiles=tiles)


@settings(FIXED, max_examples=40)
@given(boards)
def test_a_board_is_read_back_as_it_was_written(board: Dashboard) -> None:
    assert parse_shape(dump(board).encode()) == board


@pytest.mark.slow
@settings(FIXED, max_examples=1000)
@given(boards)
def test_many_boards_are_read_back_as_they_were_written(board: Dashboard) -> None:
    assert parse_shape(dump(board).encode()) == board


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_yaml_likes_to_change_stays(text: str) -> None:
    board = board_of_text(text[:199])
    assert parse_shape(dump(board).encode()) == board


@settings(FIXED, max_examples=100)
@given(texts)
@example("a\x85b")
def test_any_text_stays(text: str) -> None:
    board = board_of_text(text[:199])
    assert parse_shape(dump(board).encode()) == board


@settings(FIXED, max_examples=50)
@given(texts.filter(bool), st.integers(0, 11))
def test_another_yaml_reader_sees_the_same_texts(text: str, column: int) -> None:
    board = Dashboard(id="a", title=text[:200], tiles=(Tile(id="a", x=column, y=0, w=1, h=1, text=text),))
    plain = yaml.safe_load(dump(board))
    assert plain["title"] == text[:200]
    assert plain["tiles"] == [{"id": "a", "x": column, "y": 0, "w": 1, "h": 1, "text": text}]


def test_a_board_reads_like_a_note() -> None:
    quarter = Dimension(field="close_date", grain=Grain.QUARTER)
    shelves = Shelves(columns=(quarter,), values=("won_amount",), color=Dimension(field="product"))
    board = Dashboard(
        id="won",
        title="Won by quarter",
        tiles=(
            Tile(id="won", title="Won", x=0, y=0, w=8, h=5, chart=Chart(kind="line", shelves=shelves)),
            Tile(id="note", x=8, y=0, w=4, h=5, text="**Won** deals only.\n\nBy close date.\n"),
        ),
    )
    assert dump(board) == (
        "version: 1\n"
        "id: won\n"
        "title: Won by quarter\n"
        "tiles:\n"
        "  - id: won\n"
        "    title: Won\n"
        "    x: 0\n"
        "    y: 0\n"
        "    w: 8\n"
        "    h: 5\n"
        "    chart:\n"
        "      kind: line\n"
        "      shelves:\n"
        "        columns: [{field: close_date, grain: quarter}]\n"
        "        values: [won_amount]\n"
        "        color: product\n"
        "  - id: note\n"
        "    x: 8\n"
        "    y: 0\n"
        "    w: 4\n"
        "    h: 5\n"
        "    text: |\n"
        "      **Won** deals only.\n"
        "\n"
        "      By close date.\n"
    )


def test_a_day_stays_a_day_and_its_text_a_text() -> None:
    condition = Filter(field="x", op=Op.IN, value=(date(2017, 1, 1), "2017-01-01"))
    tile = Tile(id="a", x=0, y=0, w=1, h=1, chart=Chart(kind="table", shelves=Shelves(filters=(condition,))))
    read = parse_shape(dump(Dashboard(id="a", title="a", tiles=(tile,)))).tiles[0].chart
    assert read is not None
    assert read.shelves.filters[0].value == (date(2017, 1, 1), "2017-01-01")


def test_a_number_that_is_not_finite_is_refused() -> None:
    condition = Filter(field="amount", op=Op.GT, value=float("inf"))
    tile = Tile(id="a", x=0, y=0, w=1, h=1, chart=Chart(kind="table", shelves=Shelves(filters=(condition,))))
    with pytest.raises(MingjingError, match="The board 'a' cannot be kept"):
        dump(Dashboard(id="a", title="a", tiles=(tile,)))
