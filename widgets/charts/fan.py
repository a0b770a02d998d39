"""A fan: what was, and what is likely to come, with the bands that hold it in 80 and 95 of 100 cases."""

from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from dashboards.model import Chart, Shelves
from datasource.question import Dimension
from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.look import Look
from widgets.charts.scene import Scene, scene
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

BANDS = (95, 80)
ACTUAL, FORECAST = "actual", "forecast"
_LINE, _LOW, _HIGH = "_line", "_low{level}", "_high{level}"


def fan_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` (date, actual, forecast, low80, high80, low95, high95) as drawn: bands begin at the last actual."""
    last = rows.with_row_index().filter(pl.col(ACTUAL).is_not_null())["index"].max()
    joint = pl.int_range(pl.len()) == (-1 if last is None else last)
    drawn = {_LINE: FORECAST}
    for level in BANDS:
        drawn |= {_LOW.format(level=level): f"low{level}", _HIGH.format(level=level): f"high{level}"}
    return rows.with_columns(
        pl.when(joint).then(pl.col(ACTUAL)).otherwise(pl.col(name)).alias(shown) for shown, name in drawn.items()
    )


@lru_cache(maxsize=256)
def fan(bucket: Column, measure: Column, look: Look) -> dict[str, Any]:
    """The drawing of the rows of `fan_rows`; a click picks a bucket. Do not change it.

    `measure` is the column `actual` under the metric's label and unit.
    """
    asked = scene(
        Chart(
            kind="line", shelves=Shelves(columns=(Dimension(field=bucket.name, grain=bucket.grain),), values=(ACTUAL,))
        ),
        (bucket, measure),
        look,
    )
    across = encode.category(bucket, asked)
    return bare(
        layered(*(_band(level, across, asked) for level in BANDS), *_lines(across, asked), _dots(across, asked))
    )


def _up(field: str, asked: Scene) -> dict[str, Any]:
    return encode.value(field, asked.measures[0].label, asked.measures[0].unit, asked)


def _band(level: int, across: dict[str, Any], asked: Scene) -> alt.Chart:
    low, high = _LOW.format(level=level), _HIGH.format(level=level)
    base = encode.canvas(asked, f"band{level}").transform_filter(f"isValid(datum['{low}'])")
    shade = colours(asked.look).series[0]
    marks = base.mark_area(color=shade, opacity=0.13 if level == BANDS[0] else 0.22)
    band: alt.Chart = marks.encode(**across, **_up(low, asked), y2=alt.Y2(high))
    return band


def _lines(across: dict[str, Any], asked: Scene) -> tuple[alt.Chart, alt.Chart]:
    """What was, as a line; what is forecast, dashed."""
    shade = colours(asked.look).series[0]
    past = encode.canvas(asked, "past").transform_filter(f"isValid(datum['{ACTUAL}'])")
    ahead = encode.canvas(asked, "ahead").transform_filter(f"isValid(datum['{_LINE}'])")
    return (
        past.mark_line(color=shade, strokeWidth=2).encode(**across, **_up(ACTUAL, asked)),
        ahead.mark_line(color=shade, strokeWidth=2, strokeDash=[5, 4]).encode(**across, **_up(_LINE, asked)),
    )


def _dots(across: dict[str, Any], asked: Scene) -> alt.Chart:
    """The dot nearest to the pointer, with what was or what is forecast."""
    bucket, measure = asked.member, asked.measures[0]
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    click = encode.pick(asked, nearest=True)
    base = encode.canvas(asked, "marks").transform_calculate(
        as_="_value", calculate=f"isValid(datum['{ACTUAL}']) ? datum['{ACTUAL}'] : datum['{FORECAST}']"
    )
    tips = [alt.Tooltip(field=bucket.name + encode.LABEL, type="nominal", title=bucket.label)]
    for text, field in ((_("Actual"), ACTUAL), (_("Forecast"), FORECAST)):
        base = base.transform_calculate(as_=f"_{field}_text", calculate=_written(f"datum['{field}']", asked))
        tips.append(alt.Tooltip(field=f"_{field}_text", type="nominal", title=text))
    for level in reversed(BANDS):
        low, high = (_written(f"datum['{side}{level}']", asked) for side in ("low", "high"))
        text = f"isValid(datum['low{level}']) ? ({low}) + ' – ' + ({high}) : '—'"
        base = base.transform_calculate(as_=f"_range{level}", calculate=text)
        title = _("{level} % range").format(level=level)
        tips.append(alt.Tooltip(field=f"_range{level}", type="nominal", title=title))
    seen = alt.when(near, empty=False).then(alt.value(1)).when(click, empty=False).then(alt.value(1))
    points = base.transform_filter("isValid(datum['_value'])").mark_point(
        filled=True, size=80, cursor="pointer", color=colours(asked.look).series[0]
    )
    up = encode.value("_value", measure.label, measure.unit, asked)
    dots: alt.Chart = points.encode(**across, **up, opacity=seen.otherwise(alt.value(0)), tooltip=tips)
    return dots.add_params(near, click)


def _written(value: str, asked: Scene) -> str:
    return f"isValid({value}) ? {words.label(value, asked.measures[0].unit, asked.look)} : '—'"
