"""Pareto, waterfall, treemap, donut and gauge: rows laid out for them, and what they say."""

from typing import Any

import polars as pl
import pytest

from dashboards.model import Chart, Options
from datasource.result import Column
from tests.charts.answers import LOST, PRODUCT, RATE, TEAM, WON, answer, chart
from tests.charts.drawing import svg_marks, svg_texts
from widgets.charts.look import Look
from widgets.charts.marks import draw
from widgets.charts.rows import CUMULATIVE, FROM, TO, TURN, drawn_rows
from widgets.charts.squares import squarified

LOOK = Look(currency="USD")
SHARES: list[dict[str, Any]] = [
    {"product": "MG", "won_amount": 2e6, "_others": False},
    {"product": "Others", "won_amount": 5e6, "_others": True},
    {"product": "GTX", "won_amount": 3e6, "_others": False},
    {"product": "None yet", "won_amount": None, "_others": False},
]
STEPS: list[dict[str, Any]] = [
    {"team": name, "won_amount": amount, "_is_total": is_total}
    for name, amount, is_total in (
        ("Before", 5e6, True),
        ("Won", 2e6, False),
        ("Lost", -3e6, False),
        ("Now", 4e6, True),
    )
]
PARETO, WATERFALL = chart("pareto", WON, columns=(PRODUCT,)), chart("waterfall", WON, columns=(TEAM,))


def test_a_pareto_goes_from_most_to_least_with_others_last() -> None:
    rows = drawn_rows(PARETO, pl.DataFrame(SHARES))
    assert rows["product"].to_list() == ["GTX", "MG", "None yet", "Others"]
    assert rows[CUMULATIVE].to_list() == [0.3, 0.5, 0.5, 1.0]  # 3, 3 + 2, + 0, + 5 of 10 million
    assert "_others" not in rows.columns


def test_a_pareto_of_nothing_has_no_share() -> None:
    rows = drawn_rows(PARETO, pl.DataFrame([{"product": "MG", "won_amount": 0.0}]))
    assert rows[CUMULATIVE].to_list() == [None]


def test_a_pareto_draws_bars_and_the_share_up_to_one_hundred_percent() -> None:
    result = answer((PRODUCT, WON), SHARES)
    assert svg_marks(PARETO, result, LOOK).count("bar") == 3
    texts = svg_texts(PARETO, result, LOOK)
    assert {"100%", "Cumulative share", "$5M"} <= set(texts)
    assert texts.index("GTX") < texts.index("MG") < texts.index("Others")


def test_a_waterfall_floats_from_level_to_level() -> None:
    rows = drawn_rows(WATERFALL, pl.DataFrame(STEPS))
    assert rows.select(FROM, TO, TURN).rows() == [
        (0.0, 5e6, "total"),
        (5e6, 7e6, "up"),
        (7e6, 4e6, "down"),
        (0.0, 4e6, "total"),
    ]


def test_a_waterfall_without_totals_sums_its_steps_up() -> None:
    rows = drawn_rows(WATERFALL, pl.DataFrame(STEPS).drop("_is_total"))
    assert rows.select("team", FROM, TO).rows()[-1] == ("Total", 0.0, 8e6)  # 5 + 2 - 3 + 4 million
    assert rows.height == 5


def test_a_waterfall_writes_signs_and_keeps_the_order_of_its_steps() -> None:
    texts = [text.replace("\u2212", "-") for text in svg_texts(WATERFALL, answer((TEAM, WON), STEPS), LOOK)]
    assert {"$5M", "+$2M", "-$3M", "$4M", "Increase", "Decrease"} <= set(texts)
    places = [texts.index(name) for name in ("Before", "Won", "Lost", "Now")]
    assert places == sorted(places)


def test_rectangles_fill_the_box_in_proportion() -> None:
    sizes = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0]
    boxes = squarified(sizes, (0.0, 0.0, 6.0, 4.0))
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in boxes]
    assert areas == pytest.approx(sizes)  # the example of the paper: 24 on 6 by 4
    assert boxes[0] == pytest.approx((0.0, 0.0, 3.0, 2.0))
    assert max(right for _left, _top, right, _bottom in boxes) == pytest.approx(6.0)


def test_no_sizes_make_no_rectangles() -> None:
    assert squarified([], (0.0, 0.0, 1.0, 1.0)) == []


def test_a_treemap_leaves_out_what_has_no_area_and_names_the_rest() -> None:
    asked, result = chart("treemap", WON, color=PRODUCT), answer((PRODUCT, WON), SHARES)
    texts = svg_texts(asked, result, LOOK)
    assert "Others $5M 50%" in texts
    assert "None yet" not in " ".join(texts)
    assert drawn_rows(asked, result.rows).height == 3


def test_parts_of_a_treemap_lie_within_their_parent() -> None:
    rows = pl.DataFrame([{**row, "team": team} for row, team in zip(SHARES, "ABAB", strict=True)])
    laid = drawn_rows(chart("treemap", WON, columns=(PRODUCT,), color=TEAM), rows)
    sides = laid.group_by("team").agg(pl.col("_left").min(), pl.col("_right").max()).sort("team")
    left, right = (pytest.approx(0.0), pytest.approx(0.9)), (pytest.approx(0.9), pytest.approx(1.8))
    assert sides.rows() == [("A", *right), ("B", *left)]  # 2 + 3 and 5 million: halves, the largest member first


def test_a_donut_has_shares_and_the_total_in_the_middle() -> None:
    asked, result = chart("donut", WON, color=PRODUCT), answer((PRODUCT, WON), SHARES)
    assert {"50%", "30%", "20%", "$10M", "Total"} <= set(svg_texts(asked, result, LOOK))


@pytest.mark.parametrize(
    ("columns", "row", "told"),
    [
        ((WON, LOST), {"won_amount": 8.2e6, "lost_amount": 1e7}, {"82%", "$8.2M of $10M", "100%"}),
        ((WON, LOST), {"won_amount": 4e7, "lost_amount": 1e7}, {"400%", "$40M of $10M"}),
        ((WON, LOST), {"won_amount": 8.2e6, "lost_amount": None}, {"—", "$8.2M, no target"}),
        ((WON, LOST), {"won_amount": 8.2e6, "lost_amount": 0.0}, {"—", "$8.2M, no target"}),
        ((RATE,), {"win_rate": 0.455}, {"45.5%", "Win rate"}),
    ],
)
def test_a_gauge_says_how_far_and_of_what(
    columns: tuple[Column, ...], row: dict[str, float | None], told: set[str]
) -> None:
    assert told <= set(svg_texts(chart("gauge", *columns), answer(columns, [row]), LOOK))


@pytest.mark.parametrize(
    ("asked", "columns", "fields"),
    [
        (PARETO, (PRODUCT, WON), ["product"]),
        (WATERFALL, (TEAM, WON), ["team"]),
        (chart("treemap", WON, columns=(PRODUCT,), color=TEAM), (TEAM, PRODUCT, WON), ["product", "team"]),
        (chart("donut", WON, color=PRODUCT), (PRODUCT, WON), ["product"]),
        (chart("gauge", WON, LOST), (WON, LOST), None),
    ],
)
def test_a_click_picks_what_was_clicked(asked: Chart, columns: tuple[Column, ...], fields: list[str] | None) -> None:
    params = draw(asked, columns, LOOK)["params"]
    assert [param["select"].get("fields") for param in params if param["name"] == "pick"] == [fields]
    assert [len(param["views"]) for param in params] == [1]


def test_a_gauge_measures_against_the_target_of_its_options() -> None:
    asked = chart("gauge", WON, options=Options(target=1e7))
    assert {"82%", "$8.2M of $10M"} <= set(svg_texts(asked, answer((WON,), [{"won_amount": 8.2e6}]), LOOK))
