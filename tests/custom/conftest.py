"""The tiny company with fields and tables of its own."""

from collections.abc import Iterator

import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.metrics.spoken import BUILT_IN, serve
from tests.custom.company import build
from tests.pages.conftest import Tiny, served


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The company of `tests/custom/company.py`."""
    return open_catalog(build(tmp_path_factory.mktemp("own")))


@pytest.fixture
def own_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiny]:
    """The same company in the app; afterwards the process knows its words no more."""
    with served(build(tmp_path_factory.mktemp("own_served"))) as tiny:
        yield tiny
    serve(BUILT_IN)
