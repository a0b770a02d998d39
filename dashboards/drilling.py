"""Drilling: a chart by year becomes one by quarter, by month …, as a whole or within one member. Pure.

A `Drill` says which level of its hierarchy a chart shows and within which members of the levels above; `drilled` makes
the chart that draws it. Levels whose field the chart's metrics cannot be grouped by are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboards.chart import Chart
from dashboards.kinds import is_date
from dashboards.link_parts import read_parts, write_parts
from dashboards.linking import reaches
from datasource.periods.buckets import bucket_span
from datasource.question import Dimension, Filter, Grain

GRAINS = (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY)
CHAINS = (
    ("product_group", "product_category", "product"),
    ("department", "owner"),
    ("country", "region", "city", "customer"),
)
"""Dimensions from coarse to fine; dates have the grains."""
MAPS = {"country": "world_map", "region": "map", "city": "map"}
"""The map that draws the places of a level; a map that is drilled to a level without one becomes bars."""


@dataclass(frozen=True)
class Level:
    """One level of a hierarchy; `name` tells it in an address (a grain's, or the field's)."""

    name: str
    dimension: Dimension


@dataclass(frozen=True)
class Drill:
    """The level shown, and the members that were gone into: each with the level that it belongs to, coarse to fine."""

    level: str
    crumbs: tuple[tuple[str, Filter], ...] = ()


@dataclass(frozen=True)
class Ladder:
    """The levels that one chart can show, and which of them it shows as it was made."""

    levels: tuple[Level, ...]
    own: int

    def index(self, drill: Drill | None) -> int:
        """The place of the level that is shown; raises `ValueError` for one that the chart cannot show."""
        return self.own if drill is None else [level.name for level in self.levels].index(drill.level)

    def shown(self, drill: Drill | None) -> Level:
        """The level that is shown."""
        return self.levels[self.index(drill)]

    def below(self, drill: Drill | None) -> Level | None:
        """The next finer level, if there is one."""
        place = self.index(drill) + 1
        return self.levels[place] if place < len(self.levels) else None

    def above(self, drill: Drill | None) -> Level | None:
        """The next coarser level, if there is one."""
        place = self.index(drill)
        return self.levels[place - 1] if place else None


def ladder_of(chart: Chart, grain: Grain | None = None) -> Ladder | None:
    """The levels that `chart` can be drilled through, or None; `grain` is the view's for dates without one."""
    for axis in (*chart.shelves.columns, *chart.shelves.rows):
        levels, own = _levels(axis, grain)
        able = [level for level in levels if level == own or _fits(chart, axis, level)]
        if own is not None and len(able) > 1:
            return Ladder(tuple(able), able.index(own))
    return None


def down(ladder: Ladder, drill: Drill | None, member: Filter | None = None) -> Drill | None:
    """One level finer, within `member` of the level that is shown, or for all of them."""
    finer = ladder.below(drill)
    if finer is None:
        return drill
    crumbs = () if drill is None else drill.crumbs
    gone_into = () if member is None else ((ladder.shown(drill).name, member),)
    return Drill(finer.name, (*crumbs, *gone_into))


def up(ladder: Ladder, drill: Drill | None) -> Drill | None:
    """One level coarser, out of the members of that level; None where that is the chart as it was made."""
    coarser = ladder.above(drill)
    if coarser is None:
        return drill
    return _tidy(ladder, Drill(coarser.name, () if drill is None else drill.crumbs))


def back(ladder: Ladder, drill: Drill, crumbs: int) -> Drill | None:
    """Out again, to within the first `crumbs` members only; 0 is the chart as it was made."""
    if not crumbs:
        return None
    return _tidy(ladder, Drill(drill.crumbs[crumbs][0] if crumbs < len(drill.crumbs) else drill.level, drill.crumbs))


def drilled(chart: Chart, drill: Drill | None, grain: Grain | None = None) -> Chart:
    """The chart that shows `drill`: another axis, and the members gone into as filters.

    Ranking and order follow the axis to its new field; notes at members that are no longer shown are left out. A map
    becomes the map of the new level, from country to region bars: only the provinces of China have shapes.
    """
    ladder = ladder_of(chart, grain)
    if drill is None or ladder is None:
        return chart
    old, new = ladder.levels[ladder.own].dimension, ladder.shown(drill).dimension
    shelves = chart.shelves
    filters = (*shelves.filters, *(ask for _level, ask in drill.crumbs))
    axes = {"columns": _swapped(shelves.columns, old, new), "rows": _swapped(shelves.rows, old, new)}
    changed: dict[str, Any] = {"shelves": shelves.model_copy(update={**axes, "filters": tuple(dict.fromkeys(filters))})}
    if chart.top is not None and chart.top.field == old.field:
        changed["top"] = chart.top.model_copy(update={"field": new.field})
    changed["sort"] = tuple(
        one.model_copy(update={"by": new.field}) if one.by == old.field else one for one in chart.sort
    )
    changed["options"] = chart.options.model_copy(update={"notes": ()})
    if chart.kind in MAPS.values():
        changed["kind"] = _mapped(chart.kind, new.field)
    return chart.model_copy(update=changed)


def _mapped(kind: str, field: str) -> str:
    """The kind that draws the level `field` of a chart that was made as the map `kind`."""
    drawn = MAPS.get(field, "bar")
    return "bar" if kind == "world_map" and drawn == "map" else drawn


def shows(drill: Drill | None, field: str, bucket: str | None) -> bool:
    """Whether a bucket of the date `field` lies within the members gone into; an answer has empty ones outside too."""
    gone_into = [ask.value for _level, ask in (drill.crumbs if drill else ()) if ask.field == field]
    if bucket is None or not gone_into or not all(isinstance(value, str) for value in gone_into):
        return True
    shown, whole = bucket_span(bucket), bucket_span(str(gone_into[-1]))
    return shown.start <= whole.end and whole.start <= shown.end


def write_drill(tile: str, drill: Drill) -> str:
    """The drill of one tile as text for an address."""
    return write_parts((tile, drill.level), drill.crumbs)


def read_drill(text: str, chart: Chart, grain: Grain | None = None) -> Drill | None:
    """The drill that a text of an address means for the chart; raises `ValueError` when it means none."""
    ladder = ladder_of(chart, grain)
    head, parts = read_parts(text)[:2], read_parts(text)[2:]
    if ladder is None or len(head) < 2:
        raise ValueError(text)
    level = head[1][0]
    names = [one.name for one in ladder.levels]
    shown = names.index(level)
    places = [names.index(name) for name, _op, _value in parts]
    if places != sorted(set(places)) or any(place >= shown for place in places):
        raise ValueError(text)
    crumbs = [(name, _member(ladder.levels[names.index(name)], op, value)) for name, op, value in parts]
    return _tidy(ladder, Drill(level, tuple(crumbs)))


def _member(level: Level, op: Any, value: Any) -> Filter:
    return Filter(field=level.dimension.field, op=op, value=value)


def _tidy(ladder: Ladder, drill: Drill) -> Drill | None:
    """Without members of the level shown or a finer one; None where the chart stands as it was made."""
    shown = ladder.index(drill)
    names = [level.name for level in ladder.levels]
    kept = replace(drill, crumbs=tuple(crumb for crumb in drill.crumbs if names.index(crumb[0]) < shown))
    return None if shown == ladder.own and not kept.crumbs else kept


def _levels(axis: Dimension, grain: Grain | None) -> tuple[list[Level], Level | None]:
    """The hierarchy that `axis` belongs to, and its own level in it."""
    if axis.bins:
        return [], None
    if is_date(axis):
        found = [Level(one.value, Dimension(field=axis.field, grain=one)) for one in GRAINS]
        own = axis.grain or grain or Grain.MONTH
        return found, next(level for level in found if level.name == own)
    chain = next((names for names in CHAINS if axis.field in names), ())
    found = [Level(name, Dimension(field=name)) for name in chain]
    return found, next((level for level in found if level.name == axis.field), None)


def _fits(chart: Chart, axis: Dimension, level: Level) -> bool:
    """Whether the chart can show a level in the place of its axis."""
    field = level.dimension.field
    others = [part.field for part in chart.shelves.dimensions() if part != axis]
    return field not in others and (field == axis.field or reaches(chart, field, grouping=True))


def _swapped(axes: Sequence[Dimension], old: Dimension, new: Dimension) -> tuple[Dimension, ...]:
    return tuple(new if _same(axis, old) else axis for axis in axes)


def _same(axis: Dimension, old: Dimension) -> bool:
    return axis.field == old.field and axis.grain in {None, old.grain}
