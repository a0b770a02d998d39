"""A histogram: how a number is distributed, over records or over the members of a dimension."""

from itertools import pairwise

import altair as alt

from datasource.engines.keys import bin_labels
from datasource.result import Unit
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.bins import BIN, END, START
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing, layered
from widgets.charts.theme import colours

COUNT = "_count"


def histogram(scene: Scene) -> Drawing:
    """Touching bars: the metric in each bin of the number on Columns, or how many members of Detail lie in each bin."""
    return _of_numbers(scene) if scene.axis is not None else _of_members(scene)


def _of_numbers(scene: Scene) -> Drawing:
    measure, click = scene.measures[0], encode.pick(scene)
    places = {**encode.category(scene.member, scene), **encode.value(measure.name, measure.label, measure.unit, scene)}
    if scene.chart.options.axes:
        places["x"]["axis"]["labelExpr"] = _bin_text(scene)
    bars = encode.canvas(scene).mark_bar(cursor="pointer", width=alt.RelativeBandSize(band=0.97))
    marks: alt.Chart = bars.encode(
        **places, tooltip=encode.tooltips(scene), opacity=encode.picked_opacity(click)
    ).add_params(click)
    text = words.label(f"datum['{measure.name}']", measure.unit, scene.look, scene.form(measure))
    known = encode.canvas(scene, "labels").transform_filter(f"isValid(datum['{measure.name}'])")
    numbers = known.transform_calculate(as_="_text", calculate=text)
    return layered(marks, _above(numbers, scene).encode(**places)) if scene.chart.options.labels else marks


def _bin_text(scene: Scene) -> str:
    """The expression that writes a bin such as `[50000, 100000)` in short, as far as its name is one of the bins."""
    bins = (*scene.chart.shelves.columns, *scene.chart.shelves.rows)[0].bins
    edges = [words.short(repr(edge), scene.member.unit, scene.look) for edge in bins]
    names = bin_labels(bins)
    told = [f"'< ' + ({edges[0]})", *(f"({low}) + ' – ' + ({high})" for low, high in pairwise(edges))]
    text = "datum.value"
    for name, one in zip(names, [*told, f"'≥ ' + ({edges[-1]})"], strict=True):
        text = f"datum.value === {words.quoted(name)} ? {one} : {text}"
    return text


def _of_members(scene: Scene) -> Drawing:
    """A click picks the bin; the page asks for the records of all of its members."""
    measure = scene.measures[0]
    click = alt.selection_point(name="pick", fields=[BIN])
    binned = encode.canvas(scene).transform_aggregate(
        [alt.AggregatedFieldDef(op="count", **{"as": COUNT})], groupby=[BIN, START, END]
    )
    edges = [words.label(f"datum.{edge}", measure.unit, scene.look, scene.form(measure)) for edge in (START, END)]
    binned = binned.transform_calculate(as_="_from_to", calculate=f"({edges[0]}) + ' – ' + ({edges[1]})")
    across = encode.value(START, measure.label, measure.unit, scene, lying=True, scale=alt.Scale(zero=False))
    up = encode.value(COUNT, _("Members"), Unit.COUNT, scene, scale=alt.Scale(zero=True, nice=encode.TICKS))
    up["y"]["axis"]["tickMinStep"] = 1
    bars = binned.mark_bar(cursor="pointer", binSpacing=1, cornerRadiusEnd=2)
    marks: alt.Chart = bars.encode(
        **across,
        x2=alt.X2(END),
        **up,
        y2=alt.Y2Datum(0),
        tooltip=[
            alt.Tooltip(field="_from_to", type="nominal", title=measure.label),
            alt.Tooltip(field=COUNT, type="quantitative", title=" · ".join(column.label for column in scene.detail)),
        ],
        opacity=encode.picked_opacity(click),
    ).add_params(click)
    middle = binned.properties(name="labels").transform_calculate(
        as_="_middle", calculate=f"(datum.{START} + datum.{END}) / 2"
    )
    numbers = middle.transform_calculate(as_="_text", calculate=f"datum.{COUNT}")
    at = encode.value("_middle", measure.label, measure.unit, scene, lying=True, scale=alt.Scale(zero=False))
    return layered(marks, _above(numbers, scene).encode(**at, **up)) if scene.chart.options.labels else marks


def _above(numbers: alt.Chart, scene: Scene) -> alt.Chart:
    texts: alt.Chart = numbers.mark_text(dy=-7, color=colours(scene.look).ink).encode(
        text=alt.Text(field="_text", type="nominal")
    )
    return texts
