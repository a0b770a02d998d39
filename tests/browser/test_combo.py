"""Bars and a line with a ratio of one's own, the first teams and Others: once with the mouse, once with keys alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.model import Controls
from datasource.catalog.catalog import open_catalog
from datasource.query import answer
from datasource.question import Dimension, Query
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import PATIENCE, settled, shot
from tests.browser.serving import App, add_person
from tests.browser.test_builder import choose, come_in, drag

ANALYST = "ana"
FIRST = 5
RATIO = "Won amount ÷ Won deals"
KINDS = "Kind of chart"
COMBO = "Bars and line"
Won = dict[str, tuple[int, float]]
"""Won amount, and the won amount of a won deal, by sales team."""


@pytest.fixture(scope="module")
def app(maven_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """The Maven store with an analyst who sees everything."""
    data = tmp_path_factory.mktemp("combo") / "data"
    shutil.copytree(maven_data, data)
    add_person(data, ANALYST, "--role", "analyst", "--scope", "all")
    return serve(data)


@pytest.fixture(scope="module")
def won(app: App) -> Won:
    """The first five teams and Others, worked out by hand from amounts and numbers of deals."""
    query = Query(
        metrics=("won_amount", "won_count"), by=(Dimension(field="sales_team"),), period=Controls().period, totals=True
    )
    result = answer(open_catalog(app.data), query)
    teams = result.rows.select("sales_team", "won_amount", "won_count").sort("won_amount", descending=True).rows()
    rest = teams[FIRST:]
    others = ("Others", sum(amount for _, amount, _ in rest), sum(count for _, _, count in rest))
    return {name: (round(amount), amount / count) for name, amount, count in (*teams[:FIRST], others)}


def test_the_first_teams_and_a_ratio_take_at_most_twelve_actions(app: App, won: Won, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    shelf = page.get_by_test_id
    team, first = shelf("pill-columns-sales_team"), page.get_by_text("Keep only the first", exact=True)
    dialog = page.get_by_role("dialog")
    keep, won_deals = (
        dialog.get_by_role("button", name="Keep it"),
        page.get_by_role("option", name="Won deals", exact=True),
    )
    actions: list[tuple[Callable[[], None], Locator]] = [
        (lambda: drag(page, shelf("field-won_amount"), shelf("shelf-values")), shelf("pill-values-won_amount")),
        (lambda: drag(page, shelf("field-sales_team"), shelf("shelf-columns")), shelf("stVegaLiteChart")),
        (team.click, first),
        (first.click, team.get_by_text("first 5")),
        (lambda: choose(page, KINDS, COMBO), chosen_kind(page)),
        (shelf("calculate").click, dialog),
        (lambda: dialog.get_by_role("combobox", name="by", exact=True).fill("won deals"), won_deals),
        (won_deals.click, dialog.get_by_text("At present:")),
        (keep.click, shelf("field-won_amount_won_deals")),
    ]
    assert len(actions) + 1 <= 12  # a choice from a list is two actions
    for act, outcome in actions:
        act()
        expect(outcome).to_have_count(1)
        settled(page)
    expect(dialog).to_have_count(0)
    drawn(page, won)
    page.reload()
    settled(page)
    drawn(page, won)
    page.get_by_role("button", name="↶").click()
    expect(shelf("field-won_amount_won_deals")).to_have_count(0)


def test_the_same_chart_is_made_with_keys_alone(app: App, won: Won, visit: Visit) -> None:
    page = come_in(visit(app), ANALYST, "/new-chart")
    keys, shelf = page.keyboard, page.get_by_test_id
    take(page, "won_amount", "won amount", "values")
    take(page, "sales_team", "sales team", "columns")
    expect(shelf("stVegaLiteChart")).to_have_count(1)
    choose_by_keys(page, page.get_by_role("combobox", name=KINDS), COMBO)
    expect(chosen_kind(page)).to_have_count(1)

    go(page, shelf("pill-columns-sales_team"))
    keys.press("Enter")
    go(page, shelf("menu-open"), "ArrowDown")
    keys.press("Enter")
    go(page, page.get_by_label("Keep only the first", exact=True))
    keys.press("Space")
    expect(shelf("pill-columns-sales_team").get_by_text("first 5")).to_have_count(1)

    go(page, shelf("calculate"))
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_count(1)
    choose_by_keys(page, dialog.get_by_role("combobox", name="by", exact=True), "Won deals")
    keep = dialog.get_by_role("button", name="Keep it")
    expect(keep).to_be_enabled()
    go(page, keep)
    keys.press("Enter")
    expect(dialog).to_have_count(0)
    expect(shelf("pill-second-won_amount_won_deals")).to_have_count(1)
    drawn(page, won)
    shot(page, "builder/combo_by_keys")

    go(page, shelf("pill-second-won_amount_won_deals"))
    keys.press("Delete")
    expect(shelf("pill-second-won_amount_won_deals")).to_have_count(0)
    go(page, page.get_by_role("button", name="↶"))
    keys.press("Enter")
    expect(shelf("pill-second-won_amount_won_deals")).to_have_count(1)
    drawn(page, won)


def chosen_kind(page: Page) -> Locator:
    """The list of kinds, once it says that the chart is bars and a line."""
    return page.get_by_role("combobox", name=KINDS).and_(page.locator(f"[value='{COMBO}']"))


def go(page: Page, control: Locator, key: str = "Tab") -> None:
    """Go to a control with one key, pressed again and again until the control has the focus."""
    settled(page)
    expect(control).to_have_count(1)
    for _press in range(200):
        if control.evaluate("one => one.getRootNode().activeElement === one"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to {control}.")


def take(page: Page, field: str, searched: str, shelf: str) -> None:
    """Search a field and put it on a shelf from its menu."""
    go(page, page.get_by_test_id("palette-search"))
    page.keyboard.press("Control+a")
    page.keyboard.type(searched)
    page.keyboard.press("Tab")
    go(page, page.get_by_test_id(f"field-{field}"), "ArrowDown")
    page.keyboard.press("Enter")
    go(page, page.get_by_test_id(f"menu-{shelf}"), "ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id(f"pill-{shelf}-{field}")).to_have_count(1)
    settled(page)


def choose_by_keys(page: Page, box: Locator, option: str) -> None:
    """Go to a list, write what is wanted, and take it with Enter."""
    go(page, box)
    page.keyboard.press("Control+a")
    page.keyboard.type(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_have_count(1)
    page.keyboard.press("Enter")
    settled(page)


def drawn(page: Page, won: Won) -> None:
    """Wait until the one chart has a bar a team, Others among them, and a line with the ratio of each."""
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_count(1)
    wanted = (
        {name: amount for name, (amount, _) in won.items()},
        {name: round(one, 4) for name, (_, one) in won.items()},
    )
    for _attempt in range(PATIENCE // 100):
        if told(chart) == wanted:
            break
        page.wait_for_timeout(100)
    assert told(chart) == wanted
    assert list(won)[FIRST:] == ["Others"]
    expect(chart.locator("[aria-roledescription='line mark']")).to_have_count(1)


def told(chart: Locator) -> tuple[dict[str, float], dict[str, float]]:
    """The amounts of the bars and the ratios of the line, as the chart tells them to screen readers."""
    bars, points = _marks(chart, "bar"), _marks(chart, "point")
    return (
        {one["Sales team"]: _number(one.get("Won amount", "")) for one in bars},
        {one["Sales team"]: round(_number(one.get(RATIO, "")), 4) for one in points},
    )


def _number(text: str) -> float:
    """A number as it stands in the data; not a number for one that is written out, as in a chart that is on its way."""
    return float(text) if text.replace(".", "", 1).isdecimal() else float("nan")


def _marks(chart: Locator, kind: str) -> list[dict[str, str]]:
    marks = chart.locator(f"[aria-roledescription={kind}]")
    labels = marks.evaluate_all("marks => marks.map(mark => mark.getAttribute('aria-label'))")
    return [dict(part.split(": ", 1) for part in label.split("; ")) for label in labels]
