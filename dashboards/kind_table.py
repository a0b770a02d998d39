"""The chart kinds as data: what each is called, what its shelves take, and which data it suits best.

A kind has one or more forms (a pie may cut by columns or by colour); shelves fit the kind when they fit one form.
`widgets/charts` draws each kind but cards and tables; a test holds the two sets of names equal.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dashboards.form import MAYBE, METRICS, NONE, ONE, SOME, Form, Kind, Room
from datasource.texts import N_

_TWO = Room(2, 12)
_ANY = Room(0, 8)
_CROSS = (
    Form(axes=ONE, color=MAYBE, values=ONE, facet=MAYBE),
    Form(axes=ONE, values=METRICS, facet=MAYBE),
)
_PARTS = (
    Form(axes=ONE, color=ONE, values=ONE, facet=MAYBE),
    Form(axes=ONE, values=_TWO, facet=MAYBE),
)
_STRANDS = (
    Form(columns=ONE, rows=NONE, color=MAYBE, values=ONE, detail=_ANY, facet=MAYBE),
    Form(columns=ONE, rows=NONE, values=METRICS, facet=MAYBE),
)
_ALONG = (
    Form(columns=ONE, rows=NONE, color=MAYBE, values=ONE, facet=MAYBE),
    Form(columns=ONE, rows=NONE, values=METRICS, facet=MAYBE),
)
_LAYERS = (
    Form(columns=ONE, rows=NONE, color=ONE, values=ONE, facet=MAYBE),
    Form(columns=ONE, rows=NONE, values=_TWO, facet=MAYBE),
)
_SLICES = (
    Form(color=ONE, axes=NONE, values=ONE),
    Form(axes=ONE, values=ONE),
)
_NESTED = (*_SLICES, Form(axes=ONE, color=ONE, values=ONE))
_RANKED = (Form(axes=ONE, values=ONE),)
_STEPS = (Form(axes=ONE, values=ONE), Form(axes=NONE, values=_TWO))


def _points(size: Room) -> tuple[Form, ...]:
    """Dots of two metrics: one a member of the axis (and of Detail), or one a member of Detail alone."""
    pair = Room(2, 2)
    return (
        Form(axes=ONE, color=MAYBE, values=pair, size=size, detail=_ANY, facet=MAYBE),
        Form(axes=NONE, color=MAYBE, values=pair, size=size, detail=SOME, facet=MAYBE),
    )


def _likes(*traits: str) -> frozenset[str]:
    return frozenset(traits)


_OF_MEMBERS = frozenset({"date", "number"})
_OF_ORDER = frozenset({"category"})
_ALL = (
    Kind("bar", N_("Bar"), "bar_chart", _CROSS, _likes("category", "one metric"), labels=True),
    Kind(
        "stacked_bar",
        N_("Stacked bar"),
        "stacked_bar_chart",
        _PARTS,
        _likes("category", "color", "one metric"),
        labels=True,
    ),
    Kind(
        "line", N_("Line"), "show_chart", _STRANDS, _likes("date", "one metric", "color", "several metrics"), _OF_ORDER
    ),
    Kind("area", N_("Area"), "area_chart", _ALONG, _likes("date", "color"), _OF_ORDER),
    Kind("pie", N_("Pie"), "pie_chart", _SLICES, _likes("color", "no axis"), _OF_MEMBERS),
    Kind("scatter", N_("Scatter"), "scatter_plot", _points(MAYBE), _likes("size", "pair"), labels=True),
    Kind(
        "kpi",
        N_("Key figure"),
        "speed",
        (Form(axes=NONE, values=METRICS, hints=NONE),),
        _likes("no axis", "one metric", "no color"),
    ),
    Kind(
        "table",
        N_("Table"),
        "table",
        (Form(columns=_ANY, rows=_ANY, values=METRICS, hints=NONE),),
        _likes("many axes", "several metrics"),
    ),
    Kind("funnel", N_("Funnel"), "filter_alt", _STEPS, _likes("stage"), _OF_MEMBERS),
    Kind(
        "combo",
        N_("Bars and line"),
        "multiline_chart",
        (Form(columns=ONE, rows=NONE, values=METRICS, second=Room(0, 12)),),
        _likes("second", "pair", "date"),
        shy=1,
        labels=True,
    ),
    Kind("pareto", N_("Pareto"), "leaderboard", _RANKED, _likes("category"), _OF_MEMBERS),
    Kind("waterfall", N_("Waterfall"), "waterfall_chart", _RANKED, _likes(), _OF_MEMBERS),
    Kind("treemap", N_("Treemap"), "grid_view", _NESTED, _likes("category"), _OF_MEMBERS),
    Kind("donut", N_("Donut"), "donut_large", _SLICES, _likes("color", "no axis"), _OF_MEMBERS),
    Kind("gauge", N_("Gauge"), "speed", (Form(axes=NONE, values=Room(1, 2)),), _likes()),
    Kind(
        "map",
        N_("Map"),
        "map",
        (Form(axes=ONE, types=(("axes", "place"),), values=METRICS),),
        _likes("place", "category"),
    ),
    Kind(
        "grouped_bar",
        N_("Grouped bar"),
        "bar_chart_4_bars",
        _PARTS,
        _likes("category", "color", "several metrics"),
        labels=True,
    ),
    Kind("full_bar", N_("100 % bar"), "percent", _PARTS, _likes("category", "color"), labels=True),
    Kind(
        "horizontal_bar",
        N_("Horizontal bar"),
        "align_horizontal_left",
        _CROSS,
        _likes("category"),
        _OF_MEMBERS,
        labels=True,
    ),
    Kind("step", N_("Step line"), "stairs", _STRANDS, _likes("date"), _OF_ORDER, shy=2),
    Kind(
        "stacked_area",
        N_("Stacked area"),
        "stacked_line_chart",
        _LAYERS,
        _likes("date", "color", "one metric"),
        _OF_ORDER,
        shy=1,
    ),
    Kind("bubble", N_("Bubble"), "bubble_chart", _points(ONE), _likes("size", "pair"), labels=True),
    Kind(
        "heatmap",
        N_("Heat map"),
        "apps",
        (Form(columns=ONE, rows=ONE, values=ONE, facet=MAYBE),),
        _likes("grid", "one metric"),
        labels=True,
    ),
    Kind(
        "calendar",
        N_("Calendar"),
        "calendar_month",
        (Form(columns=ONE, rows=NONE, values=ONE, types=(("columns", "day"),)),),
        _likes("day"),
    ),
    Kind(
        "histogram",
        N_("Histogram"),
        "equalizer",
        (
            Form(columns=ONE, rows=NONE, values=ONE, types=(("columns", "number"),)),
            Form(axes=NONE, values=ONE, detail=SOME),
        ),
        _likes("number", "detail", "one metric"),
        labels=True,
    ),
    Kind(
        "box",
        N_("Box plot"),
        "candlestick_chart",
        (Form(axes=MAYBE, values=ONE, detail=SOME),),
        _likes("detail", "category"),
    ),
    Kind(
        "bullet",
        N_("Bullet"),
        "clear_all",
        (Form(axes=MAYBE, values=Room(1, 2)),),
        _likes("pair"),
        _OF_MEMBERS,
        shy=2,
        labels=True,
    ),
    Kind(
        "slope",
        N_("Slope"),
        "trending_up",
        (
            Form(columns=ONE, rows=NONE, color=ONE, values=ONE),
            Form(columns=ONE, rows=NONE, values=ONE, detail=SOME),
            Form(columns=ONE, rows=NONE, values=METRICS),
        ),
        _likes("date", "detail"),
        _OF_ORDER,
        shy=1,
    ),
    Kind(
        "radar",
        N_("Radar"),
        "radar",
        (
            Form(axes=ONE, color=MAYBE, values=ONE),
            Form(axes=ONE, values=_TWO),
            Form(axes=NONE, color=ONE, values=Room(3, 12)),
        ),
        _likes("category", "many metrics"),
        _OF_MEMBERS,
        shy=2,
    ),
    Kind("packed", N_("Packed bubbles"), "workspaces", _NESTED, _likes("category"), _OF_MEMBERS, shy=1),
    Kind(
        "world_map",
        N_("World map"),
        "public",
        (Form(axes=ONE, types=(("axes", "country"),), values=METRICS),),
        _likes("place"),
        shy=1,
    ),
    Kind(
        "pivot",
        N_("Pivot"),
        "pivot_table_chart",
        (Form(rows=Room(1, 8), columns=Room(0, 3), values=METRICS, hints=NONE),),
        _likes("many axes", "crossed", "several metrics"),
    ),
    Kind(
        "detail",
        N_("Records"),
        "list_alt",
        (Form(columns=Room(1, 16), rows=NONE, values=ONE, hints=NONE),),
        _likes("many axes"),
        shy=3,
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})
TABLES = frozenset({"kpi", "table", "pivot", "detail"})
"""The kinds that are no drawings."""
