"""The page of service tickets (2.10) cell by cell, as everyone and as the head of the service desk read it."""

import pytest

from datasource.catalog.catalog import Catalog
from tests.oracle.reports.asked import tiles
from tests.oracle.reports.service import TICKETS
from tests.oracle.reports.store import READERS, Files, Reader, Span
from tests.oracle.reports.tiled import assert_tile


@pytest.fixture(params=["everything", "service", "rep"])
def desk(request: pytest.FixtureRequest, files: Files) -> Reader:
    """Who reads the page of the service desk."""
    if request.param in READERS:
        return READERS[request.param]
    everyone = READERS["everything"]
    (head,) = files.told("SELECT head_id FROM raw_departments WHERE name = '客户服务部'", everyone)
    return Reader("service", "department_tree", head["head_id"])


@pytest.mark.parametrize("name", tiles("service/tickets"))
def test_each_tile_of_tickets_equals_sql(name: str, demo: Catalog, files: Files, desk: Reader, span: Span) -> None:
    assert_tile(("service/tickets", name), TICKETS, demo, files, (desk, span))


def test_the_head_of_the_desk_reads_most_tickets(files: Files, desk: Reader) -> None:
    (all_of_them,) = files.told("SELECT count(*) AS n FROM tickets", desk)
    (seen,) = files.told("SELECT count(*) AS n FROM {tickets}", desk)
    least = {"everything": 1.0, "service": 0.95, "rep": 0.0}[desk.name]
    assert seen["n"] >= least * all_of_them["n"]
