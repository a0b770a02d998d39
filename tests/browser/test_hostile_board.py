"""A board of bad will: scripts, handlers, links that run and pictures of other hosts in every text that it has.

Whoever reads, presents, edits, compares or saves it sees texts: nothing runs, and nothing is asked of another host.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from dashboards.model import (
    Chart,
    Controls,
    Dashboard,
    Embed,
    FilterTile,
    Image,
    Section,
    Share,
    Shelves,
    Tab,
    Terms,
    Tile,
)
from dashboards.options import Annotation, FieldLook, NumberFormat, Options, ReferenceBand, ReferenceLine
from dashboards.store import BoardStore
from datasource.calculation import Calculation, Ratio
from datasource.people.accounts import find_account
from datasource.people.database import open_app_database
from datasource.question import Dimension, Filter, Op
from tests.browser.conftest import Serve, Visit
from tests.browser.kit import DESKTOP, settled, shot
from tests.browser.serving import App

SHORT = "<img src=x onerror=ran=1>![p](https://evil.example/p.png)"
LONG = (
    f"{SHORT}<script>ran=1</script>[go](javascript:ran=1)<svg onload=ran=1><iframe srcdoc='<script>top.ran=1</script>'>"
)
TEXT = f"# {LONG}\n\n{LONG}\n\n!![far](//evil.example/far.png)\n\n[ref]: javascript:ran=1\n\n[ref] <javascript:ran=1>"
TRACE = "() => [window.ran, document.querySelectorAll('a[href^=\"javascript:\" i], [onerror], [onload]').length]"
OWNER = Dimension(field="owner")
WON = ("won_amount",)


def board(title: str) -> Dashboard:
    told = Filter(field="owner", op=Op.NOT_IN, value=(SHORT, LONG))
    looks = (
        FieldLook(field="won_amount", label=SHORT, number=NumberFormat(prefix="<script>", suffix="<img x>")),
        FieldLook(field="owner", label=SHORT),
    )
    drawn = Options(
        x_title=LONG,
        y_title=LONG,
        lines=(ReferenceLine(value=1.0, label=SHORT),),
        bands=(ReferenceBand(low=1.0, high=2.0, label=SHORT),),
        notes=(Annotation(at=LONG, text=LONG),),
    )
    made = Calculation(id="made", label=SHORT, definition=LONG, ratio=Ratio(of="won_amount", to="won_count"))
    shelves = Shelves(rows=(OWNER,), values=WON, filters=(told,))
    bodies: tuple[tuple[str, str, dict[str, object]], ...] = (
        (
            "card",
            "kpi",
            {"shelves": Shelves(values=("made", "won_amount")), "calculations": (made,), "looks": looks},
        ),
        ("bars", "bar", {"shelves": shelves, "options": drawn, "looks": looks}),
        ("rows", "table", {"shelves": shelves, "looks": looks, "totals": True}),
        ("cross", "pivot", {"shelves": Shelves(rows=(OWNER,), values=WON), "looks": looks}),
    )
    charts = [
        Tile(id=name, title=LONG, x=at % 2 * 6, y=1 + at // 2 * 5, w=6, h=5, chart=Chart(kind=kind, **parts))
        for at, (name, kind, parts) in enumerate(bodies)
    ]
    others = (
        Tile(id="head", title=LONG, x=0, y=0, w=12, h=1, section=Section()),
        *charts,
        Tile(id="text", title=LONG, x=0, y=11, w=6, h=5, text=TEXT),
        Tile(
            id="page", title=LONG, x=6, y=11, w=6, h=5, embed=Embed(url="https://evil.example/<script>ran=1</script>")
        ),
        Tile(id="look", title=LONG, x=0, y=16, w=6, h=4, image=Image(file="0" * 64 + ".png", alt=LONG)),
        Tile(id="pick", title=LONG, x=6, y=16, w=6, h=2, filter=FilterTile(field="industry", style="picker")),
        Tile(id="other", title=LONG, tab="two", x=0, y=0, w=12, h=5, text=TEXT),
    )
    return Dashboard(
        id="bad",
        title=title,
        description=TEXT,
        controls=Controls(show=("period", "owner"), where=(told,)),
        tabs=(Tab(id="one", title=SHORT), Tab(id="two", title=f"{SHORT} 2")),
        tiles=others,
        share=Share(),
    )


@pytest.fixture(scope="module")
def app(demo_data: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(demo_data, data)
    boards, database = BoardStore(data), open_app_database(data)
    owner = find_account(database, "analyst").account_id
    database.engine.dispose()
    first = boards.save(board(LONG), owner, 0, "analyst")
    boards.save(board(f"{LONG} once more"), owner, first.revision, SHORT)
    boards.share(owner, first.slug, Share(everyone=Terms()), "analyst")
    (data / "owner").write_text(f"{owner}-{first.slug}", "utf-8")
    yield serve(data)


@pytest.fixture
def page(app: App, visit: Visit) -> Page:
    return visit(app, size=DESKTOP).sign_in("analyst")


def open_at(page: Page, app: App, place: str) -> None:
    page.goto(f"{app.url}/{place}id={(app.data / 'owner').read_text('utf-8')}")
    settled(page)


def nothing_ran(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    shot(page, f"hostile/{name}")
    assert page.evaluate(TRACE) == [None, 0]
    assert page.locator('img[src*="evil.example"]').count() == 0
    assert not [frame.url for frame in page.frames if "evil.example" in frame.url]


@pytest.mark.parametrize("place", ["board?", "board?tab=two&", "board?present=1&", "board?present=1&slide=2&"])
def test_a_hostile_board_is_read_as_text(app: App, page: Page, place: Literal["board?"]) -> None:
    open_at(page, app, place)
    expect(page.get_by_text("onerror=ran=1").first).to_be_visible()
    nothing_ran(page, place.strip("?&").replace("?", "-").replace("&", "-").replace("=", "-"))


def test_its_history_is_read_as_text(app: App, page: Page) -> None:
    open_at(page, app, "board?")
    page.get_by_role("button", name="History").click()
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel.get_by_text("The first revision that is kept.")).to_be_visible()
    nothing_ran(page, "history")


def test_it_is_edited_as_text(app: App, page: Page) -> None:
    open_at(page, app, "edit-board?")
    expect(page.locator(".grid-stack-item .card")).to_have_count(9)
    nothing_ran(page, "editor")
    for tile in page.locator(".grid-stack-item .card").all()[:9]:
        tile.click(position={"x": 12, "y": 12})
        settled(page)
    nothing_ran(page, "inspector")


@pytest.mark.parametrize("place", ["my-boards", "shared-with-me"])
def test_its_name_in_a_list_is_a_text(app: App, page: Page, place: str) -> None:
    page.goto(f"{app.url}/{place}")
    settled(page)
    nothing_ran(page, place)


@pytest.mark.parametrize(
    ("button", "kind"), [("Export the board", "Board as HTML"), ("Export", "Chart as SVG")], ids=["html", "svg"]
)
def test_its_files_hold_texts(app: App, page: Page, tmp_path: Path, button: str, kind: str) -> None:
    open_at(page, app, "board?")
    place = "export_board" if button == "Export the board" else "export_bars"
    page.locator(f"[class*=st-key-{place}] button").first.click()
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name=kind).click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert "onerror=ran=1" in file.read_text("utf-8")
    page.goto(file.as_uri())
    assert page.evaluate(TRACE) == [None, 0]
    assert page.locator("script, img, iframe, foreignObject").count() == 0
