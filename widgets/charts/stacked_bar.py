"""Bars in parts, one on the other."""

from widgets.charts.bar import parts
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing


def stacked_bar(scene: Scene) -> Drawing:
    """Parts by colour or measure on top of each other; `normalize` shows shares of 100 %, `none` side by side."""
    return parts(scene, scene.chart.options.stack or "zero")
