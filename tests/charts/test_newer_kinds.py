"""Grouped to world map: rows laid out for the newer kinds, and what their drawings say."""

import json
from itertools import combinations
from math import hypot, pi
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboards.model import Chart, Options, Shelves
from datasource.engines.keys import bin_labels
from datasource.errors import MingjingError
from datasource.question import Dimension, Grain
from datasource.result import Column, Kind, Unit
from tests.charts.answers import COUNT, CYCLE, LOST, MONTH, PRODUCT, RATE, TEAM, WON, answer, chart
from tests.charts.drawing import svg_marks, svg_texts
from widgets.charts.bins import BIN, END, START, all_bins, bin_width, member_bins
from widgets.charts.circles import packed_circles
from widgets.charts.countries import code_of
from widgets.charts.days import BLOCK, calendar_rows
from widgets.charts.ends import SIDE, slope_rows
from widgets.charts.look import Look
from widgets.charts.map import FOLDER
from widgets.charts.marks import draw
from widgets.charts.quartiles import HIGH, LOW, LOWER, MEDIAN, UPPER, box_rows
from widgets.charts.rows import drawn_rows
from widgets.charts.spokes import REACH, SPOKE, radar_rows
from widgets.charts.theme import BLACK, LIGHT, WHITE, category_range

LOOK = Look(currency="USD")
DAY = Column("date", "Date", Kind.DATE, grain=Grain.DAY)
CUSTOMER, REGION = Column("customer", "Customer", Kind.TEXT), Column("region", "Region", Kind.TEXT)
PARTS: list[dict[str, Any]] = [
    {"team": team, "product": name, "won_amount": amount}
    for team, name, amount in (("North", "GTX", 3e6), ("North", "MG", 1e6), ("South", "GTX", 2e6), ("South", "MG", 2e6))
]
MONTHS = [{"date": f"2017-0{at}", "won_amount": at * 1e6, "lost_amount": 1e6, "win_rate": at / 4} for at in (1, 2, 3)]


def with_shelves(asked: Chart, **shelves: Any) -> Chart:
    return asked.model_copy(update={"shelves": asked.shelves.model_copy(update=shelves)})


def detailed(kind: str, **shelves: Any) -> Chart:
    return with_shelves(chart(kind, WON, **shelves), detail=(Dimension(field="customer"),))


def test_parts_of_full_bars_are_told_as_shares() -> None:
    asked = chart("full_bar", WON, columns=(TEAM,), color=PRODUCT, options=Options(labels=True))
    assert {"75%", "25%", "50%", "100%"} <= set(svg_texts(asked, answer((TEAM, PRODUCT, WON), PARTS), LOOK))


def test_horizontal_bars_lie_though_few() -> None:
    spec = draw(chart("horizontal_bar", WON, columns=(TEAM,)), (TEAM, WON), LOOK)
    assert (spec["encoding"]["y"]["field"], spec["encoding"]["x"]["field"]) == ("team", "won_amount")


def test_metrics_of_horizontal_bars_share_their_axis() -> None:
    with pytest.raises(MingjingError, match="need the same unit"):
        draw(chart("horizontal_bar", WON, RATE, columns=(TEAM,)), (TEAM, WON, RATE), LOOK)


def test_the_second_axis_has_its_own_scale_and_both_are_titled() -> None:
    asked = with_shelves(chart("combo", WON, LOST, columns=(MONTH,)), second=("win_rate",))
    result = answer((MONTH, WON, LOST, RATE), MONTHS)
    assert svg_marks(asked, result, LOOK).count("bar") == 6
    assert svg_marks(asked, result, LOOK).count("line mark") == 1
    assert {"Won amount · Lost amount", "Win rate", "80%", "$3M"} <= set(svg_texts(asked, result, LOOK))


def test_metrics_of_one_unit_may_stand_on_both_axes() -> None:
    asked = with_shelves(chart("combo", WON, columns=(MONTH,)), second=("lost_amount",))
    spec = draw(asked, (MONTH, WON, LOST), LOOK)
    assert spec["resolve"] == {"scale": {"y": "independent"}}


def test_each_axis_of_a_combo_has_one_unit() -> None:
    asked = with_shelves(chart("combo", WON, RATE, columns=(MONTH,)), second=("cycle_days",))
    with pytest.raises(MingjingError, match="share the left axis"):
        draw(asked, (MONTH, WON, RATE, CYCLE), LOOK)


def test_hints_are_in_the_tooltip_alone() -> None:
    asked = with_shelves(chart("bar", WON, columns=(TEAM,)), hints=("win_rate",))
    tips = [tip["field"] for tip in draw(asked, (TEAM, WON, RATE), LOOK)["encoding"]["tooltip"]]
    assert tips == ["team", "won_amount", "win_rate"]


def test_a_calendar_has_every_day_in_its_week_and_a_block_a_year() -> None:
    rows = pl.DataFrame([{"date": "2015-12-31", "n": 1.0}, {"date": "2017-07-03", "n": 2.0}])
    laid = calendar_rows("date", rows).filter(pl.col("_role") == "day")
    assert laid.height == 551  # 1 day, the leap year 2016, 184 days to 3 July
    last = laid.filter(pl.col("date") == "2017-07-03").row(0, named=True)
    assert (int(last["_left"]), int(last["_top"])) == (
        27,
        2 * BLOCK + 1,
    )  # Monday of the year's 28th week
    assert last["n"] == 2.0
    assert laid["n"].null_count() == 549


def test_few_weeks_over_new_year_stand_in_one_block() -> None:
    rows = pl.DataFrame([{"date": "2016-12-31", "n": 1.0}, {"date": "2017-01-02", "n": 2.0}])
    laid = calendar_rows("date", rows)
    assert laid.filter(pl.col("_role") == "year").is_empty()
    days = laid.filter(pl.col("_role") == "day")
    assert [(int(left), int(top)) for left, top in days.select("_left", "_top").rows()] == [(0, 6), (0, 7), (1, 1)]


def test_a_calendar_without_dated_rows_is_empty() -> None:
    undated = pl.DataFrame({"date": [None], "n": [1.0]}, schema={"date": pl.String, "n": pl.Float64})
    assert calendar_rows("date", undated).is_empty()


def test_a_calendar_names_months_and_weekdays_in_the_readers_language() -> None:
    rows = [{"date": f"2017-0{month}-15", "won_amount": 1e6} for month in range(1, 7)]
    asked = chart("calendar", WON, columns=(DAY,))
    texts = svg_texts(asked, answer((DAY, WON), rows), Look(language="zh_CN"))
    assert {"周一", "2月", "5月"} <= set(texts)


def test_bins_without_rows_leave_a_gap() -> None:
    rows = pl.DataFrame([{"amount": "[0, 10)", "n": 1}, {"amount": "[20, ∞)", "n": 2}, {"amount": "Unknown", "n": 3}])
    filled = all_bins(Dimension(field="amount", bins=(0, 10, 20)), rows)
    assert filled.rows() == [("[0, 10)", 1), ("[10, 20)", None), ("[20, ∞)", 2), ("Unknown", 3)]


def test_members_fall_into_round_bins_closed_on_the_left() -> None:
    rows = pl.DataFrame({"customer": list("abcdefg"), "n": [0.0, 1.0, 2.0, 19.9, 20.0, 100.0, None]})
    laid = member_bins("n", rows)
    assert bin_width(0.0, 100.0, 6) == 20.0
    assert laid.select("customer", BIN, START, END).rows() == [
        ("a", 0, 0.0, 20.0), ("b", 0, 0.0, 20.0), ("c", 0, 0.0, 20.0), ("d", 0, 0.0, 20.0),
        ("e", 1, 20.0, 40.0), ("f", 5, 100.0, 120.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (7.0, 7.0), (-3.0, -3.0), (0.0, 1e-9), (-1e12, 1e12)])
def test_a_bin_has_a_width_whatever_the_numbers(low: float, high: float) -> None:
    assert bin_width(low, high, 10) > 0


def test_a_histogram_counts_members() -> None:
    rows = [{"customer": name, "won_amount": amount} for name, amount in (("a", 1e6), ("b", 1.5e6), ("c", 9e6))]
    asked = with_shelves(detailed("histogram"), hints=())
    asked = asked.model_copy(update={"options": Options(labels=True)})
    texts = svg_texts(asked, answer((CUSTOMER, WON), rows), LOOK)
    assert {"Members", "Won amount", "2", "1"} <= set(texts)


def test_a_box_has_linear_quartiles_and_whiskers_within_one_and_a_half_boxes() -> None:
    rows = pl.DataFrame({"customer": list("abcdef"), "n": [1.0, 2.0, 3.0, 4.0, 5.0, 100.0]})
    (box,) = box_rows(None, "n", rows).select(LOW, LOWER, MEDIAN, UPPER, HIGH).unique().rows()
    assert box == (1.0, 2.25, 3.5, 4.75, 5.0)  # numpy.percentile: 25 % 2.25, 50 % 3.5, 75 % 4.75; 100 lies outside


def test_each_category_has_one_box_and_every_member_a_dot() -> None:
    rows = [{"team": team, "customer": f"{team}{at}", "won_amount": at * 1e6} for team in "AB" for at in range(5)]
    asked = detailed("box", columns=(TEAM,))
    marks = svg_marks(asked, answer((TEAM, CUSTOMER, WON), rows), LOOK)
    assert (marks.count("bar"), marks.count("point")) == (2, 10)


@pytest.mark.parametrize(
    ("values", "options", "row", "told"),
    [
        ((WON, LOST), Options(), {"won_amount": 8e6, "lost_amount": 1e7}, "80%"),
        ((WON,), Options(target=4e6), {"won_amount": 8e6}, "200%"),
        ((WON,), Options(target="lost_amount"), {"won_amount": 8e6, "lost_amount": 1e7}, "80%"),
        ((WON,), Options(), {"won_amount": 8e6}, "no target"),
        ((WON, LOST), Options(), {"won_amount": 8e6, "lost_amount": None}, "no target"),
    ],
)
def test_a_bullet_says_how_much_of_its_target_is_reached(
    values: tuple[Column, ...], options: Options, row: dict[str, Any], told: str
) -> None:
    columns = tuple(column for column in (WON, LOST) if column.name in row)
    assert told in svg_texts(chart("bullet", *values, options=options), answer(columns, [row]), LOOK)


def test_what_a_drawing_is_sent_holds_no_lists() -> None:
    rows = pl.DataFrame([{"date": f"2017-0{at}", "n": float(at)} for at in (1, 2)])
    assert pl.List not in slope_rows(Dimension(field="date", grain=Grain.MONTH), ("n",), rows).schema.values()


def test_a_slope_keeps_the_first_and_the_last_bucket() -> None:
    rows = pl.DataFrame([{"date": f"2017-0{at}", "n": float(at)} for at in (3, 1, 2)])
    kept = slope_rows(Dimension(field="date", grain=Grain.MONTH), ("n",), rows)
    assert kept.select("date", SIDE).rows() == [("2017-01", "first"), ("2017-03", "last")]


def test_a_slope_names_its_lines_and_both_numbers() -> None:
    amounts = (("2017-01", 1e6), ("2017-02", 5e6), ("2017-03", 3e6))
    rows = [{"date": month, "team": "North", "won_amount": amount} for month, amount in amounts]
    texts = svg_texts(chart("slope", WON, columns=(MONTH,), color=TEAM), answer((MONTH, TEAM, WON), rows), LOOK)
    assert {"$1M", "North $3M"} <= set(texts)
    assert "North $5M" not in texts


def test_a_radar_of_members_shares_one_scale_from_zero() -> None:
    laid = radar_rows("team", ["n"], pl.DataFrame({"team": ["A", "B", "C"], "n": [4.0, 2.0, -1.0]}))
    assert laid.select(SPOKE, REACH).rows() == [("A", 1.0), ("B", 0.5), ("C", 0.0)]


def test_a_radar_of_metrics_has_a_scale_each_and_says_so() -> None:
    columns = (PRODUCT, WON, RATE, COUNT)
    rows = [
        {"product": "GTX", "won_amount": 4e6, "win_rate": 0.2, "open_opportunities": 10},
        {"product": "MG", "won_amount": 1e6, "win_rate": 0.4, "open_opportunities": 5},
    ]
    laid = radar_rows(None, ["won_amount", "win_rate"], pl.DataFrame(rows))
    assert sorted(laid.select("product", SPOKE, REACH).rows()) == [
        ("GTX", "win_rate", 0.5), ("GTX", "won_amount", 1.0), ("MG", "win_rate", 1.0), ("MG", "won_amount", 0.25),
    ]  # fmt: skip
    asked = chart("radar", WON, RATE, COUNT, color=PRODUCT)
    assert "Each metric from 0 to its largest number" in svg_texts(asked, answer(columns, rows), LOOK)


def test_polygons_of_a_radar_need_one_unit() -> None:
    with pytest.raises(MingjingError, match="same unit"):
        draw(chart("radar", WON, RATE, columns=(TEAM,)), (TEAM, WON, RATE), LOOK)


def test_packed_circles_have_areas_in_proportion_and_do_not_overlap() -> None:
    sizes = [float(60 - at) ** 2 for at in range(60)]
    circles = packed_circles(sizes)
    assert [pi * radius**2 / pi for _x, _y, radius in circles] == pytest.approx([size / sizes[0] for size in sizes])
    for (x0, y0, r0), (x1, y1, r1) in combinations(circles, 2):
        assert hypot(x1 - x0, y1 - y0) >= r0 + r1 - 1e-6


def test_packed_bubbles_leave_out_what_has_no_area() -> None:
    rows = pl.DataFrame({"team": ["A", "B", "C"], "won_amount": [2.0, -1.0, None]})
    assert drawn_rows(chart("packed", WON, columns=(TEAM,)), rows)["team"].to_list() == ["A"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China", "CN"), ("中国", "CN"), ("Trung Quốc", "CN"), ("cn", "CN"), ("CHN", "CN"), ("156", "CN"),
        ("United States", "US"), (" usa ", "US"), ("Kenya", "KE"), ("新加坡", "SG"), ("Viet Nam", "VN"),
        ("Guangdong", None), ("Unknown", None), ("", None), ("Europe", None), ("150", None),
    ],
)  # fmt: skip
def test_countries_are_known_by_code_and_by_name(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_the_world_map_places_countries_and_tells_the_rest() -> None:
    rows = [{"region": name, "won_amount": 1e6} for name in ("China", "SGP", "德国", "Guangdong")]
    asked, result = chart("world_map", WON, columns=(REGION,)), answer((REGION, WON), rows)
    assert "Not on the map: Guangdong $1M" in svg_texts(asked, result, LOOK)
    assert svg_marks(asked, result, LOOK).count("geoshape") == 3


def test_the_world_is_small_and_each_country_stands_once() -> None:
    file: Path = FOLDER / "world.json"
    codes = [one["properties"]["country"] for one in json.loads(file.read_text("utf-8"))["features"]]
    named = [code for code in codes if code]
    assert file.stat().st_size <= 200_000
    assert len(named) == len(set(named)) == 235
    assert all(code_of(code) == code for code in named)


@pytest.mark.parametrize(("better", "colour"), [(True, "#17705f"), (False, "#b03a2e"), (None, LIGHT.series[0])])
def test_a_rise_has_the_colour_that_the_metric_gives_it(better: bool | None, colour: str) -> None:
    column = Column("n", "N", Kind.NUMBER, Unit.COUNT, metric="n", higher_is_better=better)
    spec = json.dumps(draw(chart("waterfall", column, columns=(TEAM,)), (TEAM, column), LOOK))
    assert f'"domain": ["up", "down", "total"], "range": ["{colour}"' in spec


def contrast(one: str, other: str) -> float:
    bright = sorted(luminance(colour) for colour in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_one_of_the_two_inks_reads_on_every_colour_of_the_palette(dark: bool) -> None:
    for colour in category_range(Look(dark=dark)):
        assert max(contrast(colour, BLACK), contrast(colour, WHITE)) >= 4.5, colour


def test_names_in_a_treemap_are_in_the_ink_that_reads() -> None:
    spec = json.dumps(draw(chart("treemap", WON, color=PRODUCT), (PRODUCT, WON), LOOK))
    assert "contrast(scale('color', datum['product'])" in spec


def test_bins_are_written_in_short_below_the_bars() -> None:
    shelves = Shelves(columns=(Dimension(field="amount", bins=(50_000.0, 1_000_000.0)),), values=("won_amount",))
    amount = Column("amount", "Amount", Kind.NUMBER, Unit.MONEY)
    rows = [{"amount": name, "won_amount": 5.0} for name in bin_labels((50_000.0, 1_000_000.0))]
    texts = svg_texts(Chart(kind="histogram", shelves=shelves), answer((amount, WON), rows))
    assert [text for text in texts if "1M" in text or "50K" in text] == ["< ¥50K", "¥50K – ¥1M", "≥ ¥1M"]
