"""A waterfall: how a start becomes an end, step by step."""

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.rows import FROM, NEXT, TO, TURN
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

ROOM = 480  # pixels of width below which the numbers would lie over each other


def waterfall(scene: Scene) -> alt.LayerChart:
    """Bars that float from level to level, each with its signed number; rows come from `drawn_rows`.

    Steps can be clicked, totals cannot: there is no one group of records behind them.
    """
    measure, shades = scene.measures[0], colours(scene.look)
    across = encode.category(scene.member, scene)
    across["x"].sort = None
    low = encode.value(FROM, measure.label, measure.unit, scene)
    level = {"y": low["y"].copy()}
    level["y"].field = TO
    links = encode.canvas(scene, "links").transform_filter(f"isValid(datum['{NEXT}'])")
    links = links.mark_rule(color=shades.rule).encode(x=across["x"], x2=alt.X2(NEXT), **level)
    click = encode.pick(scene)
    bars = encode.canvas(scene).mark_bar(cornerRadius=2, cursor="pointer")
    shown = {**across, **low, "y2": alt.Y2(TO), "color": _turns(scene), "tooltip": encode.tooltips(scene)}
    steps = bars.transform_filter(f"datum['{TURN}'] !== 'total'").encode(**shown, opacity=encode.picked_opacity(click))
    totals = encode.canvas(scene, "totals").mark_bar(cornerRadius=2)
    totals = totals.transform_filter(f"datum['{TURN}'] === 'total'").encode(**shown)
    # The links come first: they hold every step in its order, which the filtered layers do not.
    return layered(links, steps.add_params(click), totals, _numbers(scene, across, level))


def _turns(scene: Scene) -> alt.Color:
    """Steps in the colours of good and bad, as the metric has it; of one that is neither, in plain ones."""
    shades = colours(scene.look)
    plain, base = (shades.series[0], shades.series[1]), shades.quiet
    better = scene.measures[0].higher_is_better
    rise, fall = plain if better is None else (shades.good, shades.bad) if better else (shades.bad, shades.good)
    names = {"up": _("Increase"), "down": _("Decrease"), "total": _("Total")}
    text, told = words.renamed("datum.value", names), ", ".join(names.values())
    legend = alt.Legend(orient="top", title=None, labelExpr=text, description=told, offset=24)
    scale = alt.Scale(domain=list(names), range=[rise, fall, base if better is None else shades.series[0]])
    return alt.Color(field=TURN, type="nominal", scale=scale, legend=legend if scene.chart.options.legend else None)


def _numbers(scene: Scene, across: dict[str, alt.X], level: dict[str, alt.Y]) -> alt.Chart:
    """The number at the level that each bar reaches, with its sign where it is a step."""
    measure = scene.measures[0]
    value = f"datum['{measure.name}']"
    asked = (value, measure.unit, scene.look, scene.form(measure))
    step, total = words.signed(*asked), words.label(*asked)
    text = f"!isValid({value}) ? '' : datum['{TURN}'] === 'total' ? {total} : {step}"
    above = alt.ExprRef(expr=f"datum['{TURN}'] === 'down' ? 10 : -8")
    base = encode.canvas(scene, "numbers").transform_calculate(as_="_text", calculate=text)
    wide = alt.ExprRef(expr=f"(containerSize()[0] || {ROOM}) < {ROOM} ? 0 : 1")
    marks = base.mark_text(color=colours(scene.look).ink, dy=above, opacity=wide)
    numbers: alt.Chart = marks.encode(**across, **level, text=alt.Text(field="_text", type="nominal"))
    return numbers
