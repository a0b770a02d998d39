"""A board of forty tiles: opened, and a filter changed; how much of it is questions, drawings, script and browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.testing.v1 import AppTest

from dashboards.model import COLUMNS, Chart, Controls, Dashboard, Shelves, Tile
from dashboards.store import BoardStore
from datasource.question import Dimension, Grain, Top
from tests.benchmarks import stores
from tests.benchmarks.pages import Clicked
from tests.benchmarks.ready_pages import account_of, quiet, signed_in
from tests.benchmarks.watching import watched
from tests.browser.conftest import ARGUMENTS
from tests.browser.kit import Visitor, settled, sign_in
from tests.browser.serving import mingjing
from widgets.blocks import chart as drawing
from widgets.charts.strip import trust_drawings
from widgets.shell import screenful
from widgets.shell.menu import MENU
from widgets.state.cache import shared

TILES = 40
LOGIN, PASSWORD = "measured", "a much better one"
FIRST_MS, CHANGE_MS = 2500, 1500
CHANGES, WARM_UP = 9, 3
_SHOWN = """
() => {
  window.tiles = [];
  const seen = () => {
    const drawn = document.querySelectorAll('[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas,' +
      ' [data-testid=stDataFrame] canvas, [data-testid=stMetricValue]').length;
    if (drawn && window.tiles.at(-1)?.[1] !== drawn) window.tiles.push([performance.now(), drawn]);
  };
  new MutationObserver(seen).observe(document, {subtree: true, childList: true});
}
"""


@dataclass
class Parts:
    """Milliseconds of one run of the script: all of it, what was spent on questions, and on making drawings."""

    script: float
    questions: float
    drawings: float


@dataclass(frozen=True)
class BoardTime:
    """`first` and `changes` by the script alone, in one process; `opened` and `clicks` in a browser, to all drawn.

    A board as large is opened in two goes in a browser, and at once by the script alone.
    `screen` is when the first screenful of tiles stood, in milliseconds from the request like `opened`.
    """

    tiles: int
    first: Parts
    changes: list[Parts]
    opened: float = 0.0
    screen: float = 0.0
    clicks: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def told(self) -> dict[str, Any]:
        """The numbers for the JSON file."""
        return asdict(self)


def measure_board(millions: float) -> BoardTime:
    """The board over the demo company of that size, in the process and, where there is Chromium, in a browser."""
    folder = stores.store(millions)
    trust_drawings()  # as a server does, before it serves
    with signed_in(folder) as (session_id, database), quiet(), patch.object(screenful, "LARGE", TILES):
        owner = account_of(database)
        kept = _kept(folder, owner)
        shared(folder, database)
        first, changes = _scripts(session_id, f"{owner}-{kept}")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        return BoardTime(TILES, first, changes)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        opened, screen, clicked = _browsed(browser, folder, f"{owner}-{kept}")
        browser.close()
    return BoardTime(TILES, first, changes, opened, screen, clicked.clicks[WARM_UP:], median(clicked.cpu[WARM_UP:]))


def lines(found: BoardTime | None) -> list[str]:
    """The measured board as text."""
    if found is None:
        return []
    change = Parts(*(median(getattr(one, name) for one in found.changes) for name in Parts.__dataclass_fields__))
    told = ["", f"a board of {found.tiles} tiles (ms)      script  questions  drawings  in the browser"]
    told.append(_line("opened, nothing known", found.first, found.opened))
    told.append(_line("a filter changed", change, median(found.clicks) if found.clicks else 0))
    if found.opened:
        told.append(
            f"first screenful {found.screen:.0f} ms; targets {FIRST_MS} and {CHANGE_MS} ms; CPU {found.cpu:.0f} ms"
        )
    return told


def forty_tiles() -> Dashboard:
    """Key figures, then charts of every kind and tables, three a row, each with a question of its own."""
    tiles = [_placed(f"k{place}", chart, place % 4 * 3, place // 4 * 3, 3, 3) for place, chart in enumerate(_cards())]
    top = len(tiles) // 4 * 3
    rest = TILES - len(tiles)
    tiles += [
        _placed(f"c{place}", chart, place % 3 * 4, top + place // 3 * 5, 4, 5)
        for place, chart in enumerate(islice(_charts(), rest))
    ]
    return Dashboard(id="forty", title="Forty", controls=Controls(show=("period", "department")), tiles=tuple(tiles))


def _line(name: str, parts: Parts, seen: float) -> str:
    cells = f"{parts.script:>9.0f} {parts.questions:>10.0f} {parts.drawings:>9.0f}"
    rest = seen - parts.script
    share = f": {rest / seen:.0%} browser and network" if rest > 0 else ""
    beside = f" {seen:>9.0f}{share}" if seen else ""
    return f"{name:<26}{cells}{beside}"


def _placed(name: str, chart: Chart, x: int, y: int, w: int, h: int) -> Tile:  # noqa: PLR0917
    assert x + w <= COLUMNS
    return Tile(id=name, title=f"{chart.kind} {name}", x=x, y=y, w=w, h=h, chart=chart)


def _cards() -> list[Chart]:
    names = ["won_amount", "won_count", "win_rate", "new_customers", "contract_amount", "received_amount"]
    names += ["contract_count", "avg_won_amount"]
    return [Chart(kind="kpi", shelves=Shelves(values=(name,))) for name in names]


def _charts() -> Iterator[Chart]:
    months, quarters = (Dimension(field="date", grain=grain) for grain in (Grain.MONTH, Grain.QUARTER))
    owner, product, region, industry, source = (
        Dimension(field=name) for name in ("owner", "product_category", "region", "industry", "source")
    )
    for number, metric in enumerate(cycle(("won_amount", "contract_amount", "won_count", "contract_count"))):
        by = (owner, region, industry, source)[number // 4 % 4]
        top = Top(field=by.field, n=6 + number % 5, by=metric)
        values = (metric,)
        yield (
            Chart(kind="bar", shelves=Shelves(rows=(by,), values=values), top=top),
            Chart(kind="line", shelves=Shelves(columns=(months,), values=values)),
            Chart(kind="donut", shelves=Shelves(color=by, values=values), top=top),
            Chart(kind="stacked_bar", shelves=Shelves(columns=(quarters,), color=industry, values=values)),
            Chart(kind="area", shelves=Shelves(columns=(months,), color=source, values=values)),
            Chart(kind="table", shelves=Shelves(rows=(by,), values=values), totals=True),
            Chart(kind="treemap", shelves=Shelves(columns=(by,), values=values), top=top),
            Chart(kind="pareto", shelves=Shelves(columns=(by,), values=values), top=top),
            Chart(kind="bar", shelves=Shelves(columns=(product,), values=values)),
        )[number % 9]


def _kept(folder: Path, owner: int) -> str:
    boards, board = BoardStore(folder), forty_tiles()
    known = {stored.slug: stored.revision for stored in boards.list_mine(owner)}
    return boards.save(board, owner, known.get(board.id, 0), LOGIN).slug


def _scripts(session_id: int, address: str) -> tuple[Parts, list[Parts]]:
    page = AppTest.from_file(str(MENU.parent.parent / "Home.py"), default_timeout=120)
    page.session_state["sign_in.session"] = session_id
    page.run().switch_page("pages/workspace/board.py")
    page.query_params["id"] = address
    with _timed() as run:
        first = run(page, {})
        runs = [run(page, params) for params in _periods()]
    assert len(page.metric) == len(_cards()), "the board was not drawn"
    return first, runs[WARM_UP:]


def _periods() -> list[dict[str, str]]:
    starts = [date(2024, 3, 1) + timedelta(days=40 * time) for time in range(WARM_UP + CHANGES)]
    return [{"from": f"{start}", "to": f"{start + timedelta(days=364)}"} for start in starts]


@contextmanager
def _timed() -> Iterator[Any]:
    spent = [0.0]

    def noted(make: Any, *asked: Any) -> Any:
        started = perf_counter()
        made = make(*asked)
        spent[0] += perf_counter() - started
        return made

    with watched() as seen, patch.object(drawing, "drawn", partial(noted, drawing.drawn)):

        def run(page: AppTest, params: dict[str, str]) -> Parts:
            for name, value in params.items():
                page.query_params[name] = value
            before, drawn, started = seen.seconds, spent[0], perf_counter()
            page.run()
            assert not page.exception, page.exception
            script = perf_counter() - started
            return Parts(script * 1e3, (seen.seconds - before) * 1e3, (spent[0] - drawn) * 1e3)

        yield run


def _browsed(browser: Browser, folder: Path, address: str) -> tuple[float, float, Clicked]:
    """Milliseconds until the board is drawn and until its first screenful is, then a period chosen again and again."""
    with mingjing(folder, stores.FOLDER / "board.log") as app:
        visitor = Visitor(browser, app)
        page = visitor.open("/")
        sign_in(page, LOGIN, PASSWORD)
        visitor.wait_for_cookie()
        settled(page)
        page.add_init_script(f"({_SHOWN.strip()})()")
        page.goto(f"{app.url}/board?id={address}")
        page.wait_for_function("window.tiles && window.tiles.length && window.tiles.at(-1)[1] >= 12", timeout=60_000)
        settled(page)
        page.wait_for_function(f"window.tiles.at(-1)[1] >= {TILES}", timeout=60_000)
        page.wait_for_timeout(1500)
        steps = page.evaluate("window.tiles")
        screen = next(at for at, count in steps if count >= len(_cards()) + 3)
        clicked = Clicked(page, app.url, partial(_choose, page))
        for number in range(WARM_UP + CHANGES):
            clicked.again(number)
        return steps[-1][0], screen, clicked


def _choose(page: Page, number: int) -> None:
    periods = ("This quarter", "Last quarter", "Last year")
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name=periods[number % 3], exact=True).click()
