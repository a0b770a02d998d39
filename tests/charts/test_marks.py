"""Every chart kind is drawn, from the columns of an answer, always the same."""

import json
from typing import Any

import pytest

from dashboards.kinds import KINDS, TABLES
from dashboards.model import Chart, Options
from datasource.errors import MingjingError
from datasource.result import Column
from tests.charts.answers import (
    COUNT,
    CYCLE,
    LOST,
    MONTH,
    PRODUCT,
    RATE,
    STAGE,
    TEAM,
    WON,
    WON_BASE,
    answer,
    chart,
)
from tests.charts.drawing import svg_marks, svg_texts
from widgets.charts.look import Look, Shape, measure
from widgets.charts.marks import MARKS, draw

LOOK = Look(currency="USD")
TEAMS = [
    {"team": "North", "won_amount": 3_000_000.0, "lost_amount": 500_000.0, "win_rate": 0.6, "cycle_days": 41.5},
    {"team": "South", "won_amount": 1_250_000.0, "lost_amount": 700_000.0, "win_rate": 0.4, "cycle_days": 60.0},
]
MONTHS = [
    {"date": "2017-01", "won_amount": 1_000_000.0, "won_amount__base": 800_000.0, "win_rate": 0.5},
    {"date": "2017-02", "won_amount": 2_000_000.0, "won_amount__base": None, "win_rate": None},
]
PARTS = [
    {"team": team, "date": month, "product": product, "won_amount": amount}
    for team, month, product, amount in (
        ("North", "2017-01", "GTX", 2.0e6),
        ("North", "2017-01", "MG", 1.0e6),
        ("South", "2017-02", "GTX", 1.0e6),
    )
]
CASES: list[tuple[Chart, tuple[Column, ...], list[dict[str, Any]]]] = [
    (chart("bar", WON, columns=(TEAM,)), (TEAM, WON), TEAMS),
    (chart("bar", WON, rows=(TEAM,), options=Options(labels=True)), (TEAM, WON), TEAMS),
    (chart("bar", WON, LOST, columns=(TEAM,)), (TEAM, WON, LOST), TEAMS),
    (chart("bar", WON, RATE, columns=(TEAM,)), (TEAM, WON, RATE), TEAMS),
    (chart("bar", WON, columns=(TEAM,), color=PRODUCT), (TEAM, PRODUCT, WON), PARTS),
    (chart("stacked_bar", WON, columns=(TEAM,), color=PRODUCT), (TEAM, PRODUCT, WON), PARTS),
    (
        chart("stacked_bar", WON, rows=(TEAM,), color=PRODUCT, options=Options(labels=True, stack="normalize")),
        (TEAM, PRODUCT, WON),
        PARTS,
    ),
    (chart("line", WON, columns=(MONTH,)), (MONTH, WON), MONTHS),
    (chart("line", WON, columns=(MONTH,), compare="previous"), (MONTH, WON, WON_BASE), MONTHS),
    (chart("line", WON, RATE, columns=(MONTH,)), (MONTH, WON, RATE), MONTHS),
    (chart("line", WON, columns=(MONTH,), color=PRODUCT), (MONTH, PRODUCT, WON), PARTS),
    (chart("area", WON, columns=(MONTH,)), (MONTH, WON), MONTHS),
    (chart("area", WON, columns=(MONTH,), color=PRODUCT), (MONTH, PRODUCT, WON), PARTS),
    (chart("pie", WON, color=TEAM), (TEAM, WON), TEAMS),
    (chart("pie", WON, columns=(TEAM,)), (TEAM, WON), TEAMS),
    (chart("scatter", CYCLE, RATE, columns=(TEAM,), size=WON), (TEAM, CYCLE, RATE, WON), TEAMS),
    (chart("funnel", COUNT, columns=(STAGE,)), (STAGE, COUNT), [{"stage": "New", "open_opportunities": 5}]),
    (chart("funnel", WON, LOST), (WON, LOST), [{"won_amount": 4.0, "lost_amount": 1.0}]),
]


def test_drawn_kinds_are_the_kinds_of_dashboards_without_cards_and_tables() -> None:
    assert set(MARKS) == set(KINDS) - TABLES


@pytest.mark.parametrize(("asked", "columns", "rows"), CASES)
def test_a_drawing_is_plain_repeatable_and_leaves_the_rest_to_the_page(
    asked: Chart, columns: tuple[Column, ...], rows: list[dict[str, Any]]
) -> None:
    drawing = draw(asked, columns, LOOK)
    draw.cache_clear()
    again = json.dumps(draw(asked, columns, LOOK))
    assert json.dumps(drawing) == again
    assert not [key for key in ("data", "datasets", "config", "$schema") if f'"{key}":' in again]


@pytest.mark.parametrize(
    ("asked", "mark", "count"),
    list(
        zip(
            [case[0] for case in CASES],
            [*["bar"] * 7, *["line mark"] * 4, *["area mark"] * 2, *["arc mark"] * 2, "point", "bar", "bar"],
            [2, 2, 4, 2, 3, 3, 3, 1, 2, 2, 2, 1, 2, 2, 2, 2, 1, 2],
            strict=True,
        )
    ),
)
def test_the_rows_become_marks_of_the_kind(asked: Chart, mark: str, count: int) -> None:
    columns, rows = next((columns, rows) for known, columns, rows in CASES if known == asked)
    assert svg_marks(asked, answer(columns, rows), LOOK).count(mark) == count


@pytest.mark.parametrize(("asked", "columns", "rows"), [case for case in CASES if case[0].shelves.dimensions()])
def test_a_click_picks_the_dimensions_of_the_mark(
    asked: Chart, columns: tuple[Column, ...], rows: list[dict[str, Any]]
) -> None:
    params = draw(asked, columns, LOOK)["params"]
    picks = [param["select"]["fields"] for param in params if param["name"] == "pick"]
    assert picks == [[dimension.field for dimension in asked.shelves.dimensions()]]


def test_bars_stand_for_few_short_names_and_lie_for_many_or_when_asked() -> None:
    few, many = Look(shape=Shape(3, 5)), Look(shape=Shape(20, 5))
    standing = draw(chart("bar", WON, columns=(TEAM,)), (TEAM, WON), few)
    crowded = draw(chart("bar", WON, columns=(TEAM,)), (TEAM, WON), many)
    asked = draw(chart("bar", WON, rows=(TEAM,)), (TEAM, WON), few)
    fields = [spec["encoding"]["x"]["field"] for spec in (standing, crowded, asked)]
    assert fields == ["team", "won_amount", "won_amount"]


def test_months_stay_upright_however_many() -> None:
    spec = draw(chart("bar", WON, columns=(MONTH,)), (MONTH, WON), Look(shape=Shape(48, 7)))
    assert (spec["encoding"]["x"]["field"], spec["encoding"]["x"]["axis"]["labelOverlap"]) == ("date", "greedy")


def test_bars_keep_the_order_of_the_answer() -> None:
    texts = svg_texts(chart("bar", WON, columns=(TEAM,)), answer((TEAM, WON), [TEAMS[1], TEAMS[0]]), LOOK)
    assert texts.index("South") < texts.index("North")


def test_the_axis_writes_money_short_with_the_sign_of_the_currency() -> None:
    texts = svg_texts(chart("bar", WON, columns=(TEAM,)), answer((TEAM, WON), TEAMS), LOOK)
    assert {"$0", "$1M", "$3M", "Won amount", "Sales team"} <= set(texts)


def test_the_chinese_axis_counts_in_wan() -> None:
    result = answer((TEAM, WON), TEAMS)
    texts = svg_texts(chart("bar", WON, columns=(TEAM,)), result, Look(language="zh_CN", currency="CNY"))
    assert {"¥0", "¥100万", "¥300万"} <= set(texts)


def test_two_units_get_an_axis_each() -> None:
    texts = svg_texts(chart("bar", WON, RATE, columns=(TEAM,)), answer((TEAM, WON, RATE), TEAMS), LOOK)
    assert {"$3M", "60%"} <= set(texts)


def test_the_comparison_is_a_dashed_line_of_its_own() -> None:
    result = answer((MONTH, WON, WON_BASE), MONTHS)
    texts = svg_texts(chart("line", WON, columns=(MONTH,), compare="previous"), result, LOOK)
    assert {"Won amount", "Won amount, previous period", "Jan 2017"} <= set(texts)


def test_the_funnel_tells_what_each_step_keeps_of_the_one_before() -> None:
    rows = [
        {"stage": name, "open_opportunities": count} for name, count in (("New", 1200), ("Offer", 300), ("Won", 90))
    ]
    texts = svg_texts(chart("funnel", COUNT, columns=(STAGE,)), answer((STAGE, COUNT), rows), LOOK)
    assert {"1,200", "300", "90", "↓ 25.0%", "↓ 30.0%"} <= set(texts)


def test_the_ring_shows_shares_of_the_whole() -> None:
    rows = [{"team": "North", "won_amount": 75.0}, {"team": "South", "won_amount": 25.0}]
    texts = svg_texts(chart("pie", WON, color=TEAM), answer((TEAM, WON), rows), LOOK)
    assert {"75%", "25%"} <= set(texts)


def test_labels_stand_beside_bars_and_leave_narrow_parts_alone() -> None:
    rows = [
        {"team": "North", "product": "GTX", "won_amount": 990_000.0},
        {"team": "North", "product": "MG", "won_amount": 10_000.0},
    ]
    asked = chart("stacked_bar", WON, columns=(TEAM,), color=PRODUCT, options=Options(labels=True))
    texts = svg_texts(asked, answer((TEAM, PRODUCT, WON), rows), LOOK)
    assert "$990K" in texts
    assert "$10K" not in texts


@pytest.mark.parametrize(
    ("asked", "columns", "sentence"),
    [
        (chart("kpi", WON), (WON,), "Unknown drawing 'kpi'"),
        (chart("bar", WON), (WON,), "Put a dimension on Columns or Rows."),
        (chart("bar", WON, columns=(TEAM,)), (WON,), "Unknown column of the answer 'team'"),
        (chart("bar", WON, RATE, CYCLE, columns=(TEAM,)), (TEAM, WON, RATE, CYCLE), "room for two units"),
        (chart("stacked_bar", WON, RATE, columns=(TEAM,)), (TEAM, WON, RATE), "need the same unit"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(asked: Chart, columns: tuple[Column, ...], sentence: str) -> None:
    with pytest.raises(MingjingError, match=sentence):
        draw(asked, columns, LOOK)


def test_the_shape_is_measured_in_cells_and_rounded_up() -> None:
    rows = answer((TEAM, WON), [{"team": "华北销售一部", "won_amount": float(n)} for n in range(1)]).rows
    assert measure(chart("bar", WON, columns=(TEAM,)), rows) == Shape(1, 12, 0, 0, 1)
    rows = answer((TEAM, WON), [{"team": f"team {n:02d}", "won_amount": float(n)} for n in range(33)]).rows
    assert measure(chart("bar", WON, columns=(TEAM,)), rows) == Shape(40, 7, 0, 0, 40)
