"""A board as its readers use it, at a desk and on a phone: click, drill, tabs, slides, and a link to all of it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.model import Chart, Controls, Dashboard, Section, Share, Shelves, Tab, Terms, Tile
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from datasource.question import Dimension, Grain, Top
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import DESKTOP, PHONE, settled, shot
from tests.browser.serving import App

OWNER, QUARTERS = Dimension(field="owner"), Dimension(field="close_date", grain=Grain.QUARTER)
WON = ("won_amount",)


def board() -> Dashboard:
    people = Chart(kind="bar", shelves=Shelves(rows=(OWNER,), values=WON), top=Top(field="owner", n=6, by="won_amount"))
    dates = Chart(kind="bar", shelves=Shelves(columns=(QUARTERS,), values=WON))
    table = Chart(kind="table", shelves=Shelves(rows=(Dimension(field="industry"),), values=WON))
    tiles = (
        Tile(id="won", x=0, y=0, w=6, h=3, chart=Chart(kind="kpi", shelves=Shelves(values=WON))),
        Tile(id="count", x=6, y=0, w=6, h=3, chart=Chart(kind="kpi", shelves=Shelves(values=("won_count",)))),
        Tile(id="people", title="People", x=0, y=3, w=6, h=6, chart=people),
        Tile(id="dates", title="Dates", x=6, y=3, w=6, h=6, chart=dates),
        Tile(id="more", title="More", x=0, y=9, w=12, h=1, section=Section()),
        Tile(id="kinds", title="Kinds", x=0, y=10, w=12, h=6, chart=table),
        Tile(id="later", title="Later", tab="two", x=0, y=0, w=12, h=6, chart=dates),
    )
    tabs = (Tab(id="one", title="First"), Tab(id="two", title="Second"))
    return Dashboard(id="walk", title="Walk", controls=Controls(show=("period",)), tabs=tabs, tiles=tiles)


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    data = tmp_path_factory.mktemp("board") / "data"
    shutil.copytree(demo_data, data)
    boards, database = BoardStore(data), open_app_database(data)
    owner = find_account(database, "analyst").account_id
    database.engine.dispose()
    boards.save(board(), owner, 0, "analyst")
    boards.share(owner, "walk", Share(everyone=Terms()), "analyst")
    (data / "owner").write_text(str(owner), "utf-8")
    yield serve(data)


def bars(page: Page, tile: str) -> Locator:
    return page.locator(f".st-key-cell_{tile} [aria-roledescription=bar]")


def value(page: Page) -> Locator:
    return page.locator(".st-key-cell_won [data-testid=stMetricValue]")


def no_sideways(page: Page) -> None:
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_board_is_clicked_drilled_and_presented(app: App, visit: Visit, size: tuple[int, int]) -> None:
    visitor = visit(app, size=size)
    page = visitor.sign_in("analyst")
    address = f"/board?id={(app.data / 'owner').read_text('utf-8')}-walk"
    visitor.open(address)
    expect(bars(page, "people").first).to_be_visible()
    whole = value(page).inner_text()
    no_sideways(page)

    bars(page, "people").first.click()
    expect(page.locator(".st-key-chips")).to_contain_text("Owner:")
    settled(page)
    expect(value(page)).not_to_have_text(whole)
    assert "pick=people" in page.url
    filtered, link = value(page).inner_text(), page.url
    shot(page, f"board-clicked-{size[0]}")
    visitor.page.goto(link)
    settled(page)
    expect(value(page)).to_have_text(filtered)
    faded = page.locator(".st-key-cell_people [aria-roledescription=bar][opacity]")
    expect(faded).not_to_have_count(0)
    bars(page, "people").first.click()
    expect(page.locator(".st-key-chips")).to_have_count(0)
    expect(value(page)).to_have_text(whole)

    menu(page, "dates", "A click goes one level down")
    expect(page.locator(".st-key-cell_dates")).to_contain_text("A click goes one level down.")
    settled(page)
    bars(page, "dates").first.click()
    expect(page.locator(".st-key-crumbs_dates")).to_contain_text("Month")
    settled(page)
    expect(bars(page, "dates")).to_have_count(3)
    assert re.search(r"drill=dates%3Bmonth%3Bquarter%3D2026-Q1", page.url)
    page.locator(".st-key-crumb_dates_0 button").first.click()
    expect(page.locator(".st-key-crumbs_dates")).to_have_count(0)
    no_sideways(page)

    page.get_by_role("radio", name="Second").click()
    expect(page.locator(".st-key-cell_later")).to_be_visible()
    expect(page.locator(".st-key-cell_won")).to_have_count(0)
    assert "tab=two" in page.url
    page.get_by_role("radio", name="First").click()
    expect(value(page)).to_have_text(whole)
    settled(page)

    present(page, size)


def present(page: Page, size: tuple[int, int]) -> None:
    """Into the slides, on by one, and out again."""
    page.get_by_role("button", name="Present").click()
    expect(page.get_by_role("heading", name="Walk")).to_have_count(0)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    settled(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-cell_later")).to_be_visible()
    settled(page)
    no_sideways(page)
    shot(page, f"board-slide-{size[0]}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Walk")).to_be_visible()
    assert "present" not in page.url


def menu(page: Page, tile: str, wish: str) -> None:
    page.locator(f".st-key-tools_{tile} button:visible").first.click()
    page.get_by_text(wish, exact=True).click()
    settled(page)
