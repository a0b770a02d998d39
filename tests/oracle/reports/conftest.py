"""The demo company, small, made once for the folder: as the product opens it and as DuckDB reads it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.sample.company import publish_demo
from tests.oracle.reports.store import READERS, SPANS, Files, Reader, Span

SEED, SCALE = 7, 0.2


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of 1,000 customers."""
    folder = tmp_path_factory.mktemp("oracle")
    publish_demo(folder, seed=SEED, scale=SCALE)
    return folder


@pytest.fixture(scope="session")
def demo(demo_folder: Path) -> Catalog:
    """The demo company as the product opens it."""
    return open_catalog(demo_folder)


@pytest.fixture(scope="session")
def files(demo_folder: Path, demo: Catalog) -> Iterator[Files]:
    """The demo company as DuckDB reads it."""
    opened = Files(demo_folder / "store" / "versions" / demo.version)
    yield opened
    opened.database.close()


@pytest.fixture(params=["everything", "head", pytest.param("rep", marks=pytest.mark.slow)])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each reader in turn."""
    return READERS[request.param]


@pytest.fixture(params=SPANS)
def span(request: pytest.FixtureRequest) -> Span:
    """Each period in turn."""
    return SPANS[request.param]
