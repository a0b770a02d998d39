"""Tables write every number in the reader's language and keep its value for sorting."""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from datasource.result import Column
from tests.charts.answers import COUNT, CYCLE, MONTH, RATE, TEAM, WON, WON_CHANGE, answer
from widgets.blocks import table
from widgets.blocks.table import Cell, browser_format, clicked, written
from widgets.blocks.total import total_row
from widgets.charts.look import Look


def _sent(styled: Any) -> tuple[list[tuple[str, ...]], str]:
    """What a browser gets: the texts row by row, and the style sheet."""
    proto = ArrowData()
    marshall_styler(proto, styled, "table")
    return pl.read_ipc_stream(BytesIO(proto.styler.display_values)).rows(), proto.styler.styles


def test_cells_are_written_by_unit_and_keep_their_values() -> None:
    columns = (TEAM, WON, RATE, CYCLE)
    result = answer(columns, [{"team": "North", "won_amount": 1234.5, "win_rate": None, "cycle_days": 12.0}])
    styled = written(columns, result.rows, Look(language="vi", currency="USD"))
    assert _sent(styled) == ([("North", "1.234,50\u00a0US$", "—", "12 ngày")], "")
    assert styled.data["won_amount"].tolist() == [1234.5]


@pytest.mark.parametrize(
    ("column", "language", "expected"),
    [
        (WON, "en", "$%,.2f"),
        (COUNT, "zh_CN", "%,.0f"),
        (CYCLE, "en", "%,.1f"),
        (RATE, "vi", "percent"),
        (RATE, "en", "%.1f%%"),
        (WON_CHANGE, "en", "%+.1f%%"),
        (WON, "vi", "localized"),
    ],
)
def test_long_tables_are_written_by_the_browser(column: Column, language: str, expected: str) -> None:
    assert browser_format(column, Look(language=language, currency="USD")) == expected


def test_money_below_zero_has_its_minus_first_or_no_sign_at_all() -> None:
    result = answer((TEAM, WON), [{"team": "North", "won_amount": -5.0}])
    assert _sent(written((TEAM, WON), result.rows, Look(currency="USD")))[0] == [("North", "-$5.00")]
    assert browser_format(WON, Look(currency="USD"), below_zero=True) == "%,.2f"


TOTALS = {"won_amount": 300.0, "win_rate": None}
ROWS = [
    {"team": "North", "won_amount": 200.0, "win_rate": 0.5},
    {"team": "South", "won_amount": 100.0, "win_rate": None},
]


def test_the_total_is_the_last_row_and_looks_like_one() -> None:
    columns = (TEAM, WON, RATE)
    result = answer(columns, ROWS)
    last = total_row(columns, TOTALS)
    assert last == {"team": "Total", "won_amount": 300.0, "win_rate": None}
    styled = written(columns, result.rows, Look(currency="USD"), last)
    assert styled.data["team"].tolist() == ["North", "South", "Total"]
    assert styled.data["won_amount"].tolist() == [200.0, 100.0, 300.0]
    texts, styles = _sent(styled)
    assert texts == [("North", "$200.00", "50.0%"), ("South", "$100.00", "—"), ("Total", "$300.00", "—")]
    assert [f"_row{row}_col0" in styles for row in range(3)] == [False, False, True]
    assert "{ font-weight: 600;" in styles


@pytest.mark.parametrize(
    ("columns", "totals", "label"),
    [
        ((WON, RATE), TOTALS, None),  # nothing could say that the row is a total
        ((WON, TEAM), TOTALS, "team"),  # a rank before the name
        ((MONTH, WON), TOTALS, "date"),
        ((TEAM, WON), None, None),
    ],
)
def test_a_total_row_needs_a_column_that_names_it(
    columns: tuple[Column, ...], totals: dict[str, float] | None, label: str | None
) -> None:
    row = total_row(columns, totals)
    assert (row is None) == (label is None)
    assert row is None or label is None or row[label] == "Total"


def test_a_total_of_buckets_is_not_read_as_a_bucket() -> None:
    columns = (MONTH, WON)
    result = answer(columns, [{"date": "2024-03", "won_amount": 1.0}])
    texts, _styles = _sent(written(columns, result.rows, Look(), total_row(columns, {"won_amount": 1.0})))
    assert texts == [("Mar 2024", "¥1.00"), ("Total", "¥1.00")]


def test_a_total_without_rows_stands_alone() -> None:
    columns = (TEAM, WON)
    rows = answer(columns, ROWS).rows.select("team", "won_amount").clear()
    assert written(columns, rows, Look(), total_row(columns, TOTALS)).data["team"].tolist() == ["Total"]


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({"rows": [1], "columns": [], "cells": []}, Cell(1)),
        ({"rows": [], "columns": [], "cells": [(0, "won_amount")]}, Cell(0, "won_amount")),
        ({"rows": [], "columns": [], "cells": []}, None),
    ],
)
def test_a_click_on_a_row_or_a_cell_is_told(
    monkeypatch: pytest.MonkeyPatch, selection: dict[str, Any], expected: Cell | None
) -> None:
    event = SimpleNamespace(selection=SimpleNamespace(**selection))
    monkeypatch.setattr(table, "widget_value", lambda _key: event)
    assert clicked("any") == expected
