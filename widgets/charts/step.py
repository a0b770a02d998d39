"""A step line: a number that holds until the next bucket."""

import altair as alt

from widgets.charts.line import line
from widgets.charts.scene import Scene


def step(scene: Scene) -> alt.LayerChart:
    """As `line`, each number drawn level until the next one."""
    return line(scene)
