"""Areas on each other: a whole over time, and its parts."""

import altair as alt

from widgets.charts.area import area
from widgets.charts.scene import Scene


def stacked_area(scene: Scene) -> alt.LayerChart:
    """As `area`, always in parts by colour or metric; `normalize` shows shares."""
    return area(scene)
