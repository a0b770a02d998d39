"""Reference lines, trends, formats and colours by value say the right numbers."""

from typing import Any

import polars as pl
import pytest

from dashboards.model import Options
from dashboards.options import Annotation, FieldLook, Highlight, NumberFormat, ReferenceBand, ReferenceLine
from datasource.question import Op
from tests.charts.answers import MONTH, TEAM, WON, answer, chart
from tests.charts.drawing import svg_texts
from widgets.charts.highlight import meets, rule_of
from widgets.charts.look import Look
from widgets.charts.marks import draw
from widgets.charts.scales import in_panes, on_a_scale
from widgets.charts.theme import DARK, LIGHT, contrast, tinted

LOOK = Look(currency="USD")
TEAMS = [{"team": "North", "won_amount": 3e6}, {"team": "South", "won_amount": 1e6}]
MONTHS = [{"date": f"2017-{month:02d}", "won_amount": 1e6 + month * 2e5} for month in (1, 2, 3, 6)]


def test_lines_bands_and_notes_are_told_with_their_numbers() -> None:
    options = Options(
        lines=(ReferenceLine(of="average"), ReferenceLine(value=2.5e6, label="Goal")),
        bands=(ReferenceBand(low=5e5, label="fair"),),
        notes=(Annotation(at="South", text="Moved"),),
    )
    texts = svg_texts(chart("bar", WON, columns=(TEAM,), options=options), answer((TEAM, WON), TEAMS), LOOK)
    assert {"Average $2M", "Goal $2.5M", "fair", "Moved"} <= set(texts)


def test_the_trend_counts_missing_months_too() -> None:
    spec = draw(chart("line", WON, columns=(MONTH,), options=Options(trend=True)), (MONTH, WON), LOOK)
    trend = next(layer for layer in spec["layer"] if layer.get("name") == "trend")
    assert trend["transform"][0]["calculate"].endswith("* 12 + toNumber(slice(datum['date'], 5, 7)) : null")
    assert svg_texts(chart("line", WON, columns=(MONTH,), options=Options(trend=True)), answer((MONTH, WON), MONTHS))


def test_axes_and_labels_are_written_as_the_field_asks() -> None:
    look = FieldLook(field="won_amount", number=NumberFormat(style="full", decimals=0, suffix=" net"))
    asked = chart("bar", WON, columns=(TEAM,), options=Options(labels=True), looks=(look,))
    assert {"$3,000,000 net", "$0 net"} <= set(svg_texts(asked, answer((TEAM, WON), TEAMS), LOOK))


@pytest.mark.parametrize(("value", "color"), [(5.0, "good"), (1.0, "bad"), (None, None), (3.0, None)])
def test_the_first_rule_that_holds_gives_the_colour(value: float | None, color: str | None) -> None:
    rules = (
        Highlight(op=Op.GTE, value=5.0),
        Highlight(op=Op.LT, value=2.0, color="bad"),
        Highlight(op=Op.GT, value=4.0),
    )
    found = rule_of(FieldLook(field="won_amount", highlights=rules), value)
    assert (found and found.color) == color
    assert meets(Highlight(op=Op.BETWEEN, value=(3.0, 1.0)), 3.0)


@pytest.mark.parametrize("name", ["good", "warn", "bad", "#ffee00", "#000033"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_coloured_cell_can_be_read(name: str, dark: bool) -> None:
    paper, ink = tinted(Look(dark=dark), name)
    assert contrast(paper, ink) >= 4.5
    assert {LIGHT.paper, DARK.paper}.isdisjoint({paper})


def test_a_log_scale_is_refused_where_it_would_lose_marks() -> None:
    asked = chart("bar", WON, columns=(TEAM,), options=Options(log=True))
    assert on_a_scale(asked, pl.DataFrame(TEAMS)) == asked
    assert not on_a_scale(asked, pl.DataFrame([*TEAMS, {"team": "East", "won_amount": 0.0}])).options.log


def test_small_charts_are_twenty_four_at_most() -> None:
    plain = chart("bar", WON, columns=(TEAM,))
    facet: Any = plain.shelves.columns[0].model_copy(update={"field": "owner"})
    asked = plain.model_copy(update={"shelves": plain.shelves.model_copy(update={"facet": facet})})
    rows = pl.DataFrame([{"team": "North", "owner": f"{name}", "won_amount": 1.0} for name in range(30)])
    shown, left_out = in_panes(asked, rows)
    assert (shown["owner"].n_unique(), left_out) == (24, 6)
