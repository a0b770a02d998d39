"""Every kind of chart and every option on a board: drawn on a desk in light and on a phone in the dark, no errors."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from dashboards.kinds import KINDS
from dashboards.model import Dashboard, Share, Terms
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from tests.browser.conftest import Serve, Visit
from tests.browser.kinds_board import board, every_kind, every_option
from tests.browser.kit import DESKTOP, PHONE, settled, shot
from tests.browser.serving import App

FEW = ("bar", "combo", "heatmap", "kpi", "pivot", "treemap")
DRAWN = "[aria-roledescription], canvas, [data-testid=stMetricValue], svg path, [data-testid=stDataFrame]"
BOARDS = {
    "few": board([one for one in every_kind() if one[0] in FEW], "few-kinds"),
    "kinds": board(every_kind(), "every-kind"),
    "options": board(every_option(), "every-option"),
}


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    data = tmp_path_factory.mktemp("kinds") / "data"
    shutil.copytree(demo_data, data)
    boards, database = BoardStore(data), open_app_database(data)
    owner = find_account(database, "analyst").account_id
    database.engine.dispose()
    for made in BOARDS.values():
        boards.save(made, owner, 0, "analyst")
        boards.share(owner, made.id, Share(everyone=Terms()), "analyst")
    (data / "owner").write_text(str(owner), "utf-8")
    yield serve(data)


def test_the_board_holds_every_kind() -> None:
    assert {chart.kind for _name, _title, chart in every_kind()} == set(KINDS)


@pytest.mark.parametrize(
    "name", ["few", *(pytest.param(name, marks=pytest.mark.slow) for name in ("kinds", "options"))]
)
@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (PHONE, True)], ids=["desk-light", "phone-dark"])
def test_every_tile_is_drawn(app: App, visit: Visit, name: str, size: tuple[int, int], dark: bool) -> None:
    visitor = visit(app, size=size, dark=dark)
    page = visitor.sign_in("analyst")
    errors = errors_of(page)
    made = BOARDS[name]
    for tab in made.tabs:
        visitor.open(f"/board?id={(app.data / 'owner').read_text('utf-8')}-{made.id}&tab={tab.id}")
        look_at(page, made, tab.id)
        shot(page, f"{made.id}-{tab.id}-{size[0]}-{'dark' if dark else 'light'}")
    assert errors == []


def errors_of(page: Page) -> list[str]:
    """What the page tells its console as an error from now on; a page that asks for no favicon is none."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not re.search(r"Failed to load resource.*404", message.text):
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def look_at(page: Page, made: Dashboard, tab: str) -> None:
    """Each tile of a tab has marks and no box with an error; nothing is wider than the window."""
    for tile in (one for one in made.tiles if one.tab == tab):
        cell = page.locator(f".st-key-cell_{tile.id}")
        cell.scroll_into_view_if_needed()
        expect(cell.locator(DRAWN).first).to_be_attached()
        expect(cell.get_by_test_id("stAlert")).to_have_count(0)
    settled(page)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window
