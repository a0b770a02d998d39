"""Files of boards with fields and tables of a company's own hold what their reader may see, and nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboards.compile import View
from dashboards.model import Dashboard
from datasource.metrics.spoken import BUILT_IN, serve
from datasource.people.account import ScopeKind
from datasource.question import Period
from datasource.scope import OPERATOR, Viewer
from tests.blocks.test_board_paper import words
from tests.custom.company import build
from tests.custom.test_app import STOCK, TIERS, tile
from widgets.blocks.paper.board import Printed, pages
from widgets.blocks.reading import Reading
from widgets.charts.look import Look
from widgets.state.cache import Shared, shared

BOARD = Dashboard(id="b", title="Own", tiles=(tile("Tiers", 0, TIERS), tile("Stock", 4, STOCK)))
YEAR = View(period=Period(start=date(2023, 1, 1), end=date(2024, 12, 31)))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    yield shared(build(tmp_path_factory.mktemp("own_files")))
    serve(BUILT_IN)


def printed(data: Shared, viewer: Viewer) -> list[str]:
    made = pages(Printed(BOARD, Reading(data, viewer, YEAR, Look()), lambda _file: b""))
    return [word for sheet in made for word in words(sheet.document)]


def test_whoever_sees_all_data_saves_all_of_the_board(data: Shared) -> None:
    assert {"Gold", "Silver", "North", "South"} <= set(printed(data, OPERATOR))


def test_a_table_of_nobody_is_in_no_file_of_others(data: Shared) -> None:
    told = printed(data, Viewer("Dee", ScopeKind.SELF, 4))
    assert "Gold" in told
    assert not {"Silver", "North", "South", "105", "7.5"} & set(told)
    assert "Only people who see all data see “Stock”: its rows have no owner." in " ".join(told)
