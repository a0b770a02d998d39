"""A map of the world: countries coloured by the first metric."""

import altair as alt

from widgets.charts.countries import COUNTRY
from widgets.charts.map import areas, elsewhere, ground, outlines, placed
from widgets.charts.scene import Scene
from widgets.charts.strip import layered


def world_map(scene: Scene) -> alt.LayerChart:
    """Countries joined on their code, over areas true to size; rows come from `drawn_rows`.

    What the map cannot place (a province, an unknown country) is told in words.
    """
    world = outlines("world.json")
    found = placed(scene, world, COUNTRY, "properties.country")
    known = found.transform_filter("isValid(datum._shape)")
    drawing = layered(ground(scene, world), areas(known, scene), elsewhere(found, scene))
    return drawing.project(type="equalEarth")
