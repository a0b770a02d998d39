"""Chart kind → drawing. The kinds themselves, with their shelves, are data in `dashboards.kinds`."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dashboards.kind_options import as_used
from dashboards.model import Chart
from datasource.errors import MingjingError, unknown
from datasource.result import Column
from widgets.charts.area import area
from widgets.charts.bar import bar
from widgets.charts.box import box
from widgets.charts.bullet import bullet
from widgets.charts.calendar import calendar
from widgets.charts.combo import combo
from widgets.charts.donut import donut
from widgets.charts.finish import finished
from widgets.charts.full_bar import full_bar
from widgets.charts.funnel import funnel
from widgets.charts.gauge import gauge
from widgets.charts.grouped_bar import grouped_bar
from widgets.charts.heatmap import heatmap
from widgets.charts.histogram import histogram
from widgets.charts.horizontal_bar import horizontal_bar
from widgets.charts.line import line
from widgets.charts.look import Look
from widgets.charts.map import map_
from widgets.charts.packed import packed
from widgets.charts.pareto import pareto
from widgets.charts.pie import pie
from widgets.charts.radar import radar
from widgets.charts.scatter import scatter
from widgets.charts.scene import Scene, scene
from widgets.charts.slope import slope
from widgets.charts.stacked_area import stacked_area
from widgets.charts.stacked_bar import stacked_bar
from widgets.charts.step import step
from widgets.charts.strip import Drawing, bare
from widgets.charts.treemap import treemap
from widgets.charts.waterfall import waterfall
from widgets.charts.world_map import world_map

MARKS: Mapping[str, Callable[[Scene], Drawing]] = MappingProxyType(
    {
        "bar": bar,
        "stacked_bar": stacked_bar,
        "line": line,
        "area": area,
        "pie": pie,
        "scatter": scatter,
        "funnel": funnel,
        "combo": combo,
        "map": map_,
        "waterfall": waterfall,
        "treemap": treemap,
        "pareto": pareto,
        "gauge": gauge,
        "donut": donut,
        "bubble": scatter,
        "box": box,
        "bullet": bullet,
        "calendar": calendar,
        "full_bar": full_bar,
        "grouped_bar": grouped_bar,
        "heatmap": heatmap,
        "histogram": histogram,
        "horizontal_bar": horizontal_bar,
        "packed": packed,
        "radar": radar,
        "slope": slope,
        "stacked_area": stacked_area,
        "step": step,
        "world_map": world_map,
    }
)


@lru_cache(maxsize=1024)
def draw(chart: Chart, columns: tuple[Column, ...], look: Look) -> dict[str, Any]:
    """The Vega-Lite specification of `chart` without rows, config and schema; kept, so do not change it.

    Field names are those of the answer's rows. Clicks arrive as the point selection `pick` over the chart's dimensions.
    Raises `MingjingError` for a kind that is not drawn (`TABLES`), shelves that do not fit, or a missing column.
    """
    if chart.kind not in MARKS:
        raise MingjingError(unknown("drawing", chart.kind, MARKS))
    asked = scene(as_used(chart), columns, look)
    return finished(bare(MARKS[chart.kind](asked)), asked)
