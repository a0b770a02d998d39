"""How often the runs of a simulation ended where: bars, with lines at the numbers to look at."""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import polars as pl

from datasource.result import Unit
from datasource.texts import _
from widgets.charts import words
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

BINS: Final = 40
START, END, SHARE, AT, NAME = "start", "end", "share", "at", "name"


def outcome_rows(totals: np.ndarray[Any, np.dtype[np.float64]], marks: dict[str, float]) -> pl.DataFrame:
    """One row a bin of `totals`: `start`, `end`, `share` of the runs; then one a mark: `at` and `name`.

    The thousandth of the runs at either end is drawn in the outermost bins.
    """
    low, high = np.quantile(totals, (0.001, 0.999))
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    counts, _edges = np.histogram(np.clip(totals, edges[0], edges[-1]), edges)
    bars = pl.DataFrame({START: edges[:-1], END: edges[1:], SHARE: counts / len(totals)})
    lines = pl.DataFrame({AT: list(marks.values()), NAME: list(marks)}, schema={AT: pl.Float64, NAME: pl.String})
    return pl.concat([bars, lines], how="diagonal")


@lru_cache(maxsize=64)
def outcomes(goal: str, look: Look) -> dict[str, Any]:
    """The drawing of the rows of `outcome_rows`, money; `goal` names the mark that stands out. Do not change it."""
    shades = colours(look)
    axis = alt.Axis(labelExpr=words.short("datum.value", Unit.MONEY, look), tickCount=6, grid=False)
    across = alt.X(field=START, type="quantitative", title=None, axis=axis, scale=alt.Scale(zero=False, nice=False))
    told = " + ' – ' + ".join(f"({words.label(f'datum.{edge}', Unit.MONEY, look)})" for edge in (START, END))
    base = alt.Chart(alt.NamedData(name="rows"))
    bars = base.properties(name="bars").transform_filter(f"isValid(datum.{SHARE})")
    bars = bars.transform_calculate(as_="_from_to", calculate=told).mark_bar(binSpacing=1, color=shades.series[0])
    up = alt.Y(field=SHARE, type="quantitative", title=None, axis=alt.Axis(format=".0%", tickCount=4, domain=False))
    tips = [
        alt.Tooltip(field="_from_to", type="nominal", title=_("Amount")),
        alt.Tooltip(field=SHARE, type="quantitative", title=_("Share of the runs"), format=".1%"),
    ]
    drawn = bars.encode(x=across, x2=alt.X2(END), y=up, y2=alt.Y2Datum(0), tooltip=tips, opacity=alt.value(0.4))
    return bare(layered(drawn, *_marks(base, goal, look)))


def _marks(base: alt.Chart, goal: str, look: Look) -> tuple[alt.Chart, alt.Chart]:
    shades = colours(look)
    is_goal = f"datum.{NAME} === {words.quoted(goal)}"
    colour: Any = alt.when(is_goal).then(alt.value(shades.bad)).otherwise(alt.value(shades.ink))
    place = alt.X(field=AT, type="quantitative")
    lines = base.properties(name="lines").transform_filter(f"isValid(datum.{AT})")
    text = f"datum.{NAME} + ' ' + ({words.label(f'datum.{AT}', Unit.MONEY, look)})"
    names = lines.properties(name="names").transform_calculate(as_="_text", calculate=text)
    names = names.transform_window(_row="row_number()").transform_calculate(
        as_="_down", calculate="6 + 15 * datum._row"
    )
    written = names.mark_text(align="left", dx=4, baseline="top").encode(
        x=place,
        y=alt.Y(field="_down", type="quantitative", scale=None, axis=None),
        text=alt.Text(field="_text", type="nominal"),
        color=colour,
    )
    return lines.mark_rule(strokeWidth=1.5, strokeDash=[4, 3]).encode(x=place, color=colour), written
