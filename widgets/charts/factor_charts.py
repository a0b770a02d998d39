"""Drawings of a factor analysis: eigenvalues beside those of noise, and the loadings as a map of signs and sizes."""

from functools import lru_cache
from typing import Any

import altair as alt

from datasource.texts import _
from widgets.charts.look import Look
from widgets.charts.ramp import ink_on
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

ROW, FRAME = 30, 70
"""Pixels of a field in the map, and of its axis."""
NAMES = 210


def map_height(fields: int) -> int:
    """Pixels for the map of so many fields."""
    return ROW * fields + FRAME


@lru_cache(maxsize=16)
def scree(look: Look) -> dict[str, Any]:
    """The drawing of rows of `place`, `found`, `noise`; do not change it."""
    shades = colours(look)
    base = alt.Chart(alt.NamedData(name="rows"))
    across = alt.X(field="place", type="ordinal", title=_("Factor"), axis=alt.Axis(labelAngle=0, grid=False))
    axis = alt.Axis(format=".1~f", tickCount=5, domain=False)

    def up(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", title=None, axis=axis)

    tips = [
        alt.Tooltip(field="place", type="ordinal", title=_("Factor")),
        alt.Tooltip(field="found", type="quantitative", title=_("Eigenvalue"), format=".2f"),
        alt.Tooltip(field="noise", type="quantitative", title=_("That of noise"), format=".2f"),
    ]
    above = alt.when("datum['found'] > datum['noise']").then(alt.value(shades.good)).otherwise(alt.value(shades.quiet))
    line = base.properties(name="line").mark_line(color=shades.series[0]).encode(x=across, y=up("found"))
    noise = base.properties(name="noise").mark_line(color=shades.quiet, strokeDash=[5, 4])
    dots = base.properties(name="dots").mark_point(filled=True, size=80, opacity=1)
    return bare(
        layered(
            noise.encode(x=across, y=up("noise")), line, dots.encode(x=across, y=up("found"), color=above, tooltip=tips)
        )
    )


@lru_cache(maxsize=16)
def loadings_map(look: Look) -> dict[str, Any]:
    """The drawing of rows of `field`, `factor`, `loading`, in their order; do not change it."""
    shades = colours(look)
    base = alt.Chart(alt.NamedData(name="rows"))
    down = alt.Y(field="field", type="ordinal", sort=None, title=None, axis=alt.Axis(labelLimit=NAMES, domain=False))
    head = alt.Axis(orient="top", labelAngle=0, domain=False)
    across = alt.X(field="factor", type="ordinal", sort=None, title=None, axis=head)
    scale = alt.Scale(
        domain=[-1, 0, 1], range=[shades.series[1], shades.paper, shades.series[0]], clamp=True, interpolate="rgb"
    )
    tips = [
        alt.Tooltip(field="field", type="nominal", title=_("Field")),
        alt.Tooltip(field="factor", type="nominal", title=_("Factor")),
        alt.Tooltip(field="loading", type="quantitative", title=_("Loading"), format=".2f"),
    ]
    cells = base.properties(name="marks").mark_rect(stroke=shades.grid, strokeWidth=1)
    drawn = cells.encode(
        x=across, y=down, tooltip=tips,
        color=alt.Color(field="loading", type="quantitative", scale=scale, legend=None),
    )  # fmt: skip
    strong = alt.when("abs(datum['loading']) >= 0.4").then(alt.value(1)).otherwise(alt.value(0.55))
    size = alt.when("abs(datum['loading']) >= 0.4").then(alt.value(13)).otherwise(alt.value(11))
    numbers = base.properties(name="numbers").mark_text(color=ink_on("datum['loading']"))
    text = numbers.encode(
        x=across, y=down, text=alt.Text(field="loading", type="quantitative", format=".2f"), opacity=strong, size=size
    )
    return bare(layered(drawn, text))
