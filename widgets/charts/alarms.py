"""A number over time with its alarms: what was expected, the limit, where it fired and where it was calm again."""

from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.look import Look
from widgets.charts.scene import Scene, scene
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

ACTUAL, EXPECTED, LIMIT, STATE = "actual", "expected", "limit", "state"
FIRED, CALM = "fired", "calm"
SCHEMA = {"date": pl.String, ACTUAL: pl.Float64, EXPECTED: pl.Float64, LIMIT: pl.Float64, STATE: pl.String}
"""The rows of such a drawing, one a bucket: `state` is `fired`, `calm` or empty; what is not known is null."""


@lru_cache(maxsize=256)
def alarms(bucket: Column, measure: Column, look: Look) -> dict[str, Any]:
    """The drawing of rows of `SCHEMA`; a click picks a bucket. Do not change it.

    `measure` is the column `actual` under the metric's label and unit.
    """
    shelves = Shelves(columns=(Dimension(field=bucket.name, grain=bucket.grain),), values=(ACTUAL,))
    asked = scene(Chart(kind="line", shelves=shelves, options=Options(legend=False)), (bucket, measure), look)
    across = encode.category(bucket, asked)
    shades = colours(look)
    lines = [
        _line(ACTUAL, across, asked, color=shades.series[0], strokeWidth=2),
        _line(EXPECTED, across, asked, color=shades.quiet, strokeWidth=1.4, strokeDash=[5, 4]),
        _line(LIMIT, across, asked, color=shades.warn, strokeWidth=1.4),
    ]
    return bare(layered(*lines, *_states(across, asked), _dots(across, asked)))


def _up(field: str, asked: Scene) -> dict[str, Any]:
    return encode.value(field, asked.measures[0].label, asked.measures[0].unit, asked)


def _line(field: str, across: dict[str, Any], asked: Scene, **look: Any) -> alt.Chart:
    base = encode.canvas(asked, f"{field}_line").transform_filter(f"isValid(datum['{field}'])")
    line: alt.Chart = base.mark_line(**look).encode(**across, **_up(field, asked))
    return line


def _states(across: dict[str, Any], asked: Scene) -> list[alt.Chart]:
    """A triangle where it fired, a ring where it was calm again: told apart without colour."""
    shades = colours(asked.look)
    fired, calm = (
        encode.canvas(asked, state).transform_filter(f"datum['{STATE}'] === '{state}'") for state in (FIRED, CALM)
    )
    place = {**across, **_up(ACTUAL, asked)}
    return [
        fired.mark_point(opacity=1, shape="triangle-up", color=shades.bad, filled=True, size=130).encode(**place),
        calm.mark_point(opacity=1, shape="circle", color=shades.good, filled=False, size=90, strokeWidth=2.2).encode(
            **place
        ),
    ]


def _dots(across: dict[str, Any], asked: Scene) -> alt.Chart:
    """The dot nearest to the pointer, with the numbers of its bucket."""
    bucket = asked.member
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    click = encode.pick(asked, nearest=True)
    base = encode.canvas(asked, "marks").transform_filter(f"isValid(datum['{ACTUAL}'])")
    tips = [alt.Tooltip(field=bucket.name + encode.LABEL, type="nominal", title=bucket.label)]
    for text, field in ((_("Actual"), ACTUAL), (_("Expected"), EXPECTED), (_("Limit"), LIMIT)):
        value = f"datum['{field}']"
        told = f"isValid({value}) ? {words.label(value, asked.measures[0].unit, asked.look)} : '—'"
        base = base.transform_calculate(as_=f"_{field}_text", calculate=told)
        tips.append(alt.Tooltip(field=f"_{field}_text", type="nominal", title=text))
    points = base.mark_point(filled=True, size=70, cursor="pointer", color=colours(asked.look).series[0])
    seen = alt.when(near, empty=False).then(alt.value(1)).when(click, empty=False).then(alt.value(1))
    dots: alt.Chart = points.encode(**across, **_up(ACTUAL, asked), opacity=seen.otherwise(alt.value(0)), tooltip=tips)
    return dots.add_params(near, click)
