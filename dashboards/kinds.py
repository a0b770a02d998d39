"""The chart kinds as data: what each is called, what its shelves take, and which data it suits best.

A kind has one or more forms (a pie may cut by columns or by colour); shelves fit the kind when they fit one form.
`widgets/charts` draws each kind; a test holds the two sets of names equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from dashboards.model import Shelves
from datasource.question import Dimension
from datasource.texts import N_, _

Holds = Literal["dimension", "metric"]

SHELVES: Mapping[str, Holds] = MappingProxyType(
    {
        "columns": "dimension",
        "rows": "dimension",
        "values": "metric",
        "second": "metric",
        "color": "dimension",
        "size": "metric",
        "detail": "dimension",
        "hints": "metric",
        "facet": "dimension",
    }
)


@dataclass(frozen=True)
class Room:
    """How many fields fit, both ends inclusive."""

    low: int = 0
    high: int = 0


@dataclass(frozen=True)
class Form:
    """One way to fill the shelves; `axes` bounds columns and rows together, `axis_of` names the only fields on them."""

    columns: Room = Room(0, 16)
    rows: Room = Room(0, 16)
    axes: Room = Room(0, 16)
    color: Room = Room()
    values: Room = Room()
    size: Room = Room()
    second: Room = Room()
    detail: Room = Room()
    hints: Room = Room(0, 12)
    facet: Room = Room()
    axis_of: tuple[str, ...] = ()

    def room(self, shelf: str) -> Room:
        """What this form lets the shelf hold."""
        room: Room = getattr(self, shelf)
        return Room(room.low, min(room.high, self.axes.high)) if shelf in ("columns", "rows") else room


@dataclass(frozen=True)
class Kind:
    """A chart kind. `label` is a msgid; `likes` are the traits (see `traits`) of the data that it shows best."""

    name: str
    label: str
    icon: str
    forms: tuple[Form, ...]
    likes: frozenset[str]

    def room(self, shelf: str) -> Room:
        """The widest room that any form gives the shelf (a key of `SHELVES`)."""
        rooms = [form.room(shelf) for form in self.forms]
        return Room(min(room.low for room in rooms), max(room.high for room in rooms))


NONE, ONE, MAYBE = Room(), Room(1, 1), Room(0, 1)
METRICS = Room(1, 12)

_CROSS = (
    Form(axes=ONE, color=MAYBE, values=ONE),
    Form(axes=ONE, values=METRICS),
)
_ALONG = (Form(columns=ONE, rows=NONE, color=MAYBE, values=ONE), Form(columns=ONE, rows=NONE, values=METRICS))
_STACKED = (
    Form(axes=ONE, color=ONE, values=ONE),
    Form(axes=ONE, values=Room(2, 12)),
)
_SLICES = (
    Form(color=ONE, axes=NONE, values=ONE),
    Form(axes=ONE, values=ONE),
)
_POINTS = (Form(axes=ONE, color=MAYBE, values=Room(2, 2), size=MAYBE),)
_STEPS = (
    Form(axes=ONE, values=ONE),
    Form(axes=NONE, values=Room(2, 12)),
)
_NESTED = (*_SLICES, Form(axes=ONE, color=ONE, values=ONE))
_RANKED = (Form(axes=ONE, values=ONE),)
PLACES = ("region", "city")

_ALL = (
    Kind("bar", N_("Bar"), "bar_chart", _CROSS, frozenset({"category", "one metric"})),
    Kind(
        "stacked_bar", N_("Stacked bar"), "stacked_bar_chart", _STACKED, frozenset({"category", "color", "one metric"})
    ),
    Kind("line", N_("Line"), "show_chart", _ALONG, frozenset({"date", "one metric", "color", "several metrics"})),
    Kind("area", N_("Area"), "area_chart", _ALONG, frozenset({"date", "color"})),
    Kind("pie", N_("Pie"), "pie_chart", _SLICES, frozenset({"color", "no axis"})),
    Kind("scatter", N_("Scatter"), "scatter_plot", _POINTS, frozenset({"size", "pair"})),
    Kind(
        "kpi",
        N_("Key figure"),
        "speed",
        (Form(axes=NONE, values=METRICS),),
        frozenset({"no axis", "one metric", "no color"}),
    ),
    Kind(
        "table",
        N_("Table"),
        "table",
        (Form(columns=Room(0, 8), rows=Room(0, 8), values=METRICS),),
        frozenset({"many axes", "several metrics"}),
    ),
    Kind("funnel", N_("Funnel"), "filter_alt", _STEPS, frozenset({"stage"})),
    Kind(
        "combo",
        N_("Bars and line"),
        "multiline_chart",
        (Form(columns=ONE, rows=NONE, values=METRICS),),
        frozenset(),
    ),
    Kind("pareto", N_("Pareto"), "leaderboard", _RANKED, frozenset({"category"})),
    Kind("waterfall", N_("Waterfall"), "waterfall_chart", _RANKED, frozenset()),
    Kind("treemap", N_("Treemap"), "grid_view", _NESTED, frozenset({"category"})),
    Kind("donut", N_("Donut"), "donut_large", _SLICES, frozenset({"color", "no axis"})),
    Kind("gauge", N_("Gauge"), "speed", (Form(axes=NONE, values=Room(1, 2)),), frozenset()),
    Kind("map", N_("Map"), "map", (Form(axes=ONE, axis_of=PLACES, values=METRICS),), frozenset({"place"})),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})

_TOO_FEW: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("columns", 1): N_("Put a dimension on Columns."),
        ("axes", 1): N_("Put a dimension on Columns or Rows."),
        ("color", 1): N_("Put a dimension on Colour."),
        ("values", 1): N_("Put a metric on Values."),
        ("values", 2): N_("Put two metrics on Values."),
        ("second", 1): N_("Put a metric on Second axis."),
        ("detail", 1): N_("Put a dimension on Detail."),
    }
)
_TOO_MANY: Mapping[str, str] = MappingProxyType(
    {
        "columns": N_("Keep at most {high} on Columns."),
        "rows": N_("Keep at most {high} on Rows."),
        "axes": N_("Keep at most {high} on Columns and Rows together."),
        "color": N_("Keep at most {high} on Colour."),
        "values": N_("Keep at most {high} on Values."),
        "size": N_("Keep at most {high} on Size."),
        "second": N_("Keep at most {high} on Second axis."),
        "detail": N_("Keep at most {high} on Detail."),
        "hints": N_("Keep at most {high} on Tooltip."),
        "facet": N_("Keep at most {high} on Small multiples."),
    }
)
_TAKE_OFF: Mapping[str, str] = MappingProxyType(
    {
        "columns": N_("Take the dimensions off Columns."),
        "rows": N_("Take the dimensions off Rows."),
        "axes": N_("Take the dimensions off Columns and Rows."),
        "color": N_("Take the dimension off Colour."),
        "size": N_("Take the metric off Size."),
        "second": N_("Take the metrics off Second axis."),
        "detail": N_("Take the dimensions off Detail."),
        "hints": N_("Take the metrics off Tooltip."),
        "facet": N_("Take the dimension off Small multiples."),
    }
)


def missing(kind: str, shelves: Shelves) -> tuple[str, ...]:
    """What to do so that `kind` can draw the shelves: sentences in the reader's language, none when it can.

    Of several forms, the sentences of the one that is nearest. `KeyError` for a kind that is not in `KINDS`.
    """
    counts = _counts(shelves)
    told = [[*_gaps(form, counts), *_strangers(form, shelves)] for form in KINDS[kind].forms]
    nearest = min(told, key=lambda gaps: sum(gap[0] for gap in gaps))
    return tuple(sentence for _size, sentence in nearest)


def fitting(shelves: Shelves) -> tuple[str, ...]:
    """The kinds that can draw the shelves as they are, the best first."""
    found = traits(shelves)
    able = [kind for kind in KINDS.values() if not missing(kind.name, shelves)]
    return tuple(kind.name for kind in sorted(able, key=lambda kind: _rank(kind, found)))


def is_date(dimension: Dimension) -> bool:
    """Whether a dimension is a date, told by its grain or, before one is chosen, by its name."""
    return dimension.grain is not None or dimension.field == "date" or dimension.field.endswith("_date")


def traits(shelves: Shelves) -> frozenset[str]:
    """What the shelves are like, in the words that `Kind.likes` uses."""
    axes = (*shelves.columns, *shelves.rows)
    staged = any(axis.field == "stage" for axis in axes)
    told = {
        "no axis": not axes,
        "many axes": len(axes) > 1,
        "date": any(map(is_date, axes)),
        "category": bool(axes) and not staged and not any(map(is_date, axes)),
        "stage": staged,
        "color": shelves.color is not None,
        "no color": shelves.color is None,
        "size": shelves.size is not None,
        "one metric": len(shelves.values) == 1,
        "several metrics": len(shelves.values) > 1,
        "pair": len(shelves.values) == 2,
        "place": any(axis.field in PLACES for axis in axes),
    }
    return frozenset(trait for trait, holds in told.items() if holds)


def _rank(kind: Kind, found: frozenset[str]) -> tuple[int, int]:
    return (len(kind.likes - found) - 2 * len(kind.likes & found), list(KINDS).index(kind.name))


def _counts(shelves: Shelves) -> dict[str, int]:
    counts = {
        "columns": len(shelves.columns),
        "rows": len(shelves.rows),
        "color": int(shelves.color is not None),
        "values": len(shelves.values),
        "size": int(shelves.size is not None),
        "second": len(shelves.second),
        "detail": len(shelves.detail),
        "hints": len(shelves.hints),
        "facet": int(shelves.facet is not None),
    }
    return {**counts, "axes": counts["columns"] + counts["rows"]}


def _gaps(form: Form, counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """How many fields are too few or too many on each shelf, and the sentence that says so."""
    found = []
    for shelf, count in counts.items():
        room: Room = getattr(form, shelf)
        if count < room.low:
            found.append((room.low - count, _(_TOO_FEW[shelf, room.low])))
        elif count > room.high == 0:
            found.append((count, _(_TAKE_OFF[shelf])))
        elif count > room.high:
            found.append((count - room.high, _(_TOO_MANY[shelf]).format(high=room.high)))
    return found


def _strangers(form: Form, shelves: Shelves) -> list[tuple[int, str]]:
    """The axes that a form cannot place, and the sentence that names what it can."""
    found = [axis for axis in (*shelves.columns, *shelves.rows) if form.axis_of and axis.field not in form.axis_of]
    return [(len(found), _("Put the region or the city on Columns or Rows."))] if found else []
