"""Rates with what chance leaves them: limits around the mean of all, and the groups outside marked."""

from functools import lru_cache
from typing import Any

import altair as alt

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.result import Column, Kind
from datasource.texts import _
from widgets.charts import encode
from widgets.charts.look import Look
from widgets.charts.scene import Scene, scene
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

BAR, SPACE = 24, 64
"""Pixels of a group that lies, and of the axis."""
NARROW, LONG, SHORT = 520, 220, 110
"""Pixels of width below which names are short, and how long they are."""


def height(groups: int) -> int:
    """Pixels for so many groups that lie."""
    return BAR * groups + SPACE


@lru_cache(maxsize=64)
def control(group: Column, measure: Column, look: Look) -> dict[str, Any]:
    """The drawing of rows of `group`, `measure`, `low`, `high`, `lower`, `upper`, `centre`, `signal` and the texts
    `_rate`, `_range`, `_limits`, `_counts`: months stand, other groups lie. A click picks a group. Do not change it.
    """
    lying = group.kind is not Kind.DATE
    chart = Chart(
        kind="horizontal_bar" if lying else "bar",
        shelves=Shelves(columns=(Dimension(field=group.name, grain=group.grain),), values=(measure.name,)),
        options=Options(legend=False),
    )
    asked = scene(chart, (group, measure), look)
    place = encode.category(group, asked, lying=lying)
    if lying:
        place["y"]["axis"].labelLimit = alt.ExprRef(
            expr=f"(containerSize()[0] || {NARROW}) < {NARROW} ? {SHORT} : {LONG}"
        )
        place["y"].title = None
    return bare(layered(*_grounds(asked, place, lying=lying), *_rates(asked, place, lying=lying)))


def _along(field: str, asked: Scene, *, lying: bool) -> dict[str, Any]:
    measure = asked.measures[0]
    return encode.value(field, measure.label, measure.unit, asked, lying=lying)


def _until(field: str, *, lying: bool) -> dict[str, Any]:
    return {"x2": alt.X2(field)} if lying else {"y2": alt.Y2(field)}


def _grounds(asked: Scene, place: dict[str, Any], *, lying: bool) -> list[alt.Chart]:
    """The band between the limits, and the mean of all."""
    shades = colours(asked.look)
    known = encode.canvas(asked, "limits").transform_filter("isValid(datum['upper'])")
    thick: dict[str, Any] = {"height" if lying else "width": alt.RelativeBandSize(band=1.12)}
    band = known.mark_bar(color=shades.quiet, opacity=0.16, cornerRadius=0, **thick)
    centre = encode.canvas(asked, "centre").mark_rule(color=shades.quiet, strokeDash=[5, 4])
    mean = _along("centre", asked, lying=lying)
    next(iter(mean.values())).aggregate = "min"
    return [
        band.encode(**place, **_along("lower", asked, lying=lying), **_until("upper", lying=lying)),
        centre.encode(**mean),
    ]


def _rates(asked: Scene, place: dict[str, Any], *, lying: bool) -> list[alt.Chart]:
    """Each group's interval and rate; months are joined by a line."""
    shades, rate = colours(asked.look), asked.measures[0].name
    click = encode.pick(asked)
    ranges = encode.canvas(asked, "ranges").transform_filter(f"isValid(datum['{rate}'])")
    whisker = ranges.mark_rule(color=shades.series[0], opacity=0.55, strokeWidth=1.4)
    drawn = [whisker.encode(**place, **_along("low", asked, lying=lying), **_until("high", lying=lying))]
    if not lying:
        line = encode.canvas(asked, "line").mark_line(color=shades.series[0], strokeWidth=1.8)
        drawn.append(line.encode(**place, **_along(rate, asked, lying=lying)))
    dots = encode.canvas(asked).transform_filter(f"isValid(datum['{rate}'])")
    points = dots.mark_point(filled=True, size=90, opacity=1, cursor="pointer")
    above, below = "datum['signal'] === 'above'", "datum['signal'] === 'below'"
    bad, good = (shades.bad, shades.good) if asked.measures[0].higher_is_better is False else (shades.good, shades.bad)
    colour = (
        alt.when(above).then(alt.value(bad)).when(below).then(alt.value(good)).otherwise(alt.value(shades.series[0]))
    )
    shape = (
        alt.when(above).then(alt.value("triangle-up")).when(below).then(alt.value("triangle-down"))
        .otherwise(alt.value("circle"))
    )  # fmt: skip
    marks = points.encode(
        **place, **_along(rate, asked, lying=lying), color=colour, shape=shape, tooltip=_tips(asked),
        opacity=encode.picked_opacity(click),
    )  # fmt: skip
    return [*drawn, marks.add_params(click)]


def _tips(asked: Scene) -> list[alt.Tooltip]:
    group, measure = asked.member, asked.measures[0]
    name = group.name + encode.LABEL if group.kind is Kind.DATE else group.name
    told = (
        (name, group.label),
        ("_rate", measure.label),
        ("_range", _("95 % range")),
        ("_limits", _("Limits of chance")),
        ("_counts", _("Counted")),
    )
    return [alt.Tooltip(field=field, type="nominal", title=title) for field, title in told]
