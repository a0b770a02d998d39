"""A treemap: areas as large as their share, parts within their parents."""

from typing import Any

import altair as alt

from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.ramp import ink_on
from widgets.charts.rows import ASPECT, BOTTOM, CELLS, LEFT, RIGHT, SHARE, TOP
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours


def treemap(scene: Scene) -> alt.LayerChart:
    """One rectangle a member, largest first, named where its name fits; rows come from `drawn_rows`.

    With a colour beside the axis, the members lie in the rectangle of their colour. Areas cannot show what is not above
    zero: such members are in the table only.
    """
    member = scene.axis or scene.series
    assert member is not None
    shades, click = colours(scene.look), encode.pick(scene)
    tips = [
        *encode.tooltips(scene),
        alt.Tooltip(field=SHARE, type="quantitative", title=_("Share of total"), format=".1%"),
    ]
    nested = scene.axis is not None and scene.series is not None
    colour = encode.series_colour(scene.series or member, scene)
    if not nested:  # the rectangles carry their names
        colour = alt.Color(field=member.name, type="nominal", sort=None, legend=None)
    tiles = encode.canvas(scene).mark_rect(stroke=shades.paper, strokeWidth=1.5, cursor="pointer")
    tiles = tiles.encode(**_corners(), color=colour, tooltip=tips, opacity=encode.picked_opacity(click))
    return layered(tiles.add_params(click), _names(scene, member.name))


def _corners() -> dict[str, Any]:
    across, down = alt.Scale(domain=[0, ASPECT], nice=False), alt.Scale(domain=[0, 1], nice=False, reverse=True)
    return {
        "x": alt.X(field=LEFT, type="quantitative", axis=None, scale=across),
        "x2": alt.X2(RIGHT),
        "y": alt.Y(field=TOP, type="quantitative", axis=None, scale=down),
        "y2": alt.Y2(BOTTOM),
    }


def _names(scene: Scene, member: str) -> alt.Chart:
    """Name, number and share in the rectangles that have room for them, cut where they have too little.

    The ink is the one that reads on the colour of the rectangle.
    """
    name = f"datum['{member}']"
    room = f"((datum.{RIGHT} - datum.{LEFT}) / {ASPECT} * width / {encode.CELL} - 1)"
    high = f"(datum.{BOTTOM} - datum.{TOP}) * height"
    letters = f"floor({room} * length({name}) / datum.{CELLS})"
    cut = f"{room} >= datum.{CELLS} ? {name} : truncate({name}, {letters})"
    share = f"format(datum.{SHARE}, '.1~%')"
    told = words.label(f"datum['{scene.measures[0].name}']", scene.unit, scene.look, scene.form(scene.measures[0]))
    narrow = f"{room} < max(4, min(datum.{CELLS}, 6))"
    shown = f"{narrow} ? '' : {high} > 52 && {room} >= 8 ? [{cut}, {told}, {share}] : {high} > 18 ? ({cut}) : ''"
    base = (
        encode.canvas(scene, "names")
        .transform_calculate(as_="_text", calculate=shown)
        .transform_calculate(as_="_across", calculate=f"(datum.{LEFT} + datum.{RIGHT}) / 2")
        .transform_calculate(as_="_down", calculate=f"(datum.{TOP} + datum.{BOTTOM}) / 2")
    )
    lift = alt.ExprRef(expr="isArray(datum._text) ? -15 : 0")
    corners = _corners()
    corners["x"].field, corners["y"].field = "_across", "_down"
    ink = ink_on(f"datum['{(scene.series or scene.member).name}']")
    texts: alt.Chart = base.mark_text(baseline="middle", dy=lift, lineHeight=15, color=ink).encode(
        x=corners["x"], y=corners["y"], text=alt.Text(field="_text", type="nominal")
    )
    return texts
