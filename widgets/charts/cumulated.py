"""A sum that grows customer by customer, the best first: the whale curve of profit, the share of revenue."""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import polars as pl

from datasource.result import Column
from datasource.texts import _
from widgets.charts import words
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

MOST_POINTS: Final = 300
SHARE, SUM, NAME, OWN, AT, TEXT, TOP = "share", "sum", "name", "own", "at", "text", "top"


def cumulated_rows(rows: pl.DataFrame, marks: dict[str, tuple[float, float]]) -> pl.DataFrame:
    """`rows` (name, own, share of members up to there, sum up to there) thinned, then one row a mark.

    The place of the highest sum stays. A mark is a point (share, sum) with its text: `at`, `sum`, `text`,
    and `top`, whether nothing lies above it.
    """
    kept = rows
    if rows.height > MOST_POINTS:
        places = np.unique(np.linspace(0, rows.height - 1, MOST_POINTS).astype(int))
        kept = rows[np.union1d(places, [int(rows[SUM].arg_max() or 0)]).tolist()]
    start = pl.DataFrame({NAME: [None], OWN: [None], SHARE: [0.0], SUM: [0.0]}, schema=kept.schema)
    points = pl.DataFrame(
        {
            AT: [share for share, _sum in marks.values()],
            SUM: [total for _share, total in marks.values()],
            TEXT: list(marks),
            TOP: [total >= float(np.max(rows[SUM].to_numpy(), initial=0.0)) for _share, total in marks.values()],
        },
        schema={AT: pl.Float64, SUM: pl.Float64, TEXT: pl.String, TOP: pl.Boolean},
    )
    return pl.concat([start, kept, points], how="diagonal")


@lru_cache(maxsize=64)
def cumulated(total: Column, own: Column, look: Look) -> dict[str, Any]:
    """The drawing of the rows of `cumulated_rows`; `total` is the sum, `own` what one member adds. Do not change it.

    A click picks the `name` that is nearest.
    """
    shade, base = colours(look).series[0], alt.Chart(alt.NamedData(name="rows"))
    line = base.properties(name="line").transform_filter(f"isValid(datum.{SHARE})")
    axis = alt.Axis(format=".0%", tickCount=5, grid=False)
    across = alt.X(field=SHARE, type="quantitative", title=_("Customers, the best first"), axis=axis)
    text = words.short("datum.value", total.unit, look)
    side = alt.Axis(labelExpr=text, tickCount=5, domain=False)
    up = alt.Y(field=SUM, type="quantitative", title=total.label, axis=side, scale=alt.Scale(nice=5))
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    click = alt.selection_point(name="pick", fields=[NAME], nearest=True)
    shown = alt.when(near, empty=False).then(alt.value(1)).otherwise(alt.value(0))
    tips = [
        alt.Tooltip(field=NAME, type="nominal", title=_("Customer")),
        alt.Tooltip(field=OWN, type="quantitative", title=own.label, format=words.full_format(own, look)),
        alt.Tooltip(field=SUM, type="quantitative", title=total.label, format=words.full_format(total, look)),
        alt.Tooltip(field=SHARE, type="quantitative", title=_("Customers up to here"), format=".1%"),
    ]
    area = line.mark_area(color=shade, opacity=0.14).encode(x=across, y=up)
    stroke = line.properties(name="stroke").mark_line(color=shade, strokeWidth=2).encode(x=across, y=up)
    dots = line.properties(name="dots").transform_filter(f"isValid(datum.{NAME})")
    dots = dots.mark_point(filled=True, size=60, color=shade, cursor="pointer").encode(
        x=across, y=up, opacity=shown, tooltip=tips
    )
    return bare(layered(area, stroke, dots.add_params(near, click), *_marks(base, look)))


def _marks(base: alt.Chart, look: Look) -> tuple[alt.Chart, ...]:
    """The points that are pointed out; their text stands over the top of the curve, else below it to the right."""
    ink = colours(look).ink
    marks = base.properties(name="marks").transform_filter(f"isValid(datum.{AT})")
    place = {"x": alt.X(field=AT, type="quantitative"), "y": alt.Y(field=SUM, type="quantitative")}
    words_of = {**place, "text": alt.Text(field=TEXT, type="nominal")}
    points = marks.mark_point(filled=True, size=70, color=ink).encode(**place)
    high = marks.properties(name="over").transform_filter(f"datum.{TOP}")
    low = marks.properties(name="below").transform_filter(f"!datum.{TOP}")
    over = high.mark_text(align="center", dy=-10, color=ink, baseline="bottom").encode(**words_of)
    below = low.mark_text(align="left", dx=8, dy=10, color=ink, baseline="top").encode(**words_of)
    return points, over, below
