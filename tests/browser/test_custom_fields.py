"""Fields and tables of a company's own in the browser: a chart of them, and what is closed to whom."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Serve, Visit
from tests.browser.kit import settled, shot
from tests.browser.serving import App, add_person, command
from tests.browser.test_builder import come_in, drag
from tests.custom.test_loading import MAPPING, write

ANALYST, REP = "ana", "bea"


@pytest.fixture(scope="module")
def app(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """Acme with `__c` columns and four tables beside its CRM, an analyst who sees all, and a rep."""
    folder = tmp_path_factory.mktemp("acme")
    data = folder / "data"
    command("import", "--mapping", MAPPING, "--from", write(folder / "files"), "--data", data)
    add_person(data, ANALYST, "--role", "analyst", "--scope", "all")
    add_person(data, REP, "--role", "analyst", "--scope", "self", "--crm-user", "2")
    shutil.rmtree(folder / "files")
    return serve(data)


def test_a_chart_is_built_of_fields_and_tables_of_ones_own(app: App, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    shelf = page.get_by_test_id
    drag(page, shelf("field-sum_x_customers_plan_fee"), shelf("shelf-values"))
    drag(page, shelf("field-x_customers_tier"), shelf("shelf-columns"))
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    settled(page)
    shot(page, "custom/built")
    bars = page.get_by_test_id("stVegaLiteChart").locator("[aria-roledescription=bar]")
    told = bars.evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
    assert [text.split("; ")[0] for text in told] == ["Tier: Gold", "Tier: Silver"]
    page.get_by_test_id("palette-search").fill("stock")
    shot(page, "custom/palette")


def test_a_table_of_nobody_is_greyed_with_the_reason(app: App, visit: Visit) -> None:
    page = come_in(visit(app), REP, "/new-chart")
    page.get_by_test_id("palette-search").fill("stock")
    field = page.get_by_test_id("field-rows_x_stock")
    expect(field).to_be_visible()
    shot(page, "custom/closed")
    drag(page, field, page.get_by_test_id("shelf-values"))
    expect(page.get_by_test_id("shelves-refusal")).to_contain_text("Only people who see all data see “Stock”")


def test_the_dictionary_shows_where_a_field_of_ones_own_comes_from(app: App, visit: Visit) -> None:
    page = visit(app).sign_in(ANALYST)
    page.goto(f"{app.url}/metrics?metric=sum_x_customers_plan_fee")
    settled(page)
    expect(page.get_by_text("Loaded by “acme” on")).to_be_visible()
    shot(page, "custom/dictionary")
