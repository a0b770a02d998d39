"""A gauge: how far a number is on the way to its target."""

import altair as alt

from datasource.result import Column
from datasource.texts import _
from widgets.charts import encode, words
from widgets.charts.scene import Scene
from widgets.charts.strip import layered
from widgets.charts.theme import colours

FULL = 1.5  # the attainment at the end of the arc
HALF = 1.9  # radians from the top to each end of the arc
OUTER, INNER = 0.98, 0.76
SMALL = 44  # pixels of radius below which the words under the arc find no room
PART = "_part"
# The arc ends below its middle: this is how much of the frame a radius of 1 takes, and where the middle lies.
RADIUS = "min(width / 2 - 14, (height - 36) / 1.34)"
LARGE = alt.ExprRef(expr=f"max(13, min(40, {RADIUS} * 0.36))")
BELOW = alt.ExprRef(expr=f"{RADIUS} * 1.34 + 28")  # clear of the ends of the arc
MIDDLE = alt.ExprRef(expr=f"{RADIUS} + 16")


def gauge(scene: Scene) -> alt.LayerChart:
    """An arc from 0 to 150 % for one rate, or for the first metric as a share of its target.

    The target is the second metric, or that of the options. Without a target (or with one of 0) there is no arc and the
    words say so.
    """
    shades = colours(scene.look)
    base = _attained(scene)
    track = _arc(base, "track", f"{-HALF}", f"{HALF}", shades.grid)
    reached = _arc(base, "reached", f"{-HALF}", _angle(f"min({FULL}, max(0, datum.{PART}))"), shades.series[0])
    goal = _arc(base, "goal", f"{_angle('1')} - 0.012", f"{_angle('1')} + 0.012", shades.ink)
    click = encode.pick(scene)
    tips = encode.tooltips(scene)
    share = alt.Tooltip(field=PART, type="quantitative", title=_("Attainment"), format=".1%")
    reached = reached.mark_arc(
        outerRadius=_radius(OUTER), innerRadius=_radius(INNER), cursor="pointer", stroke=None, y=MIDDLE
    )
    reached = reached.encode(color=alt.ColorValue(shades.series[0]), tooltip=[*tips, share])
    return layered(track, reached.add_params(click), goal, *_words(scene, base))


def _attained(scene: Scene) -> alt.Chart:
    first = f"datum['{scene.measures[0].name}']"
    target = _target(scene)
    if not target:
        return encode.canvas(scene).transform_calculate(as_=PART, calculate=first)
    share = f"isValid({first}) && {target} > 0 ? {first} / {target} : null"
    return encode.canvas(scene).transform_calculate(as_=PART, calculate=share)


def _target(scene: Scene) -> str:
    """The expression for what the first metric is measured against: the second, else what the options name."""
    goal = scene.measures[1] if len(scene.measures) > 1 else scene.target
    return "" if goal is None else f"datum['{goal.name}']" if isinstance(goal, Column) else repr(float(goal))


def _angle(part: str) -> str:
    return f"({part} / {FULL} * {2 * HALF} - {HALF})"


def _arc(base: alt.Chart, name: str, start: str, end: str, colour: str) -> alt.Chart:
    placed = base.properties(name=name).transform_calculate(as_="_start", calculate=start)
    placed = placed.transform_calculate(as_="_end", calculate=end)
    marks = placed.mark_arc(outerRadius=_radius(OUTER), innerRadius=_radius(INNER), stroke=None, y=MIDDLE)
    arc: alt.Chart = marks.encode(
        theta=alt.Theta(field="_start", type="quantitative", scale=None),
        theta2=alt.Theta2("_end"),
        color=alt.ColorValue(colour),
    )
    return arc


def _words(scene: Scene, base: alt.Chart) -> tuple[alt.Chart, ...]:
    """The attainment in the middle, what it is of what below, and the marks of 0, 100 and 150 % outside the arc."""
    shades = colours(scene.look)
    share = f"isValid(datum.{PART}) ? format(datum.{PART}, '.1~%') : '—'"
    big = base.properties(name="share").transform_calculate(as_="_text", calculate=share)
    below = base.properties(name="of_what").transform_calculate(as_="_text", calculate=_of_what(scene))
    goal = base.properties(name="goal_text").transform_calculate(as_="_text", calculate="'100%'")
    text = alt.Text(field="_text", type="nominal")
    beyond = alt.ExprRef(expr=f"{RADIUS} * {OUTER} + 9")
    return (
        big.mark_text(fontSize=LARGE, fontWeight="bold", color=shades.ink, dy=-6, y=MIDDLE).encode(text=text),
        below.mark_text(color=shades.quiet, y=BELOW, opacity=alt.ExprRef(expr=f"{RADIUS} < {SMALL} ? 0 : 1")).encode(
            text=text
        ),
        goal.mark_text(
            color=shades.quiet, align="left", radius=beyond, theta=alt.ExprRef(expr=_angle("1")), y=MIDDLE
        ).encode(text=text),
    )


def _of_what(scene: Scene) -> str:
    first = scene.measures[0]
    actual = words.label(f"datum['{first.name}']", first.unit, scene.look, scene.form(first))
    if not _target(scene):
        return words.sentence(first.label.replace("{", "").replace("}", ""))
    second = scene.measures[1] if len(scene.measures) > 1 else first
    target = words.label(_target(scene), second.unit, scene.look, scene.form(second))
    both = words.sentence(_("{actual} of {target}"), actual=actual, target=target)
    none = words.sentence(_("{actual}, no target"), actual=actual)
    return f"isValid(datum.{PART}) ? {both} : {none}"


def _radius(part: float) -> alt.ExprRef:
    return alt.ExprRef(expr=f"{RADIUS} * {part}")
