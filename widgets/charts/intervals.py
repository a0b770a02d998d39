"""Bars with the interval that chance leaves them, and what others say of the same as marks beside."""

from functools import lru_cache
from typing import Any

import altair as alt

from datasource.result import Column
from widgets.charts import words
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import category_range, colours

NAME, VALUE, LOW, HIGH, OF = "name", "value", "low", "high", "of"
"""Columns of the rows: what a bar is of, its number with both bounds, and who says so."""
_ROOM = 170  # pixels of the longest name


@lru_cache(maxsize=64)
def intervals(label: str, measure: Column, others: tuple[str, ...], look: Look, *, clicks: bool) -> dict[str, Any]:
    """The drawing of rows with the columns above; `others` says which `of` are marks. Do not change it.

    Rows with bounds are bars with whiskers; the marks of the others have none. With `clicks`, a click on a bar is
    `pick` with its name.
    """
    shades = colours(look)
    base = alt.Chart(alt.NamedData(name="rows"))
    form = words.full_format(measure, look)
    y = alt.Y(
        field=NAME,
        type="nominal",
        title=None,
        sort=alt.EncodingSortField(field="order", op="min", order="ascending"),
        axis=alt.Axis(labelLimit=_ROOM),
    )
    axis = alt.Axis(labelExpr=words.short("datum.value", measure.unit, look), tickCount=5)
    x = alt.X(field=VALUE, type="quantitative", title=measure.label, axis=axis)
    tips = [
        alt.Tooltip(field=NAME, type="nominal", title=label),
        alt.Tooltip(field=OF, type="nominal", title=" "),
        alt.Tooltip(field=VALUE, type="quantitative", title=measure.label, format=form),
    ]
    ends = [alt.Tooltip(field=name, type="quantitative", title=f"95 % {sign}", format=form) for name, sign in _ENDS]
    click = alt.selection_point(name="pick", fields=[NAME])
    told = base.transform_filter(f"isValid(datum['{LOW}'])")
    bars = told.properties(name="bars").mark_bar(
        cursor="pointer" if clicks else "default", color=shades.series[0], opacity=0.45, cornerRadius=2
    )
    bars = bars.encode(x=x, y=y, tooltip=[*tips, *ends])
    bars = bars.add_params(click) if clicks else bars
    whiskers = told.properties(name="whiskers").mark_rule(color=shades.ink, strokeWidth=1.5)
    whiskers = whiskers.encode(x=alt.X(field=LOW, type="quantitative", title=measure.label), x2=HIGH, y=y)
    caps = [
        told.properties(name=f"cap_{name}")
        .mark_tick(color=shades.ink, thickness=1.5, size=9)
        .encode(x=alt.X(field=name, type="quantitative", title=measure.label), y=y)
        for name, _sign in _ENDS
    ]
    marks: tuple[alt.Chart, ...] = ()
    if others:
        palette = category_range(look)
        scale = alt.Scale(domain=list(others), range=[palette[(i + 1) % len(palette)] for i in range(len(others))])
        legend = alt.Legend(orient="top", title=None, columns=3, symbolType="diamond")
        colour = alt.Color(field=OF, type="nominal", scale=scale, legend=legend)
        dots = base.transform_filter(f"!isValid(datum['{LOW}'])").properties(name="others")
        dots = dots.mark_point(shape="diamond", filled=True, size=42, opacity=0.9, stroke=shades.paper, strokeWidth=0.6)
        marks = (dots.encode(x=x, y=y, color=colour, tooltip=tips),)
    return bare(layered(bars, whiskers, *caps, *marks))


_ENDS = ((LOW, "−"), (HIGH, "+"))
