"""Colour by value: the ramp with its legend, and ink that reads on any colour."""

import altair as alt

from datasource.result import Column
from widgets.charts import words
from widgets.charts.scene import Scene
from widgets.charts.theme import BLACK, WHITE

WIDE = alt.ExprRef(expr="max(90, min(220, (containerSize()[0] || 600) - 120))")


def ramp(measure: Column, scene: Scene, zero: bool = True) -> alt.Color:
    """Colour by the number of `measure`, with its legend below the marks; from 0 unless told otherwise."""
    text = words.short("datum.value", measure.unit, scene.look, form=scene.form(measure))
    text = f"isFinite(datum.value) ? {text} : ''"  # no number has a colour where no mark is
    legend = alt.Legend(
        orient="bottom", direction="horizontal", title=measure.label, labelExpr=text, gradientLength=WIDE, tickCount=3
    )
    shown = legend if scene.chart.options.legend else None
    return alt.Color(field=measure.name, type="quantitative", scale=alt.Scale(range="ramp", zero=zero), legend=shown)


def ink_on(value: str) -> alt.ExprRef:
    """Black or white, whichever reads better on the colour that the scale gives `value`; one always has 4.5:1."""
    under = f"scale('color', {value})"
    return alt.ExprRef(expr=f"contrast({under}, '{BLACK}') >= contrast({under}, '{WHITE}') ? '{BLACK}' : '{WHITE}'")
