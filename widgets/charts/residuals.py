"""What a regression leaves over: residuals against what was fitted, which should show no shape."""

from functools import lru_cache
from typing import Any

import altair as alt

from datasource.result import Column
from datasource.texts import _
from widgets.charts import words
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours


@lru_cache(maxsize=64)
def residuals(outcome: Column, look: Look) -> dict[str, Any]:
    """The drawing of rows of `fitted`, `residual`, `name`, `odd`: 1 where a row moves the line, -1 for a mean of rows.

    Do not change it.
    """
    shades = colours(look)
    base = alt.Chart(alt.NamedData(name="rows"))
    short = words.short("datum.value", outcome.unit, look)

    def channel(kind: type[alt.X] | type[alt.Y], field: str, title: str) -> Any:
        axis = alt.Axis(labelExpr=short, tickCount=5, title=title)
        return kind(field=field, type="quantitative", axis=axis, scale=alt.Scale(zero=False, nice=5))

    place = {"x": channel(alt.X, "fitted", _("Fitted")), "y": channel(alt.Y, "residual", _("Left over"))}
    form = words.full_format(outcome, look)
    tips = [
        alt.Tooltip(field="name", type="nominal", title=_("Record")),
        alt.Tooltip(field="fitted", type="quantitative", title=_("Fitted"), format=form),
        alt.Tooltip(field="residual", type="quantitative", title=_("Left over"), format=form),
    ]
    odd, mean = "datum['odd'] > 0", "datum['odd'] < 0"
    dots = base.properties(name="marks").mark_point(filled=True, strokeWidth=0)
    marks = dots.encode(
        **place,
        color=alt.when(odd).then(alt.value(shades.bad)).otherwise(alt.value(shades.series[0])),
        size=alt.when(odd).then(alt.value(70)).when(mean).then(alt.value(80)).otherwise(alt.value(26)),
        opacity=alt.when(odd).then(alt.value(0.9)).when(mean).then(alt.value(0.9)).otherwise(alt.value(0.4)),
        shape=alt.when(odd).then(alt.value("diamond")).otherwise(alt.value("circle")),
        tooltip=tips,
    )
    rule = base.properties(name="zero").mark_rule(color=shades.quiet, strokeDash=[5, 4])
    return bare(layered(marks, rule.encode(y=alt.YDatum(0))))
