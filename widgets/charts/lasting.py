"""How many last how long: a falling stair with the band that holds it in 95 of 100 cases."""

from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from datasource.texts import _
from widgets.charts.look import Look
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours


def lasting_rows(curve: pl.DataFrame) -> pl.DataFrame:
    """`curve` (time, lasting, low, high, at_risk) from the first day on, at which all are there."""
    names = ["time", "lasting", "low", "high", "at_risk"]
    kept = curve.select(pl.col(name).cast(pl.Float64) for name in names)
    first = {"time": 0.0, "lasting": 1.0, "low": 1.0, "high": 1.0, "at_risk": kept["at_risk"].max()}
    start = pl.DataFrame([first], schema=kept.schema)
    return kept if kept.height and kept["time"][0] == 0 else pl.concat([start, kept])


@lru_cache(maxsize=64)
def lasting(look: Look, across_title: str = "", still_title: str = "", seen_title: str = "") -> dict[str, Any]:
    """The drawing of the rows of `lasting_rows`; do not change it.

    Titles of the time, of what lasts and of how many were watched; without them those of deals in a stage.
    """
    time, still = across_title or _("Days in the stage"), still_title or _("Still there")
    seen = seen_title or _("Deals observed so long")
    shade = colours(look).series[0]
    base = alt.Chart(alt.NamedData(name="rows"))
    across = alt.X(field="time", type="quantitative", title=time, axis=alt.Axis(grid=False))
    axis = alt.Axis(format=".0%", tickCount=4, domain=False)
    scale = alt.Scale(domain=[0, 1])

    def up(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", title=None, axis=axis, scale=scale)

    band = base.properties(name="band").mark_area(color=shade, opacity=0.18, interpolate="step-after")
    stair = base.properties(name="stair").mark_line(color=shade, strokeWidth=2, interpolate="step-after")
    near = alt.selection_point(name="near", on="pointerover", clear="pointerout", nearest=True)
    tips = [
        alt.Tooltip(field="time", type="quantitative", title=time, format=",.0f"),
        alt.Tooltip(field="lasting", type="quantitative", title=still, format=".1%"),
        alt.Tooltip(field="low", type="quantitative", title=_("95 %, from"), format=".1%"),
        alt.Tooltip(field="high", type="quantitative", title=_("95 %, to"), format=".1%"),
        alt.Tooltip(field="at_risk", type="quantitative", title=seen, format=",.0f"),
    ]
    shown = alt.when(near, empty=False).then(alt.value(1)).otherwise(alt.value(0))
    dots = base.properties(name="dots").mark_point(filled=True, size=60, color=shade)
    return bare(
        layered(
            band.encode(x=across, y=up("low"), y2=alt.Y2("high")),
            stair.encode(x=across, y=up("lasting")),
            dots.encode(x=across, y=up("lasting"), opacity=shown, tooltip=tips).add_params(near),
        )
    )
