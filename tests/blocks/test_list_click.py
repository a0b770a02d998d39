"""On a board, a click in a pivot or a list of records takes the members that it stands for."""

from types import SimpleNamespace as Event
from typing import Any

import polars as pl
import pytest

from dashboards.compile import View, compile_chart
from dashboards.model import Chart
from datasource.question import Filter, Op, Period
from datasource.scope import OPERATOR
from tests.tiny_crm import build
from widgets.blocks import detail, pivot
from widgets.blocks.acts import Acts
from widgets.blocks.crossed import Crossed, crossed
from widgets.blocks.table import Cell
from widgets.state.cache import shared

DEE, ECHO = Filter(field="owner", op=Op.EQ, value="Dee"), Filter(field="customer", op=Op.EQ, value="Echo")
Taken = list[tuple[Filter, ...]]


@pytest.fixture
def taken() -> Taken:
    return []


@pytest.fixture
def acts(taken: Taken) -> Acts:
    return Acts(taken.append, lambda: None, lambda: None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Crossed:
    """Won amount of owners × customers: Bob 100 with Acme, Dee 300 with Echo, and a total."""
    data = shared(build(tmp_path_factory.mktemp("pivot")))
    chart = Chart.model_validate(
        {"kind": "pivot", "shelves": {"rows": ["owner"], "columns": ["customer"], "values": ["won_amount"]}}
    )
    query = compile_chart(chart, View(period=Period(preset="this_year")))
    return crossed(chart, query, lambda asked: data.answer(asked, OPERATOR))


def line_of(made: Crossed, owner: str) -> int:
    return made.lines.index((owner,))


def head_of(made: Crossed, customer: str) -> int:
    return next(at for at, head in enumerate(made.heads) if head.members == (customer,))


def pressed(made: Crossed, acts: Acts, monkeypatch: pytest.MonkeyPatch, **selection: Any) -> None:
    names = [f"n{at}" for at in range(len(made.rows) + len(made.heads))]
    event = Event(selection=Event(**{"rows": [], "cells": [], **selection}))
    monkeypatch.setattr(pivot, "widget_value", lambda _key: event)
    pivot._clicked(made, names, "key", acts)


def test_a_cell_of_a_pivot_is_its_row_and_its_column(
    made: Crossed, acts: Acts, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = f"n{len(made.rows) + head_of(made, 'Echo')}"
    pressed(made, acts, monkeypatch, cells=[(line_of(made, "Dee"), head)])
    assert [set(filters) for filters in taken] == [{DEE, ECHO}]


def test_a_row_of_a_pivot_is_its_members_and_the_total_row_none(
    made: Crossed, acts: Acts, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed(made, acts, monkeypatch, rows=[line_of(made, "Dee")])
    pressed(made, acts, monkeypatch, rows=[made.lines.index(())])
    assert taken == [(DEE,), ()]


@pytest.mark.parametrize(
    ("chosen", "filters"),
    [
        (Cell(1, "owner"), (DEE,)),
        (Cell(1), (DEE, ECHO)),
        (Cell(1, "close_date"), (DEE, ECHO)),
        (Cell(0, "owner"), (Filter(field="owner", op=Op.IS_NULL),)),
    ],
    ids=["a cell", "a row", "a day", "nobody"],
)
def test_a_record_is_its_members(
    chosen: Cell, filters: tuple[Filter, ...], acts: Acts, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = Chart.model_validate(
        {"kind": "detail", "shelves": {"columns": ["owner", "customer", "close_date"], "values": ["won_amount"]}}
    )
    rows = pl.DataFrame({"owner": [None, "Dee"], "customer": ["Acme", "Echo"], "close_date": ["2024-02-10"] * 2})
    monkeypatch.setattr(detail, "clicked", lambda _key: chosen)
    detail._clicked("key", rows, chart, acts)
    assert taken == [filters]
