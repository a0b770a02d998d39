"""A ring of shares around its total."""

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.pie import slices
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

HOLE = 0.6


def donut(scene: Scene) -> alt.LayerChart:
    """One slice per member with its share, and the sum of the slices in the middle."""
    amount, shades = scene.measures[0].name, colours(scene.look)
    text = words.label("datum._sum", scene.unit, scene.look, scene.form(scene.measures[0]))
    whole = (
        encode.canvas(scene, "whole")
        .transform_aggregate([alt.AggregatedFieldDef(op="sum", field=amount, **{"as": "_sum"})])
        .transform_calculate(as_="_text", calculate=text)
        .transform_calculate(as_="_total", calculate=words.sentence(_("Total")))
    )
    sum_text = whole.mark_text(fontSize=20, fontWeight="bold", color=shades.ink, dy=-6)
    label = whole.properties(name="whole_label").mark_text(color=shades.quiet, dy=14)
    return layered(
        *slices(scene, HOLE),
        sum_text.encode(text=alt.Text(field="_text", type="nominal")),
        label.encode(text=alt.Text(field="_total", type="nominal")),
    )
