"""Zeros are drawn at the bottom, not at half the height; other numbers as they were."""

import re
from typing import Any

import polars as pl
import pytest
import vl_convert

from widgets.charts.encode import AMOUNT
from widgets.charts.scales import with_zeros_below

HEIGHT = 100


def drawing(field: str, lying: bool = False) -> dict[str, Any]:
    number = {"field": field, "type": "quantitative", "axis": {"grid": True}, "scale": {"nice": 4, "zero": False}}
    member = {"field": "month", "type": "ordinal"}
    return {"mark": "line", "encoding": {"x": number, "y": member} if lying else {"x": member, "y": number}}


def rows(**numbers: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame({"month": ["May", "June"], **numbers})


def heights(spec: dict[str, Any], data: pl.DataFrame) -> list[str]:
    """How far down the line of `spec` stands at each of its points."""
    whole = {**spec, "data": {"values": data.to_dicts()}, "width": 50, "height": HEIGHT}
    svg = vl_convert.vegalite_to_svg(whole)
    lines = re.findall(r'd="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"[^>]*stroke-width="2"', svg)
    return [lines[0][1], lines[0][3]]


def test_zeros_stand_at_the_bottom_and_were_drawn_at_half_the_height() -> None:
    zeros, spec = rows(won=[0, 0]), drawing("won")
    assert heights(spec, zeros) == ["50", "50"]
    assert heights(with_zeros_below(spec, zeros), zeros) == ["100", "100"]
    assert spec == drawing("won"), "the kept drawing is left as it is"


def test_the_axis_of_zeros_names_0_alone() -> None:
    made = with_zeros_below({"layer": [drawing("won"), drawing("won")]}, rows(won=[0, None], lost=[3, 4]))
    assert [part["encoding"]["y"]["axis"] for part in made["layer"]] == [{"grid": True, "values": [0]}] * 2


@pytest.mark.parametrize("other", [drawing("lost"), {"mark": "rule", "encoding": {"y": {"datum": 5}}}])
def test_what_stands_on_the_same_scale_is_not_cut_off(other: dict[str, Any]) -> None:
    spec = {"layer": [drawing("won"), other]}
    assert with_zeros_below(spec, rows(won=[0, None], lost=[3, 4])) == spec


def folding(*measures: str, lying: bool = False) -> dict[str, Any]:
    return {**drawing(AMOUNT, lying), "transform": [{"fold": list(measures), "as": ["_measure", AMOUNT]}]}


def test_folded_measures_are_zero_when_all_of_them_are() -> None:
    data = rows(won=[0, 0], lost=[0, 1], rate=[0.0, None])
    assert with_zeros_below(folding("won", "lost"), data) == folding("won", "lost")
    lying = with_zeros_below(folding("won", "rate", lying=True), data)
    assert lying["encoding"]["x"]["scale"] == {"nice": 4, "zero": False, "domainMax": 1}


def test_each_side_of_a_combination_is_judged_by_its_own_measures() -> None:
    data = rows(won=[0, 0], lost=[0, 1], rate=[0.0, None])
    sides = {"layer": [folding("won", "lost"), folding("rate")], "resolve": {"scale": {"y": "independent"}}}
    made = with_zeros_below(sides, data)
    assert made["layer"][0] == folding("won", "lost")
    assert made["layer"][1]["encoding"]["y"]["axis"]["values"] == [0]


@pytest.mark.parametrize("won", [[0.0, 2.0], [None, None], [-1.0, 0.0]])
def test_other_numbers_keep_their_axis(won: list[float | None]) -> None:
    assert with_zeros_below(drawing("won"), rows(won=won)) == drawing("won")
