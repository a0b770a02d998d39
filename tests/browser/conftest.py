"""Fixtures of the journeys: Chromium, the stores, the servers over them, and visitors with browsers of their own."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.kit import DESKTOP, Visitor, shot
from tests.browser.serving import App, command, mingjing
from tests.conftest import absent

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Failed = pytest.StashKey[bool]()

Serve = Callable[[Path], App]
Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let `visit` know of a failure, so that it keeps a picture of it."""
    report = yield
    item.stash[Failed] = item.stash.get(Failed, False) or report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session; each visitor gets a context of its own in it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        absent("no Chromium on this machine", "REQUIRE_SERVICES")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo company and its accounts; copy it before changing accounts or boards."""
    data = tmp_path_factory.mktemp("demo")
    command("demo", "--data", data)
    return data


@pytest.fixture(scope="session")
def maven_data(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Path:
    """A data folder with the Maven CRM export, without accounts; copy it before adding some."""
    data = tmp_path_factory.mktemp("maven")
    command("import", "--preset", "maven_crm", "--from", shared_data / "maven_crm", "--data", data)
    return data


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """`serve(data)` gives a running app; one per data folder, ended with the session."""
    running: dict[Path, App] = {}
    with ExitStack() as stack:

        def serve_once(data: Path) -> App:
            if data not in running:
                log = tmp_path_factory.mktemp("log") / "server.log"
                running[data] = stack.enter_context(mingjing(data, log))
            return running[data]

        yield serve_once


@pytest.fixture(scope="session")
def demo_app(serve: Serve, demo_data: Path) -> App:
    """The demo company, served; for journeys that read."""
    return serve(demo_data)


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit(app, size, dark, language)` gives a visitor; none of them may have asked another host for anything."""
    visitors: list[Visitor] = []

    def new_visitor(app: App, size: tuple[int, int] = DESKTOP, dark: bool = False, language: str = "en") -> Visitor:
        visitors.append(Visitor(chromium, app, size, dark, language))
        return visitors[-1]

    yield new_visitor
    for number, visitor in enumerate(visitors):
        if request.node.stash.get(Failed, False):
            shot(visitor.page, f"failed/{request.node.name}-{number}")
        visitor.context.close()
    assert [url for visitor in visitors for url in visitor.foreign] == []
