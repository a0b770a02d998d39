"""The walk of docs/demo.md, step by step, as the five people of the demo company take it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.kit import settled
from tests.browser.serving import App

TITLE = "Won by team"
SCROLLED = 300  # milliseconds until the browser has told of a scroll


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """A demo company of its own, since the walk changes accounts and boards."""
    data = tmp_path_factory.mktemp("walk") / "data"
    shutil.copytree(demo_data, data)
    yield serve(data)


def test_the_manager_reads(app: App, visit: Visit) -> None:
    page = visit(app).sign_in("manager")
    expect(page.get_by_role("heading", name="Cockpit")).to_be_visible()
    expect(page.get_by_text("Jan 1, 2026 – Dec 31, 2026")).to_be_visible()
    choose(page, "Period", "Last quarter")
    expect(page.get_by_text("Jan 1, 2026 – Mar 31, 2026")).to_be_visible()
    assert "period=last_quarter" in page.url
    proof(page, "contract_amount").click()
    expect(page.get_by_text("not yours to see", exact=False)).to_be_visible()
    page.get_by_role("button", name="Show the records").click()
    expect(records(page)).to_contain_text("Contracts")
    records(page).get_by_label("Close").click()
    settled(page)
    cell(page, "leaders").locator("[aria-roledescription=bar]").first.click()
    expect(records(page)).to_contain_text("Owner:")
    records(page).get_by_label("Close").click()


def test_the_manager_follows_the_funnel_and_the_people(app: App, visit: Visit) -> None:
    page = visit(app).sign_in("manager")
    page.get_by_role("link", name="Sales funnel").click()
    for face, sentence in {
        "Cumulative": "Opportunities entered in the period, by every stage they ever reached",
        "Flow": "Stays that began in the period",
        "Snapshot": "Opportunities open at",
    }.items():
        page.get_by_role("radio", name=face).click()
        expect(page.get_by_text(re.compile(f"^{sentence}"))).to_be_visible()
        settled(page)
    page.get_by_role("link", name="Customer totals").click()
    expect(page.get_by_text("By employee", exact=True)).to_be_visible()
    settled(page)
    choose(page, "Language", "简体中文")
    expect(page.get_by_role("heading", name="客户总量")).to_be_visible()
    expect(page.get_by_role("combobox", name="期间")).to_have_value("本年")
    choose(page, "语言", "English")
    expect(page.get_by_role("heading", name="Customer totals")).to_be_visible()
    expect(page.get_by_role("combobox", name="Period")).to_have_value("This year")


def test_the_head_of_service_reads_what_the_manager_does_not_see(app: App, visit: Visit) -> None:
    page = visit(app).sign_in("service", "/tickets")
    expect(page.get_by_role("heading", name="Service tickets")).to_be_visible()
    expect(cell(page, "by_product").get_by_text("By product", exact=True)).to_be_visible()
    theirs = visit(app).sign_in("manager", "/tickets")
    expect(cell(theirs, "by_product").get_by_text("none that you may see", exact=False)).to_be_visible()


def test_a_board_goes_from_the_analyst_to_the_rep_and_back(app: App, visit: Visit) -> None:
    analyst, rep = visit(app), visit(app)
    bench = analyst.sign_in("analyst", "/new-chart")
    for field, shelf in {"won_amount": "values", "sales_team": "columns", "product_category": "color"}.items():
        drag(bench, bench.get_by_test_id(f"field-{field}"), bench.get_by_test_id(f"shelf-{shelf}"))
        expect(bench.get_by_test_id(f"pill-{shelf}-{field}")).to_be_visible()
    choose(bench, "Kind of chart", "Stacked bar")
    bench.get_by_label("Title of the chart").fill(TITLE)
    bench.keyboard.press("Enter")
    drag(bench, bench.get_by_test_id("field-owner"), bench.get_by_test_id("shelf-values"))
    expect(bench.get_by_test_id("shelves-refusal")).to_contain_text("Values takes metrics")
    settled(bench)
    bench.get_by_role("button", name="Save", exact=True).click()
    expect(bench.get_by_text(f"Saved on the board “{TITLE}”.")).to_be_visible()
    bench.get_by_role("link", name="Open the board").click()
    expect(bench.get_by_role("heading", name=TITLE)).to_be_visible()
    settled(bench)
    teams = bars(bench)
    assert len(teams) > 5
    share(bench)
    theirs = rep.sign_in("rep", "/shared-with-me")
    expect(theirs.get_by_role("link", name="New chart")).to_have_count(0)
    theirs.get_by_role("link", name="Open the board").click()
    expect(theirs.get_by_role("heading", name=TITLE)).to_be_visible()
    settled(theirs)
    assert len(bars(theirs)) == 1
    bench.get_by_role("button", name="Share", exact=True).click()
    bench.get_by_role("button", name="Take back from everybody").click()
    expect(bench.get_by_text(f"“{TITLE}” is yours alone again.")).to_be_visible()
    choose(theirs, "Period", "Last year")
    expect(theirs.get_by_text("This board is not shared with you")).to_be_visible()


def test_the_administrator_looks_after_it(app: App, visit: Visit) -> None:
    rep = visit(app).sign_in("rep")
    page = visit(app).sign_in("admin", "/people")
    choose(page, "Person", re.compile(r"\(rep\)"))
    choose(page, "Sees", "Own department", first=True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is changed; it holds from the next click.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=re.compile(r"^End \d sessions?$")).click()
    expect(page.get_by_text("is signed out everywhere.")).to_be_visible()
    expect(page.get_by_text("What happened")).to_be_visible()
    rep.get_by_role("link", name="Sales funnel").click()
    expect(rep.get_by_label("Login")).to_be_visible()


def choose(page: Page, label: str, option: str | re.Pattern[str], *, first: bool = False) -> None:
    """Pick an option of the select box called `label`, and wait for the page. A list closes when scrolled."""
    found = page.get_by_role("combobox", name=label)
    box = found.first if first else found
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(SCROLLED)
    box.click()
    page.get_by_role("option", name=option, exact=isinstance(option, str)).first.click()
    settled(page)


def cell(page: Page, tile: str) -> Locator:
    """The tile of a page by its id."""
    return page.locator(f".st-key-cell_{tile}")


def proof(page: Page, tile: str) -> Locator:
    """The ƒ of a tile."""
    return cell(page, tile).get_by_role("button", name="ƒ")


def records(page: Page) -> Locator:
    """The dialog with the records behind a number."""
    return page.get_by_role("dialog", name="Records behind the number")


def share(page: Page) -> None:
    """Share the board that is on the page with the rep."""
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_label("Share with", exact=True).fill("rep")
    page.get_by_role("option", name=re.compile("· rep$")).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share", exact=True).last.click()
    expect(page.get_by_text(f"“{TITLE}” is shared with rep.")).to_be_visible()
    settled(page)


def bars(page: Page) -> set[str]:
    """The sales teams that have a bar, as the chart tells them to screen readers."""
    found = page.get_by_test_id("stVegaLiteChart").locator("[aria-roledescription=bar]")
    expect(found.first).to_be_visible()
    told = [str(mark.get_attribute("aria-label")) for mark in found.all()]
    return {part for text in told for part in text.split(";") if part.strip().startswith("Sales team")}


def drag(page: Page, field: Locator, shelf: Locator) -> None:
    """Drag with the mouse: press, move in steps, let go over the right part of the shelf."""
    field.scroll_into_view_if_needed()
    start, end = field.bounding_box(), shelf.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 3, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 3 + 8, start["y"] + start["height"] / 2 + 8, steps=3)
    page.mouse.move(end["x"] + end["width"] * 0.9, end["y"] + end["height"] / 2, steps=10)
    page.mouse.up()
