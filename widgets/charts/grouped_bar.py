"""Bars side by side by colour or metric."""

from widgets.charts.bar import parts
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing


def grouped_bar(scene: Scene) -> Drawing:
    """Bars side by side by colour or metric."""
    return parts(scene, None)
