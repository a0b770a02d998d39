"""Which options each chart kind uses: the builder offers these, and a drawing sees no other."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.chart import Chart
from dashboards.options import Options

_AXES = frozenset({"axes", "x_title", "y_title", "palette"})
_OVER = frozenset({"lines", "bands", "notes"})
_BARS = _AXES | _OVER | {"labels", "legend", "log", "trend", "marks", "stack"}
_STACKS = _AXES | _OVER | {"labels", "legend", "trend"}
_LINES = _AXES | _OVER | {"labels", "legend", "from_zero", "log", "trend", "marks", "nulls"}
_POINTS = _AXES | {"lines", "bands", "labels", "legend", "log", "trend"}
_PARTS = frozenset({"legend", "palette"})
_BARE = frozenset({"palette"})

OPTIONS_OF: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "bar": _BARS,
        "grouped_bar": _AXES | _OVER | {"labels", "legend", "log"},
        "horizontal_bar": _BARS,
        "stacked_bar": _STACKS | {"stack"},
        "full_bar": _STACKS - {"trend"},
        "line": _LINES,
        "step": _LINES,
        "area": (_LINES - {"marks"}) | {"stack"},
        "stacked_area": _STACKS - {"labels"},
        "combo": _AXES | _OVER | {"labels", "legend", "from_zero", "log", "trend", "marks"},
        "pareto": _AXES | _OVER | {"labels"},
        "waterfall": _AXES | _OVER | {"legend"},
        "scatter": _POINTS,
        "bubble": _POINTS,
        "heatmap": frozenset({"axes", "x_title", "y_title", "labels", "legend", "palette"}),
        "calendar": _PARTS,
        "histogram": _AXES | {"labels", "lines", "bands"},
        "box": frozenset({"axes", "x_title", "palette", "lines", "bands"}),
        "bullet": _AXES | {"labels", "target"},
        "slope": _AXES,
        "radar": _PARTS,
        "packed": _PARTS,
        "pie": _PARTS,
        "donut": _PARTS,
        "treemap": _PARTS,
        "funnel": _BARE,
        "gauge": _BARE | {"target"},
        "map": frozenset({"legend", "palette", "area"}),
        "world_map": _PARTS,
        "kpi": frozenset({"card", "target", "palette"}),
        "table": frozenset(),
        "pivot": frozenset({"subtotals"}),
        "detail": frozenset(),
    }
)


def as_used(chart: Chart) -> Chart:
    """The chart with every option at rest that its kind does not use."""
    used = {name: getattr(chart.options, name) for name in OPTIONS_OF.get(chart.kind, frozenset())}
    return chart.model_copy(update={"options": Options(**used)})
