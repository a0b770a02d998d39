"""A click on a cell asks for the records of its row and its column's metric; one on the total row for all of them."""

from pathlib import Path

import pytest

from datasource.question import Dimension, Filter, Op, Period, Query
from datasource.scope import OPERATOR
from tests.tiny_crm import build
from widgets.blocks import drill, tile
from widgets.blocks.table import Cell
from widgets.state.cache import shared

QUERY = Query(
    metrics=("contract_amount", "received_amount"),
    by=(Dimension(field="owner"),),
    period=Period(preset="this_year"),
    totals=True,
)
BOB = (Filter(field="owner", op=Op.EQ, value="Bob"),)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("clicks"))


@pytest.mark.parametrize(
    ("column", "first"),
    [("received_amount", "received_amount"), ("contract_amount", "contract_amount"), ("owner", "contract_amount")],
)
@pytest.mark.parametrize("total", [False, True])
def test_a_cell_leads_to_its_own_records(
    folder: Path, monkeypatch: pytest.MonkeyPatch, column: str, first: str, total: bool
) -> None:
    result = shared(folder).answer(QUERY, OPERATOR)
    place = result.rows.height if total else result.rows["owner"].to_list().index("Bob")
    asked: list[tuple[Query, tuple[Filter, ...]]] = []
    monkeypatch.setattr(tile, "clicked", lambda _key: Cell(place, column))
    monkeypatch.setattr(drill, "ask_behind", lambda query, filters: asked.append((query, filters)))
    tile._cell_clicked(result, "any", None)
    [(query, filters)] = asked
    assert query.metrics[0] == first
    assert set(query.metrics) == set(QUERY.metrics)
    assert filters == (() if total else BOB)
