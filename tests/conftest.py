"""What all tests share: the real exports beside the project, and the databases that real connections are tried on.

Where they are absent a test is skipped with the reason; `REQUIRE_DATA=1` and `REQUIRE_SERVICES=1` (CI) make it fail.
"""

import os
import socket
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import SpawnContext
from pathlib import Path
from types import ModuleType
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.people import passwords
from tests.tiny_crm import build as build_tiny

# The same examples in every run, and no clock over them: a busy machine is no failure.
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile("fixed")

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/test"
MYSQL = "mysql+pymysql://root@127.0.0.1:3306/test"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample`: of the tests that were asked for, only the first of each folder; CI runs the slow tests so."""
    parser.addoption("--sample", action="store_true", help="run only the first selected test of each folder")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the sample, after the markers have made their choice."""
    if config.getoption("--sample"):
        first = {item.path.parent: item for item in reversed(items)}
        config.hook.pytest_deselected(items=[item for item in items if first[item.path.parent] is not item])
        items[:] = [item for item in items if first[item.path.parent] is item]


def absent(what: str, switch: str) -> NoReturn:
    """Skip the test because `what` is absent, or fail it when `switch` demands that it is there."""
    if os.environ.get(switch) == "1":
        pytest.fail(f"{what}, and {switch}=1 demands it")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def packages_searched_once() -> Iterator[None]:
    """Streamlit's AppTest reads the metadata of every installed package at each run, in search of components."""
    with pytest.MonkeyPatch.context() as patch:
        if "streamlit" in sys.modules:
            scanner = import_module("streamlit.components.v2.manifest_scanner")
            patch.setattr(scanner, "scan_component_manifests", cache(scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_hashed_quickly() -> Iterator[None]:
    """By the same bcrypt at its least cost: the quarter of a second that each hash takes on purpose guards no test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "ROUNDS", 4)
        yield


@pytest.fixture
def no_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new processes import what the test names alone, and not the page that AppTest left as `__main__`."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def spawn(no_main: None) -> SpawnContext:
    """Processes that begin anew."""
    return get_context("spawn")


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The tiny company of `tests/tiny_crm`, small enough to work its numbers out by hand."""
    return open_catalog(build_tiny(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports, `../shared/data` beside the project."""
    if not SHARED_DATA.is_dir():
        absent("no real exports in ../shared/data", "REQUIRE_DATA")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    """SQLAlchemy URL of a PostgreSQL database that tests may fill; `PG_URL` names another one."""
    return _listening("PostgreSQL", os.environ.get("PG_URL", POSTGRESQL))


@pytest.fixture(scope="session")
def mysql_url() -> str:
    """SQLAlchemy URL of a MySQL or MariaDB database that tests may fill; `MYSQL_URL` names another one."""
    return _listening("MySQL", os.environ.get("MYSQL_URL", MYSQL))


def _listening(name: str, url: str) -> str:
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname or "127.0.0.1", place.port or 0), timeout=2).close()
    except OSError:
        absent(f"no {name} listens at {place.hostname}:{place.port}", "REQUIRE_SERVICES")
    return url
