"""Bars and lines on two axes, and what stands out of a measure."""

import json
from typing import Any

import pytest

from dashboards.model import Chart, Options
from tests.charts.answers import COUNT, LOST, MONTH, RATE, TEAM, WON, WON_BASE, WON_CHANGE, answer, chart
from tests.charts.drawing import svg_marks, svg_texts
from widgets.charts.look import Look
from widgets.charts.marks import draw

LOOK = Look(currency="USD")
MONTHS = [
    {"date": f"2017-0{month}", "won_amount": amount, "lost_amount": 1e5, "win_rate": rate}
    for month, amount, rate in ((1, 1.0e6, 0.5), (2, 4.0e6, 0.25), (3, 1.0e6, 0.75))
]
MARKED = Options(marks=True)


def test_the_first_unit_stands_as_bars_and_the_second_as_a_line_on_its_own_axis() -> None:
    asked, result = chart("combo", WON, LOST, RATE, columns=(MONTH,)), answer((MONTH, WON, LOST, RATE), MONTHS)
    marks = svg_marks(asked, result, LOOK)
    assert (marks.count("bar"), marks.count("line mark")) == (6, 1)
    assert {"$4M", "80%", "Won amount", "Lost amount", "Win rate"} <= set(svg_texts(asked, result, LOOK))


def test_the_legend_is_read_out_with_the_names_that_it_shows() -> None:
    asked, columns = chart("combo", WON, LOST, RATE, columns=(MONTH,)), (MONTH, WON, LOST, RATE)
    assert '"description": "Won amount, Lost amount, Win rate"' in json.dumps(draw(asked, columns, LOOK))


def test_of_one_unit_the_first_metric_alone_stands_as_bars() -> None:
    asked, result = chart("combo", WON, LOST, columns=(MONTH,)), answer((MONTH, WON, LOST), MONTHS)
    marks = svg_marks(asked, result, LOOK)
    assert (marks.count("bar"), marks.count("line mark")) == (3, 1)


def test_a_compared_metric_has_its_change_as_the_line() -> None:
    rows = [
        {"date": "2017-01", "won_amount": 1e6, "won_amount__base": None, "won_amount__change": None},
        {"date": "2017-02", "won_amount": 2e6, "won_amount__base": 1e6, "won_amount__change": 1.0},
        {"date": "2017-03", "won_amount": 1e6, "won_amount__base": 2e6, "won_amount__change": -0.5},
    ]
    result = answer((MONTH, WON, WON_BASE, WON_CHANGE), rows)
    asked = chart("combo", WON, columns=(MONTH,), compare="previous")
    assert svg_marks(asked, result, LOOK).count("line mark") == 1
    assert {"100%", "-50%", "Won amount, change"} <= {text.replace("\u2212", "-") for text in svg_texts(asked, result)}
    assert svg_marks(asked, answer((MONTH, WON), MONTHS), LOOK).count("line mark") == 0


@pytest.mark.parametrize(
    "asked",
    [
        chart("bar", WON, columns=(MONTH,), options=MARKED),
        chart("line", WON, columns=(MONTH,), options=MARKED),
        chart("line", WON, RATE, columns=(MONTH,), options=MARKED),
        chart("combo", WON, RATE, columns=(MONTH,), options=MARKED),
    ],
    ids=lambda asked: f"{asked.kind}-{len(asked.shelves.values)}",
)
def test_the_highest_the_lowest_and_the_average_are_named(asked: Chart) -> None:
    texts = svg_texts(asked, answer((MONTH, WON, RATE), MONTHS), LOOK)
    told = {text for text in texts if text[0] in "▲▼A" and " " in text}
    assert sorted(told) == ["Average $2M", "▲ Highest $4M", "▼ Lowest $1M"]


def test_extremes_follow_lying_bars_and_level_rows_have_no_lowest() -> None:
    rows = [{"team": name, "open_opportunities": 7} for name in ("North", "South")]
    texts = svg_texts(chart("bar", COUNT, rows=(TEAM,), options=MARKED), answer((TEAM, COUNT), rows), LOOK)
    assert "▲ Highest 7" in texts
    assert not [text for text in texts if text.startswith("▼")]


def test_members_without_a_number_are_no_lowest() -> None:
    rows: list[dict[str, Any]] = [
        *MONTHS,
        {"date": "2017-04", "won_amount": None, "lost_amount": None, "win_rate": None},
    ]
    texts = svg_texts(chart("bar", WON, columns=(MONTH,), options=MARKED), answer((MONTH, WON), rows), LOOK)
    assert {"▼ Lowest $1M", "Average $2M"} <= set(texts)


def test_a_click_on_a_bar_picks_its_member() -> None:
    spec = draw(chart("combo", WON, RATE, columns=(MONTH,)), (MONTH, WON, RATE), LOOK)
    assert [param["select"]["fields"] for param in spec["params"] if param["name"] == "pick"] == [["date"]]
