"""A Pareto chart: members from most to least, and how much of the whole they make together."""

import altair as alt

from datasource.result import Unit
from datasource.texts import _
from widgets.charts import encode
from widgets.charts.rows import CUMULATIVE
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours


def pareto(scene: Scene) -> alt.LayerChart:
    """Bars in the order of the rows and the cumulative share as a line from 0 to 100 %; rows come from `drawn_rows`."""
    measure, shades = scene.measures[0], colours(scene.look)
    told = _("Cumulative share")
    tips = [*encode.tooltips(scene), alt.Tooltip(field=CUMULATIVE, type="quantitative", title=told, format=".1%")]
    click = encode.pick(scene)
    across = encode.category(scene.member, scene)
    across["x"].sort = None
    bars = encode.canvas(scene).mark_bar(cursor="pointer")
    bars = bars.encode(
        **across,
        **encode.value(measure.name, measure.label, measure.unit, scene),
        tooltip=tips,
        opacity=encode.picked_opacity(click),
    ).add_params(click)
    share = encode.value(CUMULATIVE, told, Unit.RATE, scene, orient="right", scale=alt.Scale(domain=[0, 1], nice=False))
    lines = encode.canvas(scene, "cumulative").mark_line(
        color=shades.series[1], point=alt.OverlayMarkDef(size=36, color=shades.series[1])
    )
    return layered(bars, lines.encode(**across, **share, tooltip=tips), apart=True)
