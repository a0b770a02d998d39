"""A board is arranged with a real mouse, and again by keys alone; both give the same board, kept at each step."""

import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.layout import place_of
from dashboards.store import BoardStore
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import PATIENCE, PHONE, settled, shot
from tests.browser.serving import App, add_person
from tests.browser.test_builder import come_in

MAKER = "mia"
CELL = 44
TALL = (1440, 1500)
GRIP = (20.0, 15.0)
Place = tuple[int, int, int, int]
PLAN: tuple[tuple[str, Place], ...] = (
    ("section", (0, 0, 12, 1)),
    ("kpi", (0, 1, 3, 3)),
    ("text", (3, 1, 4, 3)),
    ("image", (7, 1, 3, 4)),
    ("filter", (0, 4, 3, 2)),
    ("chart", (3, 5, 6, 6)),
    ("divider", (0, 11, 12, 1)),
    ("embed", (0, 12, 6, 6)),
)
ARRANGED = {
    "section": (0, 0, 12, 1),
    "kpi": (9, 5, 3, 3),
    "text": (3, 1, 4, 4),
    "image": (7, 1, 3, 4),
    "filter": (0, 4, 3, 2),
    "chart": (3, 5, 6, 6),
    "divider": (0, 11, 12, 1),
    "embed": (0, 12, 8, 6),
}


@pytest.fixture(scope="module")
def app(maven_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> App:
    """The Maven store with one analyst."""
    data = tmp_path_factory.mktemp("canvas") / "data"
    shutil.copytree(maven_data, data)
    add_person(data, MAKER, "--role", "analyst", "--scope", "all")
    return serve(data)


def test_eight_tiles_are_arranged_with_the_mouse(app: App, visit: Visit) -> None:
    page = begin(come_in(visit(app, TALL), MAKER, "/my-boards"), "By mouse")
    for number, (kind, (x, y, _w, _h)) in enumerate(PLAN, start=1):
        drag(page, page.get_by_test_id(f"stock-{kind}"), *spot(page, x, y))
        expect(page.locator(".grid-stack-item .card")).to_have_count(number)
    kept(app, "by-mouse", dict(PLAN))
    drag_tile(page, "kpi", 9, 5)
    kept(app, "by-mouse", {**dict(PLAN), "kpi": (9, 5, 3, 3)})
    stretch(page, "embed", 2, 0)
    stretch(page, "text", 0, 1)
    kept(app, "by-mouse", ARRANGED)
    settled(page)
    shot(page, "canvas/arranged")
    page.reload()
    settled(page)
    expect(page.locator(".grid-stack-item .card")).to_have_count(8)
    page.get_by_role("button", name="↶").click()
    kept(app, "by-mouse", {**ARRANGED, "text": (3, 1, 4, 3)})


def test_the_same_board_is_made_by_keys_alone(app: App, visit: Visit) -> None:
    page = begin(come_in(visit(app), MAKER, "/my-boards"), "By keys")
    live = page.get_by_test_id("canvas-live")
    for number, (kind, _place) in enumerate(PLAN, start=1):
        page.get_by_test_id(f"stock-{kind}").press("Enter")
        expect(page.locator(".grid-stack-item .card")).to_have_count(number)
        expect(live).to_have_text(f"{NAMES[kind]} added.")
    for kind in ("kpi", *(kind for kind in ARRANGED if kind != "kpi")):  # the others go back to what it pushed away
        walk(app, page, kind, "By keys", ARRANGED[kind])
    kept(app, "by-keys", ARRANGED)
    tile(page, "divider").press("Delete")
    expect(page.locator(".grid-stack-item .card")).to_have_count(7)
    expect(live).to_have_text("Divider removed.")
    kept(app, "by-keys", {kind: place for kind, place in ARRANGED.items() if kind != "divider"})
    page.locator(".card:focus").press("Control+z")
    kept(app, "by-keys", ARRANGED)
    tile(page, "text").press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_be_visible()


def test_tiles_line_up_with_the_first_chosen(app: App, visit: Visit) -> None:
    page = begin(come_in(visit(app), MAKER, "/my-boards"), "In line")
    for kind, x, y in (("text", 1, 0), ("kpi", 6, 4)):
        drag(page, page.get_by_test_id(f"stock-{kind}"), *spot(page, x, y))
        expect(tile(page, kind)).to_be_visible()
    settled(page)
    pick(page, "text")
    settled(page)
    tile(page, "kpi").click(modifiers=["Control"])
    expect(page.get_by_test_id("tool-left")).to_be_enabled()
    page.get_by_test_id("tool-left").click()
    page.get_by_test_id("tool-width").click()
    kept(app, "in-line", {"text": (1, 0, 4, 3), "kpi": (1, 4, 4, 3)})


def pick(page: Page, kind: str) -> None:
    """Choose a tile with a click; one that comes right after a drop is still taken for the end of the drag."""
    card = tile(page, kind)
    for _attempt in range(20):
        card.click()
        if card.get_attribute("aria-pressed") == "true":
            return
        page.wait_for_timeout(300)
    expect(card).to_have_attribute("aria-pressed", "true")


def test_the_editor_fits_a_phone_and_the_dark(app: App, visit: Visit) -> None:
    page = begin(come_in(visit(app, PHONE, dark=True), MAKER, "/my-boards"), "On a phone")
    page.get_by_test_id("stock-text").tap()
    expect(tile(page, "text")).to_be_visible()
    settled(page)
    shot(page, "canvas/phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


NAMES = {
    "section": "Section",
    "kpi": "Key figure",
    "text": "Text",
    "image": "Image",
    "filter": "Filter",
    "chart": "Chart",
    "divider": "Divider",
    "embed": "Other site",
}


def begin(page: Page, title: str) -> Page:
    """A new board of this title, in its editor."""
    field = page.get_by_label("Title of the new board")
    field.fill(title)
    field.press("Enter")
    settled(page)
    page.get_by_role("button", name="New board").click()
    expect(page.get_by_test_id("canvas-grid")).to_be_visible()
    settled(page)
    return page


def tile(page: Page, name: str) -> Locator:
    return page.get_by_test_id(f"tile-{name}")


def spot(page: Page, x: int, y: int) -> tuple[float, float]:
    """The middle of a cell, brought into the window."""
    grid = page.get_by_test_id("canvas-grid")
    box = grid.bounding_box()
    assert box is not None
    return box["x"] + (x + 0.5) * box["width"] / 12, box["y"] + (y + 0.5) * CELL


def drag(page: Page, start: Locator, x: float, y: float, grip: tuple[float, float] | None = None) -> None:
    """Press, move in steps, let go."""
    box = start.bounding_box()
    assert box is not None
    across, down = grip or (box["width"] / 2, box["height"] / 2)
    page.mouse.move(box["x"] + across, box["y"] + down)
    page.mouse.down()
    page.mouse.move(box["x"] + across + 9, box["y"] + down + 9, steps=3)
    page.mouse.move(x, y, steps=12)
    page.mouse.up()
    settled(page)


def drag_tile(page: Page, name: str, x: int, y: int) -> None:
    """Drag a tile so that its upper left corner comes to a cell."""
    step = spot(page, 1, 0)[0] - spot(page, 0, 0)[0]
    left, top = spot(page, x, y)
    drag(page, tile(page, name), left - step / 2 + GRIP[0] + 9, top - CELL / 2 + GRIP[1] + 9, GRIP)


def stretch(page: Page, name: str, columns: int, rows: int) -> None:
    """Pull the lower right corner of a tile."""
    box = tile(page, name).bounding_box()
    assert box is not None
    step = spot(page, 1, 0)[0] - spot(page, 0, 0)[0]
    tile(page, name).hover()
    corner = page.locator(".grid-stack-item", has=tile(page, name)).locator(".ui-resizable-se")
    drag(page, corner, box["x"] + box["width"] + columns * step, box["y"] + box["height"] + rows * CELL)


def walk(app: App, page: Page, name: str, title: str, place: Place) -> None:
    """Bring a tile to its place by arrows, and to its size by Shift and arrows."""
    slug = title.lower().replace(" ", "-")
    for _attempt in range(60):
        x, y, w, h = standing(app, slug)[name]
        step = next(
            (key for key, wrong in (
                ("ArrowDown", y < place[1]), ("ArrowUp", y > place[1]),
                ("ArrowRight", x < place[0]), ("ArrowLeft", x > place[0]),
                ("Shift+ArrowRight", w < place[2]), ("Shift+ArrowDown", h < place[3]),
            ) if wrong),
            "",
        )  # fmt: skip
        if not step:
            return
        tile(page, name).press(step)
        moved(app, page, slug, name, (x, y, w, h))
    raise AssertionError(f"{name} never came to {place}: {standing(app, slug)[name]}")


def moved(app: App, page: Page, slug: str, name: str, old: Place) -> None:
    """Wait until the kept draft has the tile elsewhere."""
    for _attempt in range(PATIENCE // 50):
        if standing(app, slug)[name] != old:
            return
        page.wait_for_timeout(50)
    told = page.get_by_test_id("canvas-live").inner_text()
    raise AssertionError(f"{name} did not leave {old}: {told}")


def kept(app: App, slug: str, expected: dict[str, Place]) -> None:
    """Wait until the kept draft is this."""
    end = time.monotonic() + PATIENCE / 1000
    while standing(app, slug) != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert standing(app, slug) == expected


def standing(app: App, slug: str) -> dict[str, Place]:
    """Where the tiles of the maker's draft stand."""
    database = open_app_database(app.data)
    try:
        maker = find_account(database, MAKER).account_id
    finally:
        database.engine.dispose()
    board = BoardStore(app.data).open_draft(maker, slug, maker).board
    return {one.id: place_of(one) for one in board.tiles}
