"""Packed bubbles: areas as large as their share, where there are too many for a pie and order does not matter."""

from typing import Any

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.circles import CELLS, HIGH, RADIUS, SHARE, WIDE, X, Y
from widgets.charts.ramp import ink_on
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

SCALE = f"min(width / datum.{WIDE}, height / datum.{HIGH})"


def packed(scene: Scene) -> alt.LayerChart:
    """A bubble a member, named where its name fits; rows come from `drawn_rows`.

    With a colour beside the axis, members of one colour look alike. Areas cannot show what is not above zero: such
    members are in the table only.
    """
    member = scene.axis or scene.series
    assert member is not None
    nested = scene.axis is not None and scene.series is not None
    colour: alt.Color | alt.ColorValue = (
        encode.series_colour(scene.series or member, scene)
        if nested or scene.series is not None
        else alt.ColorValue(colours(scene.look).series[0])
    )
    if scene.series is not None and not nested:  # the bubbles carry their names
        colour = alt.Color(field=member.name, type="nominal", sort=None, legend=None)
    click = encode.pick(scene)
    share = alt.Tooltip(field=SHARE, type="quantitative", title=_("Share of total"), format=".1%")
    bubbles = (
        _placed(encode.canvas(scene))
        .mark_circle(cursor="pointer", opacity=1)
        .encode(
            **_at(),
            size=alt.Size(field="_area", type="quantitative", scale=None),
            color=colour,
            tooltip=[*encode.tooltips(scene), share],
            opacity=encode.picked_opacity(click, 0.95),
        )
    )
    return layered(bubbles.add_params(click), _names(scene, member.name))


def _placed(chart: alt.Chart) -> alt.Chart:
    placed: alt.Chart = (
        chart.transform_calculate(as_="_x", calculate=f"width / 2 + datum.{X} * {SCALE}")
        .transform_calculate(as_="_y", calculate=f"height / 2 + datum.{Y} * {SCALE}")
        .transform_calculate(as_="_area", calculate=f"PI * pow(max(1, datum.{RADIUS} * {SCALE} - 1), 2)")
    )
    return placed


def _at() -> dict[str, Any]:
    return {
        "x": alt.X(field="_x", type="quantitative", axis=None, scale=None),
        "y": alt.Y(field="_y", type="quantitative", axis=None, scale=None),
    }


def _names(scene: Scene, member: str) -> alt.Chart:
    """Name and number in the bubbles that have room for them, in the ink that reads on their colour."""
    measure = scene.measures[0]
    across = f"2 * datum.{RADIUS} * {SCALE}"
    fits = f"{across} > (datum.{CELLS} + 1) * {encode.CELL}"
    number = words.label(f"datum['{measure.name}']", measure.unit, scene.look, scene.form(measure))
    name = f"datum['{member}']"
    letters = f"max(2, floor({across} / {encode.CELL} * length({name}) / datum.{CELLS}) - 1)"
    shown = f"{fits} ? ({across} > 46 ? [{name}, {number}] : {name}) : {across} > 44 ? truncate({name}, {letters}) : ''"
    base = _placed(encode.canvas(scene, "names")).transform_calculate(as_="_text", calculate=shown)
    ink = (
        ink_on(f"datum['{scene.series.name}']")
        if scene.series is not None
        else alt.ExprRef(expr=f"'{_plain_ink(scene)}'")
    )
    lift = alt.ExprRef(expr="isArray(datum._text) ? -7 : 0")
    texts: alt.Chart = base.mark_text(baseline="middle", dy=lift, lineHeight=14, color=ink).encode(
        **_at(), text=alt.Text(field="_text", type="nominal")
    )
    return texts


def _plain_ink(scene: Scene) -> str:
    """White reads on the first colour of the light theme, and dark paper on that of the dark one."""
    return colours(scene.look).paper
