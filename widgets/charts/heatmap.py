"""A heat map: two dimensions cross, and the colour of each cell tells its number."""

from typing import Any

import altair as alt

from datasource.errors import MingjingError
from datasource.result import Column, Kind
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.ramp import ink_on, ramp
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing, layered
from widgets.charts.theme import colours

ROOM = "bandwidth('x') > 44 && bandwidth('y') > 14"  # pixels that a number needs


def heatmap(scene: Scene) -> Drawing:
    """A cell for each pair of members, in the order of the answer; a pair without a number stays empty."""
    if scene.cross is None:
        raise MingjingError(_("Put a dimension on Rows."))
    measure, click = scene.measures[0], encode.pick(scene)
    places = {**encode.category(scene.member, scene), "y": _down(scene.cross, scene)}
    known = encode.canvas(scene).transform_filter(f"isValid(datum['{measure.name}'])")
    cells: alt.Chart = (
        known.mark_rect(cursor="pointer", stroke=colours(scene.look).paper, strokeWidth=1)
        .encode(
            **places,
            color=ramp(measure, scene),
            tooltip=encode.tooltips(scene),
            opacity=encode.picked_opacity(click),
        )
        .add_params(click)
    )
    return layered(cells, _numbers(known, scene, places)) if scene.chart.options.labels else cells


def _numbers(known: alt.Chart, scene: Scene, places: dict[str, Any]) -> alt.Chart:
    measure = scene.measures[0]
    value = f"datum['{measure.name}']"
    text = known.properties(name="numbers").transform_calculate(
        as_="_text", calculate=words.label(value, measure.unit, scene.look, scene.form(measure))
    )
    shown = alt.ExprRef(expr=f"{ROOM} ? 1 : 0")
    numbers: alt.Chart = text.mark_text(color=ink_on(value), opacity=shown).encode(
        **places, text=alt.Text(field="_text", type="nominal")
    )
    return numbers


def _down(column: Column, scene: Scene) -> alt.Y:
    dated = column.kind is Kind.DATE
    text: dict[str, Any] = (
        {"labelExpr": words.bucket_text("datum.value", column.grain, scene.look.language)} if dated else {}
    )
    axis = alt.Axis(labelLimit=150, labelOverlap="greedy", domain=False, grid=False, **text)
    order = "ascending" if dated else None
    return alt.Y(field=column.name, type="ordinal", sort=order, title=scene.chart.options.y_title or None, axis=axis)
