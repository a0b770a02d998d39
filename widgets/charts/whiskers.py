"""Bars with whiskers: effects with the interval that holds the true one in 95 of 100 cases."""

from functools import lru_cache
from typing import Any

import altair as alt

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension
from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode
from widgets.charts.look import Look
from widgets.charts.scene import scene
from widgets.charts.strip import bare, layered
from widgets.charts.theme import colours

BAR, SPACE = 26, 56
"""Pixels of a bar, and of the axis."""
NARROW, LONG, SHORT = 520, 300, 130
"""Pixels of width below which names are short, and how long they are."""


def height(bars: int) -> int:
    """Pixels for so many bars."""
    return BAR * bars + SPACE


@lru_cache(maxsize=256)
def whiskers(member: Column, effect: Column, look: Look) -> dict[str, Any]:
    """The drawing of rows of `member`, `effect`, `low`, `high` and their texts `_effect`, `_range`, `_rows`.

    A click picks a bar. Do not change it.
    """
    chart = Chart(
        kind="horizontal_bar",
        shelves=Shelves(columns=(Dimension(field=member.name),), values=(effect.name,)),
        options=Options(legend=False),
    )
    asked, shades = scene(chart, (member, effect), look), colours(look)
    better = effect.higher_is_better
    rise, fall = (shades.good, shades.bad) if better else (shades.bad, shades.good)
    down = encode.category(member, asked, lying=True)
    down["y"]["axis"].labelLimit = alt.ExprRef(expr=f"(containerSize()[0] || {NARROW}) < {NARROW} ? {SHORT} : {LONG}")
    down["y"].title = None
    across = encode.value(effect.name, effect.label, effect.unit, asked, lying=True)
    click = encode.pick(asked)
    tips = [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            (member.name, member.label),
            ("_effect", effect.label),
            ("_range", _("95 % range")),
            ("_rows", _("Records")),
        )
    ]
    bars = encode.canvas(asked).mark_bar(cornerRadius=2, cursor="pointer", height=alt.RelativeBandSize(band=0.66))
    shade = alt.when(f"datum['{effect.name}'] > 0").then(alt.value(rise)).otherwise(alt.value(fall))
    drawn = bars.encode(**down, **across, color=shade, tooltip=tips, opacity=encode.picked_opacity(click, 0.85))
    span = {"x": across["x"].copy(), "x2": alt.X2("high")}
    span["x"].field = "low"
    line = encode.canvas(asked, "ranges").mark_rule(color=shades.ink, strokeWidth=1.4)
    ends = []
    for side in ("low", "high"):
        place = {"x": across["x"].copy()}
        place["x"].field = side
        tick = encode.canvas(asked, side).mark_tick(color=shades.ink, orient="vertical", thickness=1.4, size=9)
        ends.append(tick.encode(**down, **place))
    return bare(layered(drawn.add_params(click), line.encode(**down, **span), *ends))
