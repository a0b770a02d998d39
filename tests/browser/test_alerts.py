"""An alert in a real browser: written, tried on the last year, saved, told, opened, and its change explained."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Serve, Visit
from tests.browser.kit import settled


def test_an_alert_is_written_and_tells(demo_data: Path, serve: Serve, visit: Visit, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    page = visit(serve(data)).sign_in("manager", "/alerts")
    page.get_by_role("radio", name="My alerts").click()
    page.get_by_role("button", name="New alert").click()
    expect(page.get_by_text(re.compile(r"^It would have fired \d+ time"))).to_be_visible()
    choose(page, "Watch each … by itself", "Owner")
    page.get_by_role("radio", name="Each month").click()
    choose(page, "Fires on", "A fixed limit")
    expect(page.get_by_text("Give the limit at which the alert is to fire.")).to_be_visible()
    limit = page.get_by_label("Limit (CNY)")
    limit.fill("50000")
    limit.press("Enter")
    expect(page.get_by_text(re.compile(r"^It would have fired \d+ times, for \d+ of \d+ watched"))).to_be_visible()
    page.get_by_label("Name of the alert").fill("Poor months")
    page.get_by_role("button", name="Save the alert").click()
    expect(page.get_by_text("Poor months")).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="Notices").click()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* unread notice"))).to_be_visible()
    settled(page)
    page.locator("[class*=st-key-alerts_list_open_] button").first.click()
    expect(
        page.locator("[class*=st-key-alerts_list_course_] canvas, [class*=st-key-alerts_list_course_] svg").first
    ).to_be_visible()
    settled(page)
    page.get_by_role("link", name="Explain this change").click()
    expect(page.get_by_role("heading", name="Explain a change")).to_be_visible()
    assert "explain=contract_amount" in page.url
    assert "owner=" in page.url


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list that opens."""
    settled(page)
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)
