"""A board on a wall: new data show by themselves, and slides turn by keys, by section and by the clock."""

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture
from playwright.sync_api import Locator, Page, expect

from dashboards.model import Chart, Controls, Dashboard, Image, Section, Shelves, Tab, Tile
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from datasource.question import Dimension
from datasource.sample.company import publish_demo
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import settled, shot
from tests.browser.serving import App
from widgets.shell.screenful import LARGE

CARD = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
CROSS = Chart(kind="pivot", shelves=Shelves(rows=(Dimension(field="sales_team"),), values=("won_amount",)))


def tile(name: str, y: int, tab: str = "") -> Tile:
    return Tile(id=name, title=name.title(), tab=tab, x=0, y=y, w=12, h=4, chart=CARD)


def section(name: str, y: int) -> Tile:
    return Tile(id=name, title=name.title(), x=0, y=y, w=12, h=1, section=Section())


BOARDS = (
    Dashboard(id="live", title="Live", refresh=5, controls=Controls(), tiles=(tile("won", 0),)),
    Dashboard(
        id="tabs",
        title="Tabs",
        tabs=(Tab(id="one", title="First"), Tab(id="two", title="Second")),
        tiles=(tile("a", 0), tile("b", 0, "two")),
    ),
    Dashboard(
        id="parts",
        title="Parts",
        tiles=(section("north", 0), tile("a", 1), section("south", 5), tile("b", 6)),
    ),
    Dashboard(
        id="cross",
        title="Cross",
        tiles=(tile("won", 0), Tile(id="teams", x=0, y=4, w=12, h=6, chart=CROSS)),
    ),
)


WALL = Dashboard(
    id="wall",
    title="Wall",
    tiles=tuple(
        Tile(id=f"t{place}", x=place % 3 * 4, y=place // 3 * 4, w=4, h=4, chart=CARD) for place in range(LARGE + 6)
    ),
)


def pictures(file: str) -> Dashboard:
    tiles = (
        Tile(id="contain", title="Whole", x=0, y=0, w=6, h=5, image=Image(file=file, alt="Whole")),
        Tile(id="cover", title="Filling", x=6, y=0, w=6, h=5, image=Image(file=file, alt="Filling", fit="cover")),
    )
    return Dashboard(id="pictures", title="Pictures", tiles=tiles)


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    data = tmp_path_factory.mktemp("wall") / "data"
    shutil.copytree(demo_data, data)
    boards, database = BoardStore(data), open_app_database(data)
    owner = find_account(database, "analyst").account_id
    database.engine.dispose()
    drawn = BytesIO()
    Picture.linear_gradient("L").resize((120, 40)).save(drawn, "PNG")
    file = boards.keep_picture(owner, drawn.getvalue())
    for board in (*BOARDS, WALL, pictures(file)):
        boards.save(board, owner, 0, "analyst")
    (data / "owner").write_text(str(owner), "utf-8")
    return serve(data)


def opened(app: App, visit: Visit, board: str, more: str = "") -> Page:
    visitor = visit(app)
    visitor.sign_in("analyst")
    return visitor.open(f"/board?id={(app.data / 'owner').read_text('utf-8')}-{board}{more}")


def value(page: Page, name: str = "won") -> Locator:
    return page.locator(f".st-key-cell_{name} [data-testid=stMetricValue]")


def turned(page: Page, key: str, shown: str, gone: str) -> None:
    page.keyboard.press(key)
    expect(page.locator(f".st-key-cell_{shown}")).to_be_visible()
    expect(page.locator(f".st-key-cell_{gone}")).to_have_count(0)
    settled(page)


def test_new_data_show_by_themselves(app: App, visit: Visit) -> None:
    page = opened(app, visit, "live")
    before = value(page).inner_text()
    page.wait_for_timeout(6000)
    expect(value(page)).to_have_text(before)
    publish_demo(app.data, seed=8, scale=0.5, progress=lambda _done, _label: None)
    expect(value(page)).not_to_have_text(before)
    settled(page)
    shot(page, "board-refreshed")


def test_a_large_board_is_drawn_to_its_end(app: App, visit: Visit) -> None:
    page = opened(app, visit, "wall")
    values = page.get_by_test_id("stMetricValue")
    expect(values).to_have_count(LARGE + 6)
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="Last year", exact=True).click()
    settled(page)
    expect(values).to_have_count(LARGE + 6)


@pytest.mark.parametrize("more", ["", "&present=1"], ids=["read", "presented"])
def test_a_picture_fills_its_tile_or_stands_in_it_whole(app: App, visit: Visit, more: str) -> None:
    page = opened(app, visit, "pictures", more)
    for fit in ("contain", "cover"):
        picture = page.locator(f".st-key-cell_{fit} img")
        expect(picture).to_be_visible()
        assert picture.evaluate("one => getComputedStyle(one).objectFit") == fit
        inner, outer = picture.bounding_box(), page.locator(f".st-key-cell_{fit}").bounding_box()
        assert inner is not None
        assert outer is not None
        assert outer["height"] - 80 < inner["height"] < outer["height"]
        assert outer["width"] - 60 < inner["width"] < outer["width"]
    shot(page, "board-pictures" + more.replace("&", "-"))


@pytest.mark.parametrize("board", ["tabs", "parts"])
def test_slides_are_turned_by_keys(app: App, visit: Visit, board: str) -> None:
    page = opened(app, visit, board, "&present=1")
    expect(page.locator(".st-key-cell_a")).to_be_visible()
    expect(page.locator(".st-key-cell_b")).to_have_count(0)
    turned(page, "ArrowRight", "b", "a")
    turned(page, "ArrowRight", "a", "b")
    turned(page, "ArrowLeft", "b", "a")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name=board.title())).to_be_visible()
    assert "present" not in page.url


def test_slides_turn_by_themselves(app: App, visit: Visit) -> None:
    page = opened(app, visit, "tabs", "&present=1&every=5")
    expect(page.locator(".st-key-cell_a")).to_be_visible()
    expect(page.locator(".st-key-cell_b")).to_be_visible()
    expect(page.locator(".st-key-cell_a")).to_be_visible()


def test_a_click_in_a_pivot_filters_the_card(app: App, visit: Visit) -> None:
    page = opened(app, visit, "cross")
    whole = value(page).inner_text()
    table = page.locator(".st-key-cell_teams [data-testid=stDataFrame] canvas").first
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + 35 * 1.5)
    expect(page.locator(".st-key-chips")).to_contain_text("Sales team:")
    expect(value(page)).not_to_have_text(whole)
    assert re.search(r"pick=teams%3Bsales_team%3D", page.url)
    shot(page, "board-pivot-clicked")
