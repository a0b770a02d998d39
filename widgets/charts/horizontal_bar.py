"""Bars that lie, however few there are and however short their names."""

from widgets.charts.bar import bar, parts
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing


def horizontal_bar(scene: Scene) -> Drawing:
    """A bar a member, from the left; several metrics need one unit, for lying bars have no second axis."""
    several = scene.series is not None or len(scene.measures) > 1
    return parts(scene, scene.chart.options.stack) if several else bar(scene)
