"""A board is shared with one person, who sees own rows, clicks, reads records and saves; a third learns nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboards.model import Chart, Controls, Dashboard, Shelves, Tile
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from datasource.question import Dimension
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import PHONE, settled, shot
from tests.browser.serving import App, add_person

TITLE, FIGURE = "Zebra results", "Zebra figure"
GONE = "This board is not shared with you, or it no longer exists"


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The demo company with a board of its analyst, and a third person who may build."""
    data = tmp_path_factory.mktemp("sharing") / "data"
    shutil.copytree(demo_data, data)
    add_person(data, "third", "--role", "analyst", "--scope", "all")
    won = Chart(kind="kpi", shelves=Shelves(values=("won_amount",)))
    products = Chart(kind="bar", shelves=Shelves(rows=(Dimension(field="industry"),), values=("won_amount",)))
    tiles = (
        Tile(id="won", title=FIGURE, x=0, y=0, w=6, h=3, chart=won),
        Tile(id="kinds", title="By industry", x=0, y=3, w=12, h=7, chart=products),
    )
    database = open_app_database(data)
    owner = find_account(database, "analyst").account_id
    database.engine.dispose()
    BoardStore(data).save(
        Dashboard(id="zebra", title=TITLE, controls=Controls(show=("period",)), tiles=tiles), owner, 0, "analyst"
    )
    (data / "owner").write_text(str(owner), "utf-8")
    yield serve(data)


def address(app: App) -> str:
    return f"/board?id={(app.data / 'owner').read_text('utf-8')}-zebra"


def value(page: Page) -> str:
    return page.locator(".st-key-cell_won [data-testid=stMetricValue]").inner_text()


def test_one_person_is_let_in_and_out_again_and_a_third_learns_nothing(app: App, visit: Visit) -> None:
    owner = visit(app)
    analyst = owner.sign_in("analyst")
    owner.open(address(app))
    expect(analyst.get_by_role("heading", name=TITLE)).to_be_visible()
    share(analyst)
    whole = value(analyst)
    shot(analyst, "sharing/owner")

    visitor = visit(app)
    rep = visitor.sign_in("rep")
    visitor.open("/shared-with-me")
    expect(rep.get_by_text("New", exact=True)).to_be_visible()
    shot(rep, "sharing/shared_with_me")
    rep.get_by_role("link", name="Open the board").click()
    expect(rep.get_by_role("heading", name=TITLE)).to_be_visible()
    settled(rep)
    own = value(rep)
    assert own != whole
    read(rep, own)
    save(rep)

    stranger = visit(app)
    third = stranger.sign_in("third")
    for path in (address(app), address(app).replace("/board", "/edit-board"), f"{address(app)}&present=1"):
        stranger.open(path)
        expect(third.get_by_text(GONE)).to_be_visible()
        assert "Zebra" not in third.content()

    take_back(analyst)
    rep.get_by_role("combobox", name="Period").click()
    rep.get_by_role("option", name="Last year").click()
    expect(rep.get_by_text(GONE)).to_be_visible()
    expect(rep.get_by_test_id("stVegaLiteChart")).to_have_count(0)
    assert FIGURE not in rep.get_by_test_id("stMain").inner_text()


def share(page: Page) -> None:
    """Let the rep see and save the board."""
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Share with", exact=True).fill("rep")
    page.get_by_role("option", name="· rep").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share", exact=True).last.click()
    expect(page.get_by_text(f"“{TITLE}” is shared with rep.")).to_be_visible()
    settled(page)


def read(page: Page, own: str) -> None:
    """Click a bar, which filters the figure; ask for the records; take the click back."""
    page.locator(".st-key-cell_kinds [aria-roledescription=bar]").first.click()
    expect(page.locator(".st-key-chips")).to_contain_text("Industry:")
    settled(page)
    page.get_by_role("button", name="Show records", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("record")
    shot(page, "sharing/records")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.locator(".st-key-chips").get_by_role("button", name="✕").first.click()
    expect(page.locator(".st-key-cell_won [data-testid=stMetricValue]")).to_have_text(own)
    settled(page)


def save(page: Page) -> None:
    """Save the board as one page of HTML, and find it in the file."""
    page.locator(".st-key-export_board_zebra button").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Board as HTML").click()
    made = waiting.value.path().read_text("utf-8")
    assert TITLE in made
    page.keyboard.press("Escape")
    settled(page)


def take_back(page: Page) -> None:
    """End the sharing."""
    page.get_by_role("button", name="Share", exact=True).first.click()
    page.get_by_role("button", name="Take back from everybody").click()
    expect(page.get_by_text(f"“{TITLE}” is yours alone again.")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_lists_fit_a_phone(app: App, visit: Visit, *, dark: bool) -> None:
    visitor = visit(app, size=PHONE, dark=dark)
    page = visitor.sign_in("analyst")
    for path in ("/my-boards", "/shared-with-me", address(app)):
        visitor.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        shot(page, f"sharing/phone{path.split('?')[0]}-{'dark' if dark else 'light'}")
