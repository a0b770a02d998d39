"""The leaderboards (2.6) cell by cell: nine numbers, by person and department, for whoever reads."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog
from datasource.question import Filter, Op
from datasource.reports.leaderboard import BOARDS, BY, Leaderboard, leaderboard
from datasource.settings import Comparisons
from tests.oracle.reports import leaderboards as sql
from tests.oracle.reports.asked import period, viewer
from tests.oracle.reports.bases import BASES
from tests.oracle.reports.compare import assert_same, assert_totals
from tests.oracle.reports.store import READERS, SPANS, Files, Reader, Row, Span
from tests.oracle.reports.tables import changed, given

COMPANY = READERS["everything"]
"""Who ranks are told by: places compare the whole company, whoever reads."""


def _ranking(  # noqa: PLR0917  (what a board hangs on, and the files)
    board: str, by: str, files: Files, reader: Reader, span: Span, former: bool = False
) -> list[Row]:
    base = BASES[span]["previous"]
    days = given(span) | {"base_first": base.first, "base_last": base.last}
    visible = "true" if reader.scope == "all" else f"user_id IN {reader.users()}"
    text = sql.ranking(board, by).replace("{visible}", visible)
    return files.told(text, COMPANY, **days, former=former, me=reader.user_id)


def _placed(board: Leaderboard) -> Any:
    rows = board.result.rows.with_row_index("place", offset=1).with_columns(pl.col("place").cast(pl.Int64))
    return replace(board.result, rows=rows)


def _assert_board(board: Leaderboard, expected: list[Row], by: str) -> None:
    """Row by row in order; a name that the reader may not know is null, with its team."""
    rows = []
    for place, row in enumerate(expected, 1):
        hidden = {} if row["is_named"] else {name: None for name in (by, "team") if name in row}
        rows.append({name: cell for name, cell in (row | hidden | {"place": place}).items() if name != "is_named"})
    for row in rows:
        row["is_mine"] = bool(row["is_mine"])
    assert_same(_placed(board), rows, ["place"], ordered=True)


def _assert_mine(board: Leaderboard, expected: list[Row], name: str) -> None:
    mine = [row for row in expected if row["is_mine"]]
    assert (board.mine is not None) == bool(mine)
    if board.mine is not None:
        (row,) = mine
        assert (board.mine.rank, board.mine.moved, board.mine.is_new) == (row["rank"], row["moved"], row["is_new"])
        assert board.mine.share == pytest.approx(row["share"], rel=1e-9)
    assert board.ranked == sum(row["rank"] is not None for row in expected)


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("name", BOARDS)
def test_each_board_equals_sql(  # noqa: PLR0917  (fixtures, all of them)
    name: str, by: str, demo: Catalog, files: Files, reader: Reader, span: Span
) -> None:
    board = leaderboard(demo, viewer(reader), name, by, period(span))
    expected = _ranking(name, by, files, reader, span)
    _assert_board(board, expected, by)
    _assert_mine(board, expected, name)
    base = BASES[span]["previous"]
    now, before = (files.told(sql.whole(name), COMPANY, **given(part))[0] for part in (span, base))
    assert_totals(board.result, changed(now, before))


@pytest.mark.parametrize("name", BOARDS)
def test_former_staff_are_ranked_when_asked_for(name: str, demo: Catalog, files: Files, reader: Reader) -> None:
    span = SPANS["a past quarter"]
    board = leaderboard(demo, viewer(reader), name, "owner", period(span), former=True)
    expected = _ranking(name, "owner", files, reader, span, former=True)
    _assert_board(board, expected, "owner")


@pytest.mark.parametrize("by", BY)
def test_names_of_all_are_told_where_the_company_wants_it(by: str, demo: Catalog, files: Files, reader: Reader) -> None:
    span = SPANS["this year"]
    board = leaderboard(demo, viewer(reader), BOARDS[0], by, period(span), comparisons=Comparisons.NAMES)
    expected = [row | {"is_named": True} for row in _ranking(BOARDS[0], by, files, reader, span)]
    _assert_board(board, expected, by)


@pytest.mark.parametrize("by", BY)
def test_without_comparison_nothing_is_told_of_others(by: str, demo: Catalog, files: Files) -> None:
    reader, span = READERS["head"], SPANS["this year"]
    board = leaderboard(demo, viewer(reader), BOARDS[0], by, period(span), comparisons=Comparisons.OFF)
    base = BASES[span]["previous"]
    days = given(span) | {"base_first": base.first, "base_last": base.last}
    text = sql.ranking(BOARDS[0], by).replace("{visible}", "true")
    seen = files.told(text, reader, **days, former=False, me=reader.user_id)
    expected = [row | {"rank": None, "moved": None, "is_new": False} for row in seen]
    _assert_board(board, expected, by)
    assert not board.is_company


def test_a_department_narrows_the_list_and_keeps_the_ranks(demo: Catalog, files: Files) -> None:
    reader, span = READERS["everything"], SPANS["this year"]
    told, ranking = files.told(sql.WITHIN, reader), _ranking(BOARDS[0], "owner", files, reader, span)
    listed = 0
    for department in sorted({row["department"] for row in told}):
        where = (Filter(field="department", op=Op.EQ, value=department),)
        board = leaderboard(demo, viewer(reader), BOARDS[0], "owner", period(span), where)
        within = {row["owner"] for row in told if row["department"] == department}
        expected = [row for row in ranking if row["owner"] in within]
        if expected:
            _assert_board(board, expected, "owner")
        assert board.result.rows.height == len(expected)
        listed += len(expected)
    assert listed
