"""A pie of shares: few parts of one whole."""

import altair as alt

from datasource.texts import _
from widgets.charts import encode
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

RIM, SHOWN, MIDDLE = 0.94, 0.05, 0.6


def pie(scene: Scene) -> alt.LayerChart:
    """One slice per member of the colour (or of the axis), in the order of the answer, with its share."""
    return layered(*slices(scene))


def slices(scene: Scene, hole: float = 0) -> tuple[alt.Chart, ...]:
    """The slices and their shares, around a hole of the radius `hole` (1 = half of the frame's shorter side)."""
    member = scene.series or scene.member
    amount = scene.measures[0].name
    shade = colours(scene.look)
    click = encode.pick(scene)
    base = encode.ranked(_shared(encode.canvas(scene), amount), member.name).encode(
        theta=alt.Theta(field=amount, type="quantitative", stack=True),
        order=alt.Order(field=encode.RANK, type="quantitative"),
        color=encode.series_colour(member, scene, "right"),
    )
    share = alt.Tooltip(field="_share", type="quantitative", title=_("Share of total"), format=".1%")
    arcs = base.mark_arc(innerRadius=_radius(hole), outerRadius=_radius(RIM), cursor="pointer").encode(
        tooltip=[*encode.tooltips(scene), share], opacity=encode.picked_opacity(click)
    )
    middle = _radius((hole + RIM) / 2 if hole else RIM * MIDDLE)
    texts = base.properties(name="labels").mark_text(radius=middle, fontWeight="bold", color=shade.ink, stroke=None)
    large = alt.when(f"datum._share >= {SHOWN}").then(alt.Text(field="_share", type="quantitative", format=".0%"))
    shares = encode.switched(alt.TextValue, large.otherwise(alt.value("")))
    inner = texts.encode(text=shares, color=alt.ColorValue(shade.ink))
    halo = texts.mark_text(radius=middle, fontWeight="bold", stroke=shade.paper, strokeWidth=3)
    ring = halo.encode(text=shares, color=alt.ColorValue(shade.paper))
    return arcs.add_params(click), ring.properties(name="halo"), inner


def _shared(chart: alt.Chart, amount: str) -> alt.Chart:
    whole = chart.transform_joinaggregate([alt.JoinAggregateFieldDef(op="sum", field=amount, **{"as": "_whole"})])
    return whole.transform_calculate(as_="_share", calculate=f"datum['{amount}'] / datum._whole")


def _radius(part: float) -> alt.ExprRef:
    return alt.ExprRef(expr=f"min(width, height) / 2 * {part}")
