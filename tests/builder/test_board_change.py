"""A chart on a board, and the board's address."""

import pytest

from dashboards.model import Chart, Controls, Dashboard, Shelves
from dashboards.sound import board_faults
from dashboards.stored import address_of
from datasource.errors import MingjingError
from datasource.question import Dimension, Period
from widgets.builder.board_change import new_board, replaced, with_chart
from widgets.builder.places import read_address

TEAM = Dimension(field="sales_team")
BARS = Chart(kind="bar", shelves=Shelves(columns=(TEAM,), values=("won_amount",)))
CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
LINE = Chart(kind="line", shelves=Shelves(columns=(Dimension(field="close_date"),), values=("won_amount",)))
LAST_YEAR = Controls(period=Period(preset="last_year"))


def places(board: Dashboard) -> list[tuple[str, int, int, int, int]]:
    return [(tile.id, tile.x, tile.y, tile.w, tile.h) for tile in board.tiles]


def test_a_new_board_holds_the_chart_and_starts_with_the_chosen_period() -> None:
    board = new_board("won", "Won", BARS, LAST_YEAR)
    assert places(board) == [("won", 0, 0, 12, 7)]
    assert (board.controls.period.preset, board.controls.show) == ("last_year", ("period",))


def test_a_board_of_a_date_without_grain_offers_the_time_step() -> None:
    assert new_board("won", "Won", LINE, LAST_YEAR).controls.show == ("period", "grain")


def test_further_charts_go_below_with_ids_of_their_own() -> None:
    board = with_chart(with_chart(new_board("won", "Won", BARS, LAST_YEAR), "Won", CARD), "Won", BARS)
    assert places(board) == [("won", 0, 0, 12, 7), ("won-2", 0, 7, 4, 3), ("won-3", 0, 10, 12, 7)]
    assert board_faults(board) == ()


def test_a_replaced_chart_keeps_its_place_and_a_lost_one_is_added_again() -> None:
    board = with_chart(new_board("won", "Won", BARS, LAST_YEAR), "Card", CARD)
    changed = replaced(board, "card", "Lines", LINE)
    assert places(changed) == places(board)
    assert (changed.tiles[1].title, changed.tiles[1].chart) == ("Lines", LINE)
    assert [tile.id for tile in replaced(board, "gone", "Again", LINE).tiles] == ["won", "card", "again"]


def test_an_address_leads_back_to_its_board() -> None:
    assert read_address(address_of(7, "won-by-team")) == (7, "won-by-team")


@pytest.mark.parametrize("address", ["", "won-by-team", "7", "7-", "-7-won", "²-won", "../../etc"])
def test_an_address_that_names_no_board_is_one_sentence(address: str) -> None:
    with pytest.raises(MingjingError, match="names no board"):
        read_address(address)
