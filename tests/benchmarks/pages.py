"""Click or drop to drawn: a page and the chart builder beside an empty Streamlit app, in turns, in one Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.stores import FOLDER, fingerprint
from tests.browser.conftest import ARGUMENTS
from tests.browser.kit import Visitor, settled
from tests.browser.serving import App, command, mingjing, stock_streamlit
from tests.browser.test_builder import drag

CLICKS = 30
WARM_UP = 6
EMPTY = """import streamlit as st

st.session_state.runs = st.session_state.get("runs", 0) + 1
st.title("Empty")
st.button("Again")
st.write(st.session_state.runs)
"""
"""The line that counts the runs is there to be seen changing: else nothing tells that the click has been answered."""
QUIET = 400
"""Milliseconds without a change after which a page is taken as drawn; they are not part of the measured time."""

# What stands inside a canvas is for screen readers only; a table's grid writes it 200 ms after it has drawn.
_WATCH = """
() => {
  const main = document.querySelector('[data-testid=stMain]'), app = document.querySelector('[data-testid=stApp]');
  const seen = () => { window.lastChange = performance.now(); };
  const unseen = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('canvas');
  new MutationObserver((records) => {
    if (records.every((record) => unseen(record.target))) return;
    seen();
    requestAnimationFrame(seen);
  })
    .observe(main, {subtree: true, childList: true, attributes: true, characterData: true});
  new MutationObserver(seen).observe(app, {attributes: true, attributeFilter: ['data-test-script-state']});
  const begun = () => { window.clicked = window.lastChange = performance.now(); };
  for (const name of ['click', 'pointerup']) document.addEventListener(name, begun, true);
}
"""
_DRAWN = """
(quiet) => {
  const app = document.querySelector('[data-testid=stApp]');
  const idle = app.getAttribute('data-test-script-state') === 'notRunning';
  const stale = document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  return window.lastChange > window.clicked && idle && !stale && performance.now() - window.lastChange > quiet;
}
"""


@dataclass(frozen=True)
class Measured:
    """One app: milliseconds of each click until all is drawn, and the server's CPU milliseconds a click."""

    clicks: list[float]
    cpu: float

    @property
    def median(self) -> float:
        """The median click."""
        return median(self.clicks)


class Clicked:
    """One open page and the click that is repeated; `click` gets the number of the click."""

    def __init__(self, page: Page, url: str, click: Callable[[int], None]) -> None:
        self._page, self._click = page, click
        self._port = str(urlsplit(url).port)
        self.clicks: list[float] = []
        self.cpu: list[float] = []
        page.evaluate(_WATCH)

    def again(self, number: int) -> None:
        """Click, wait until all is drawn, note how long it took and what the server worked."""
        self._page.bring_to_front()
        before = _cpu(self._port)
        self._click(number)
        self._page.wait_for_function(_DRAWN, arg=QUIET, polling=20)
        self.clicks.append(self._page.evaluate("window.lastChange - window.clicked"))
        self.cpu.append(_cpu(self._port) - before)

    def measured(self) -> Measured:
        """The clicks after the first ones, which fill caches."""
        return Measured(self.clicks[WARM_UP:], sum(self.cpu[WARM_UP:]) / len(self.cpu[WARM_UP:]))


def measure_pages() -> dict[str, Any]:
    """Milliseconds of the funnel page, the builder and the empty app; empty where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        return {}
    with sync_playwright() as playwright, _apps() as (app, empty):
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        opened = {
            "funnel": _funnel(browser, app),
            "builder": _builder(browser, app),
            "empty app": _stock(browser, empty),
        }
        for number in range(WARM_UP + CLICKS):
            for one in opened.values():
                one.again(number)
        browser.close()
    found = {name: one.measured() for name, one in opened.items()}
    return {name: {"clicks": m.clicks, "median": m.median, "cpu": m.cpu} for name, m in found.items()}


def lines(found: dict[str, Any]) -> list[str]:
    """The measured pages as text."""
    if not found:
        return []
    stock = found["empty app"]["median"]
    funnel, builder = (found[name]["median"] / stock for name in ("funnel", "builder"))
    told = [f"{name}: click to drawn {m['median']:.0f} ms, server CPU {m['cpu']:.0f} ms" for name, m in found.items()]
    ratios = f"ratio of the funnel {funnel:.2f} (target 3, goal 2), of a drop {builder:.2f} (target 4, goal 250 ms)"
    return ["", *told, f"{ratios}; CPU target 60 ms"]


@contextmanager
def _apps() -> Iterator[tuple[App, str]]:
    folder = _demo()
    script = FOLDER / "empty" / "empty.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(EMPTY, "utf-8")
    with mingjing(folder, FOLDER / "mingjing.log") as app, stock_streamlit(script, FOLDER / "empty.log") as empty:
        yield app, empty


def _demo() -> Path:
    folder = FOLDER / "pages"
    stamp = folder / "made-by"
    if not stamp.is_file() or stamp.read_text("utf-8") != fingerprint():
        command("demo", "--data", folder)
        stamp.write_text(fingerprint(), "utf-8")
    return folder


def _funnel(browser: Browser, app: App) -> Clicked:
    page = Visitor(browser, app).sign_in("analyst")
    page.goto(f"{app.url}/funnel?period=last_quarter")
    settled(page)
    page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first.wait_for()
    periods = ("This quarter", "Last quarter")

    def click(number: int) -> None:
        page.get_by_role("combobox", name="Period").click()
        page.get_by_role("option", name=periods[number % 2], exact=True).click()

    return Clicked(page, app.url, click)


def _builder(browser: Browser, app: App) -> Clicked:
    """A chart of won deals by team, and a drop that colours its bars by another field each time."""
    page = Visitor(browser, app).sign_in("analyst", "/new-chart")
    for field, shelf in (("won_amount", "values"), ("sales_team", "columns")):
        drag(page, page.get_by_test_id(f"field-{field}"), page.get_by_test_id(f"shelf-{shelf}"))
        page.get_by_test_id(f"pill-{shelf}-{field}").wait_for()
        settled(page)
    page.locator("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas").first.wait_for()
    fields = ("industry", "source")

    def drop(number: int) -> None:
        drag(page, page.get_by_test_id(f"field-{fields[number % 2]}"), page.get_by_test_id("shelf-color"))

    return Clicked(page, app.url, drop)


def _stock(browser: Browser, url: str) -> Clicked:
    page = browser.new_context().new_page()
    page.goto(url)
    settled(page)
    button = page.get_by_role("button", name="Again")
    return Clicked(page, url, lambda _number: button.click())


def _cpu(port: str) -> float:
    """CPU milliseconds so far of the processes that were started to serve on `port`."""
    tick = 1000 / os.sysconf("SC_CLK_TCK")
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if port in (folder / "cmdline").read_text("utf-8").split("\0"):
                cells = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
                total += (int(cells[11]) + int(cells[12])) * tick
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total
