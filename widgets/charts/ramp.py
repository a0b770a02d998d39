"""Colour by value: the ramp with its legend, and ink that reads on any colour."""

import altair as alt

from datasource.result import Column
from widgets.charts import words
from widgets.charts.look import Look
from widgets.charts.scene import Scene
from widgets.charts.theme import colours


WIDE = alt.ExprRef(expr="max(90, min(220, (containerSize()[0] || 600) - 120))")


def ramp(measure: Column, scene: Scene, zero: bool = True) -> alt.Color:
    """Colour by the number of `measure`, with its legend below the marks; from 0 unless told otherwise."""
    text = words.short("datum.value", measure.unit, scene.look)
    legend = alt.Legend(
        orient="bottom", direction="horizontal", title=measure.label, labelExpr=text, gradientLength=WIDE, tickCount=3
    )
    shown = legend if scene.chart.options.legend else None
    return alt.Color(field=measure.name, type="quantitative", scale=alt.Scale(range="ramp", zero=zero), legend=shown)


def ink_on(value: str, look: Look) -> alt.ExprRef:
    """The darker or the lighter ink, whichever reads better on the colour that the scale gives `value`."""
    shades, under = colours(look), f"scale('color', {value})"
    dark, light = (shades.paper, shades.ink) if look.dark else (shades.ink, shades.paper)
    return alt.ExprRef(expr=f"contrast({under}, '{dark}') >= contrast({under}, '{light}') ? '{dark}' : '{light}'")
