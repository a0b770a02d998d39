"""Work logs and approvals (2.7) cell by cell."""

import pytest

from datasource.catalog.catalog import Catalog
from tests.oracle.reports.asked import tiles
from tests.oracle.reports.office import APPROVALS, WORK_LOGS
from tests.oracle.reports.store import Files, Reader, Span
from tests.oracle.reports.tiled import assert_tile

PAGES = {"office/work_logs": WORK_LOGS, "office/approvals": APPROVALS}
TILES = [(page, name) for page in PAGES for name in tiles(page)]


@pytest.mark.parametrize("place", TILES, ids=[f"{page}-{name}" for page, name in TILES])
def test_each_tile_equals_sql(place: tuple[str, str], demo: Catalog, files: Files, reader: Reader, span: Span) -> None:
    assert_tile(place, PAGES[place[0]], demo, files, (reader, span))
