"""Steps that narrow: what each keeps of the step before."""

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

TWO_LINES = 28  # pixels of a step's height that hold its number and, below it, its conversion
EDGE = 0.98  # where the numbers end, in widths of the widest step from the middle


def funnel(scene: Scene) -> alt.LayerChart:
    """One centred bar per member of the axis (or per metric), in the order of the answer, with its conversion."""
    unit = scene.unit
    click = encode.pick(scene)
    steps = _steps(scene)
    base = steps.encode(y=_down(scene))
    bars = base.mark_bar(cursor="pointer", cornerRadius=3, height=alt.RelativeBandSize(band=0.72)).encode(
        x=alt.X(field="_from", type="quantitative", axis=None),
        x2=alt.X2(field="_to"),
        color=alt.ColorValue(colours(scene.look).series[0]),
        tooltip=[*encode.tooltips(scene), alt.Tooltip(field="_kept", type="nominal", title=_("Of the step before"))],
        opacity=encode.picked_opacity(click),
    )
    text = words.label(f"datum['{encode.AMOUNT}']", unit, scene.look, scene.form(scene.measures[0]))
    numbers = base.properties(name="numbers").transform_calculate(as_="_text", calculate=text)
    texts = [
        numbers.mark_text(align="right", dy=_where(-7, 0), fontWeight="bold").encode(
            x=alt.X(field="_edge", type="quantitative", axis=None), text=alt.Text(field="_text", type="nominal")
        ),
        base.properties(name="conversions")
        .mark_text(align="right", dy=8, color=colours(scene.look).quiet, opacity=_where(1, 0))
        .encode(x=alt.X(field="_edge", type="quantitative", axis=None), text=alt.Text(field="_kept", type="nominal")),
    ]
    return layered(bars.add_params(click), *texts)


def _where(roomy: float, narrow: float) -> alt.ExprRef:
    """The first number where a step has room for two lines of text, else the second."""
    return alt.ExprRef(expr=f"bandwidth('y') < {TWO_LINES} ? {narrow} : {roomy}")


def _steps(scene: Scene) -> alt.Chart:
    """Each step's `_amount`, its bar around the middle, and `_kept`, the share of the step before."""
    chart = encode.canvas(scene)
    if scene.axis is None:
        chart = encode.folded(chart, scene.measures)
    else:
        chart = chart.transform_calculate(as_=encode.AMOUNT, calculate=f"datum['{scene.measures[0].name}']")
    half = f"datum['{encode.AMOUNT}'] / 2"
    amount = f"datum['{encode.AMOUNT}']"
    # What is more than before is no conversion: a second pipeline begins there.
    kept = f"datum._before > 0 && {amount} <= datum._before ? '↓ ' + format({amount} / datum._before, '.1%') : ''"
    return (
        chart.transform_window(_before=f"lag({encode.AMOUNT})")
        .transform_joinaggregate(_widest=f"max({encode.AMOUNT})")
        .transform_calculate(as_="_from", calculate=f"-{half}")
        .transform_calculate(as_="_to", calculate=half)
        .transform_calculate(as_="_edge", calculate=f"datum._widest * {EDGE}")
        .transform_calculate(as_="_kept", calculate=kept)
    )


def _down(scene: Scene) -> alt.Y:
    if scene.axis is not None:
        return alt.Y(
            field=scene.axis.name,
            type="ordinal",
            sort=None,
            title=None,
            axis=alt.Axis(domain=False, grid=False, labelLimit=130),
        )
    text = words.renamed("datum.value", {measure.name: measure.label for measure in scene.measures})
    axis = alt.Axis(domain=False, grid=False, labelLimit=130, labelExpr=text)
    return alt.Y(field=encode.MEASURE, type="ordinal", sort=None, title=None, axis=axis)
