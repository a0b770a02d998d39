"""Bars of 100 %, in parts by colour or metric."""

from widgets.charts.bar import parts
from widgets.charts.scene import Scene
from widgets.charts.strip import Drawing


def full_bar(scene: Scene) -> Drawing:
    """Bars of 100 %, in parts by colour or metric."""
    return parts(scene, "normalize")
