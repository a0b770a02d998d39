"""Every ready page can be the beginning of a board of one's own."""

import runpy
from pathlib import Path

import pytest

import widgets.shell.page
from dashboards.customised import CHARTS, customised
from dashboards.dump import dump
from dashboards.model import Chart, Dashboard, Shelves, Tile
from dashboards.names import BOARD_PANELS, registry_names
from dashboards.parse import parse
from widgets.panels.panel import PANELS
from widgets.shell.menu import MENU, menu

FILES = [entry.file for section in menu().sections for entry in section.pages]


def dashboard_of(file: str, patch: pytest.MonkeyPatch) -> Dashboard | None:
    """The dashboard that a page shows; None for a page that is none."""
    shown: list[Dashboard] = []
    patch.setattr(widgets.shell.page, "show", lambda board, *_role: shown.append(board))
    if "widgets.shell.page" not in (MENU.parent / file).read_text("utf-8"):
        return None
    runpy.run_path(str(Path(MENU.parent, file)))
    return shown[0]


@pytest.mark.parametrize("file", FILES)
def test_the_copy_of_a_page_is_a_board_that_is_right_in_every_respect(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dashboard_of(file, monkeypatch)
    if page is None:
        return
    copied = customised(page)
    assert copied.board.tiles
    assert len(copied.board.tiles) + copied.left_out == len(page.tiles)
    assert {tile.panel for tile in copied.board.tiles if tile.panel} <= BOARD_PANELS
    assert parse(dump(copied.board), file, registry_names()) == copied.board


def test_charts_stand_for_panels_that_exist() -> None:
    assert CHARTS.keys() | BOARD_PANELS <= PANELS.keys()
    assert not CHARTS.keys() & BOARD_PANELS


def test_charts_and_texts_stay_and_what_cannot_stay_leaves_no_gap() -> None:
    card = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
    page = Dashboard(
        id="page",
        title="Page",
        tiles=(
            Tile(id="gone", x=0, y=0, w=12, h=4, panel="goal_choice"),
            Tile(id="card", x=0, y=4, w=4, h=2, chart=card),
            Tile(id="note", x=4, y=4, w=4, h=2, text="Note"),
        ),
    )
    copied = customised(page)
    assert [(tile.id, tile.y, tile.body) for tile in copied.board.tiles] == [("card", 0, "chart"), ("note", 0, "text")]
    assert copied.left_out == 1


def test_panels_that_boards_may_hold_stay_as_they_are() -> None:
    page = Dashboard(id="page", title="Page", tiles=(Tile(id="a", x=0, y=0, w=12, h=4, panel="summary"),))
    assert customised(page, {"summary"}).board == page
