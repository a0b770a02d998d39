"""Every page of the menu in wide and narrow windows, light and dark: it opens whole, without an error, and fits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.browser.conftest import Visit
from tests.browser.kit import DESKTOP, PHONE, Visitor, settled, shot
from tests.browser.serving import App
from widgets.shell.menu import menu

PATHS = tuple(
    "/" + Path(entry.file).stem.replace("_", "-")
    for section in menu().sections
    for entry in section.pages
    if not entry.hidden
)
START = Path(menu().sections[0].pages[0].file).stem.replace("_", "-")
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's client asks for these below the page's own path first, and tries the root when they are not there."""
BOXES = "stException", "stAlertContentError", "stAlertContentWarning"


@dataclass
class Watch:
    """What a page complains of while it is open."""

    page: Page
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not any(url.endswith(probe) for probe in PROBES):
            self.said.append(f"{message.text} ({url})")

    def faults(self, path: str) -> Iterator[str]:
        """Each fault of the page that is open now."""
        for box in BOXES:
            for text in self.page.get_by_test_id(box).all_inner_texts():
                yield f"{path}: {text}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            yield f"{path}: {wide} px wider than the window"
        yield from (f"{path}: console: {text}" for text in self.said)
        self.said.clear()


WINDOWS = [
    pytest.param(DESKTOP, False, id="1440-light"),
    pytest.param(PHONE, True, id="390-dark"),
    pytest.param(DESKTOP, True, id="1440-dark", marks=pytest.mark.slow),
    pytest.param(PHONE, False, id="390-light", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("size", "dark"), WINDOWS)
def test_every_page_opens_whole(demo_app: App, visit: Visit, size: tuple[int, int], dark: bool) -> None:
    visitor = visit(demo_app, size, dark)
    page = visitor.sign_in("admin")
    watch = Watch(page)
    faults: list[str] = []
    for path in PATHS:
        _open(visitor, path)
        shot(page, f"pages/{path.strip('/')}-{size[0]}-{'dark' if dark else 'light'}")
        faults += watch.faults(path)
    assert faults == []


def _open(visitor: Visitor, path: str) -> None:
    """Open the page; what it asks for while it is drawn has been answered then."""
    visitor.open("/" if path == f"/{START}" else path)
    settled(visitor.page)
