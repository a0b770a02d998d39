"""The analyst's journey: drag a chart together, save, share with a rep who sees own rows only, take back: gone."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Locator, Page, expect

from datasource.catalog.catalog import open_catalog
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import PATIENCE, PHONE, Visitor, settled, shot
from tests.browser.serving import App, add_person

ANALYST, REP = "ana", "darcel"
TITLE = "Won by team and product"
WON = {
    "Melvin Marxen": 2_251_930,
    "Summer Sewald": 1_964_750,
    "Rocco Neubert": 1_960_545,
    "Celia Rouche": 1_603_897,
    "Cara Losch": 1_130_049,
    "Dustin Brinkmann": 1_094_363,
}
GONE = "This board is not shared with you, or it no longer exists"


@pytest.fixture(scope="module")
def app(maven_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """The Maven store with an analyst who sees everything and the rep Darcel Schlecht who sees own deals only."""
    data = tmp_path_factory.mktemp("builder") / "data"
    shutil.copytree(maven_data, data)
    users = open_catalog(data).entity("users")
    rep = users.row(by_predicate=pl.col("name") == "Darcel Schlecht", named=True)
    add_person(data, ANALYST, "--role", "analyst", "--scope", "all")
    add_person(data, REP, "--role", "reader", "--scope", "self", "--crm-user", str(rep["user_id"]))
    return serve(data)


def test_a_chart_is_dragged_together_shared_seen_by_own_rows_and_taken_back(app: App, visit: Visit) -> None:
    analyst = come_in(visit(app), ANALYST, "/new-chart")
    build(analyst)
    shot(analyst, "builder/built")
    drawn(analyst, WON)
    save(analyst)
    share_with_rep(analyst)

    rep = come_in(visit(app), REP, "/shared-with-me")
    rep.get_by_role("link", name="Open").click()
    expect(rep.get_by_role("heading", name=TITLE)).to_be_visible()
    settled(rep)
    shot(rep, "builder/seen_by_the_rep")
    drawn(rep, {"Melvin Marxen": 1_153_214})
    expect(rep.get_by_role("button", name="Edit")).to_have_count(0)
    expect(rep.get_by_role("link", name="New chart")).to_have_count(0)

    take_back(analyst)
    rep.get_by_role("combobox", name="Period").click()
    rep.get_by_role("option", name="Last year").click()
    expect(rep.get_by_text(GONE)).to_be_visible()
    expect(rep.get_by_test_id("stVegaLiteChart")).to_have_count(0)
    rep.get_by_role("link", name="Shared with me").click()
    expect(rep.get_by_text("Nobody shares a board with you yet")).to_be_visible()


def test_shelves_work_by_keyboard_and_refuse_in_words(app: App, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    search = page.get_by_test_id("palette-search")
    search.fill("won amount")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("pill-values-won_amount")).to_be_visible()
    expect(page.get_by_test_id("shelves-live")).to_have_text("Won amount added to Values.")
    search.fill("")
    expect(page.get_by_test_id("shelf-size")).to_be_hidden()
    page.get_by_test_id("more-shelves").click()
    expect(page.get_by_test_id("shelf-size")).to_be_visible()
    drag(page, page.get_by_test_id("field-product"), page.get_by_test_id("shelf-size"))
    expect(page.get_by_test_id("shelves-refusal")).to_contain_text("Size takes metrics")
    for name in ("won_count", "lost_count"):
        drag(page, page.get_by_test_id(f"field-{name}"), page.get_by_test_id("shelf-values"))
    page.get_by_test_id("pill-values-lost_count").focus()
    page.keyboard.press("Alt+ArrowLeft")
    assert pills(page, "values") == ["Won amount", "Lost deals", "Won deals"]
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("pill-values-lost_count")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="↶").click()
    expect(page.get_by_test_id("pill-values-lost_count")).to_be_visible()


def test_the_lists_are_drawn_when_they_are_opened_and_say_what_stands_on_the_shelves(app: App, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    drag(page, page.get_by_test_id("field-won_amount"), page.get_by_test_id("shelf-values"))
    expect(page.get_by_test_id("pill-values-won_amount")).to_be_visible()
    settled(page)
    values = page.get_by_test_id("stMultiSelect").filter(has=page.get_by_role("combobox", name="Values", exact=True))
    expect(values).to_have_count(0)
    page.get_by_text("Choose fields from lists").click()
    expect(values).to_contain_text("Won amount", timeout=PATIENCE)


def test_four_fast_drags_all_arrive_in_order(app: App, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    for name in ("won_amount", "lost_amount", "won_count", "lost_count"):
        drag(page, page.get_by_test_id(f"field-{name}"), page.get_by_test_id("shelf-values"))
    settled(page)
    assert pills(page, "values") == ["Won amount", "Lost amount", "Won deals", "Lost deals"]


def test_the_builder_fits_a_phone(app: App, visit: Visit) -> None:
    page = come_in(visit(app, PHONE), ANALYST, "/new-chart")
    page.get_by_test_id("field-won_amount").tap()
    page.get_by_test_id("menu-values").tap()
    expect(page.get_by_test_id("pill-values-won_amount")).to_be_visible()
    settled(page)
    shot(page, "builder/phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def choose(page: Page, box: str, option: str) -> None:
    """Choose from a list; it is scrolled into sight before it is opened."""
    held = page.get_by_role("combobox", name=box)
    expect(held).to_have_count(1)
    held.scroll_into_view_if_needed()
    held.click()
    page.get_by_role("option", name=option).click()


def come_in(visitor: Visitor, login: str, path: str) -> Page:
    """Sign in, wait until the browser has its cookie (the page is drawn anew then), and open a page."""
    page = visitor.sign_in(login)
    for _ in range(100):
        if any(cookie["name"].startswith("mingjing_") for cookie in visitor.context.cookies()):
            break
        page.wait_for_timeout(50)
    visitor.open(path)
    if path == "/new-chart":
        expect(page.get_by_test_id("shelf-values")).to_be_visible()
        begin_anew(page)
    return page


def begin_anew(page: Page) -> None:
    """Put aside the chart that the person's last session left in the making."""
    page.get_by_role("button", name="＋", exact=True).click()
    settled(page)
    expect(page.locator("[data-testid^=pill-]")).to_have_count(0)


def build(page: Page) -> None:
    """Won amount by sales team, stacked by product, with a title."""
    shelf = page.get_by_test_id
    drag(page, shelf("field-won_amount"), shelf("shelf-values"))
    drag(page, shelf("field-sales_team"), shelf("shelf-columns"))
    drag(page, shelf("field-product"), shelf("shelf-color"))
    expect(shelf("pill-color-product")).to_be_visible()
    page.get_by_role("combobox", name="Kind of chart").click()
    page.get_by_role("option", name="Stacked bar").click()
    title = page.get_by_label("Title of the chart")
    title.fill(TITLE)
    title.press("Enter")
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    settled(page)


def save(page: Page) -> None:
    """Save as a new board."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved on the board “{TITLE}”.")).to_be_visible()
    settled(page)


def share_with_rep(page: Page) -> None:
    """Share the board with the rep, on "My boards"."""
    page.get_by_role("link", name="My boards").click()
    settled(page)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Share with", exact=True).fill("darcel")
    page.get_by_role("option", name="darcel").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share", exact=True).last.click()
    expect(page.get_by_text(f"“{TITLE}” is shared with {REP}.")).to_be_visible()
    settled(page)


def take_back(page: Page) -> None:
    """End the sharing."""
    page.get_by_role("button", name="Take back from everybody").click()
    expect(page.get_by_text(f"“{TITLE}” is yours alone again.")).to_be_visible()


def drag(page: Page, field: Locator, shelf: Locator) -> None:
    """Drag with a real mouse: press, move in steps, let go over the right part of the shelf."""
    field.scroll_into_view_if_needed()
    start, end = field.bounding_box(), shelf.bounding_box()
    assert start is not None
    assert end is not None
    x, y = start["x"] + start["width"] / 3, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y + 8, steps=3)
    page.mouse.move(end["x"] + end["width"] * 0.9, end["y"] + end["height"] / 2, steps=10)
    page.mouse.up()


def pills(page: Page, shelf: str) -> list[str]:
    """The labels on a shelf, in order."""
    return page.get_by_test_id(f"shelf-{shelf}").locator(".label").all_inner_texts()


def drawn(page: Page, expected: dict[str, int]) -> None:
    """Wait until the one chart of the page shows `expected`: while another kind is drawn, the old one still stands."""
    for _attempt in range(PATIENCE // 100):
        if teams(page) == expected:
            break
        page.wait_for_timeout(100)
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    assert teams(page) == expected


def teams(page: Page) -> dict[str, int]:
    """Won amount by sales team as the drawn chart tells it to screen readers, bar by bar, added up."""
    bars = page.get_by_test_id("stVegaLiteChart").locator("[aria-roledescription=bar]")
    told = bars.evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
    found: dict[str, int] = {}
    for text in told:
        part = dict(one.split(": ", 1) for one in text.split("; "))
        found[part["Sales team"]] = found.get(part["Sales team"], 0) + int(float(part["Won amount"]))
    return found
