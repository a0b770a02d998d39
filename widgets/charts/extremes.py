"""What stands out of a measure: its highest and lowest mark, and the average as a line across."""

from typing import Any

import altair as alt

from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.theme import colours

VALUE, HIGH, LOW, AT = "_value", "_high", "_low", "_at"
ABOVE = -12  # pixels of the words above their mark
UNDER = frozenset({"line", "step"})
FLOOR = 0.12  # of the highest: a lower point has no room below it
# The text beside the first and the last mark stays within the frame.
INSIDE = alt.ExprRef(expr=f"datum.{AT} === 1 ? 'left' : datum.{AT} === datum._of ? 'right' : 'center'")


def extremes(scene: Scene, measure: Column, member: dict[str, Any]) -> tuple[alt.Chart, ...]:
    """The layers that point out the extremes of `measure`, none unless the options ask; `member` is the axis's channel.

    Of equal extremes the first is named; members without a number count for nothing, the average included.
    """
    if not scene.chart.options.marks:
        return ()
    lying = "y" in member
    known = encode.canvas(scene, "extremes").transform_calculate(as_=VALUE, calculate=f"datum['{measure.name}']")
    known = known.transform_filter(f"isValid(datum.{VALUE})")
    places = {**member, **encode.value(VALUE, measure.label, measure.unit, scene, lying=lying)}
    return (*_average(scene, known, measure, lying), *_ends(scene, known, measure, places))


def _ends(scene: Scene, known: alt.Chart, measure: Column, places: dict[str, Any]) -> tuple[alt.Chart, ...]:
    """The words and numbers beside the highest and the lowest mark; of a lone or level row there is no lowest."""
    number = words.label(f"datum.{VALUE}", measure.unit, scene.look, scene.form(measure))
    high, low = (words.sentence(text, value=number) for text in (_("▲ Highest {value}"), _("▼ Lowest {value}")))
    lying = places["x"].field == VALUE
    beside: dict[str, Any] = {"align": "left", "dx": 6} if lying else {"align": INSIDE, "dy": _off(scene)}
    ends = (
        known.transform_window([_count(AT)])
        .transform_joinaggregate(_of=f"max({AT})")
        .transform_window([_count(HIGH)], sort=[alt.SortField(VALUE, order="descending")])
        .transform_window([_count(LOW)], sort=[alt.SortField(VALUE, order="ascending")])
        .transform_joinaggregate(_most=f"max({VALUE})")
        .transform_filter(f"datum.{HIGH} === 1 || (datum.{LOW} === 1 && datum.{VALUE} < datum._most)")
        .transform_calculate(as_="_text", calculate=f"datum.{HIGH} === 1 ? {high} : {low}")
    )
    return _haloed(ends, scene, places, "extremes", color=colours(scene.look).ink, fontWeight="bold", **beside)


def _off(scene: Scene) -> alt.ExprRef | int:
    """How far the words stand above their mark; below the lowest point of a line, which would cross them."""
    if scene.chart.kind not in UNDER:
        return ABOVE
    return alt.ExprRef(expr=f"datum.{HIGH} === 1 || datum.{VALUE} < datum._most * {FLOOR} ? {ABOVE} : {-ABOVE + 3}")


def _average(scene: Scene, known: alt.Chart, measure: Column, lying: bool) -> tuple[alt.Chart, ...]:
    """A dashed line across at the plain average of the marks shown, with its number at the end."""
    shade = colours(scene.look)
    number = words.label(f"datum.{VALUE}", measure.unit, scene.look, scene.form(measure))
    text = words.sentence(_("Average {value}"), value=number)
    mean = (
        known.properties(name="average")
        .transform_aggregate([alt.AggregatedFieldDef(op="mean", field=VALUE, **{"as": VALUE})])
        .transform_calculate(as_="_text", calculate=text)
    )
    place = encode.value(VALUE, measure.label, measure.unit, scene, lying=lying)
    line = mean.mark_rule(strokeDash=[5, 4], strokeWidth=1.4, color=shade.quiet).encode(**place)
    end: dict[str, Any] = (
        {"align": "left", "dx": 4, "y": 0, "dy": 8} if lying else {"align": "right", "dy": -7, "x": "width"}
    )
    return line, *_haloed(mean, scene, place, "average", color=shade.quiet, **end)


def _haloed(
    chart: alt.Chart, scene: Scene, places: dict[str, Any], name: str, **style: Any
) -> tuple[alt.Chart, alt.Chart]:
    """The text `_text` with a rim of paper, so that it reads on bars and lines."""
    text, paper = alt.Text(field="_text", type="nominal"), colours(scene.look).paper
    rim = {**style, "color": paper, "stroke": paper, "strokeWidth": 3}
    halo = chart.properties(name=f"{name}_halo").mark_text(**rim).encode(**places, text=text)
    return halo, chart.properties(name=f"{name}_text").mark_text(**style).encode(**places, text=text)


def _count(name: str) -> alt.WindowFieldDef:
    called: dict[str, Any] = {"as": name}
    return alt.WindowFieldDef(op="row_number", field="", **called)
