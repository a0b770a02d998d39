"""Names in a board that no metric and no field has any more: where they stand, what may be meant, and the repair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel

from dashboards.kinds import SHELVES, Holds
from dashboards.model import Chart, Controls, Dashboard, FilterTile, Shelves
from dashboards.names import Names
from dashboards.sound import BAR
from datasource.question import Calculation, Dimension, Filter, Period, Sort, Top

Name = tuple[Holds, str]
Place = tuple[str | int, ...]
Rename = Callable[[Holds, str, Place], str]
Part = TypeVar("Part", bound=BaseModel)

COMPARED = ("__base", "__change")
METRIC_KEYS = frozenset({"of", "to", "less", "metric"})
DIMENSION_KEYS = frozenset({"field", "along"})


@dataclass(frozen=True)
class Lost:
    """A name that does not exist, the nearest that does (empty: none is near), and where it stands."""

    holds: Holds
    name: str
    better: str
    places: tuple[str, ...]

    @property
    def key(self) -> Name:
        """What `repaired` knows it by."""
        return self.holds, self.name


def lost_names(board: Dashboard, names: Names) -> tuple[Lost, ...]:
    """Every name of a metric or dimension in `board` that `names` does not have, in the order in which it stands."""
    found: dict[Name, list[str]] = {}

    def note(holds: Holds, name: str, place: Place) -> str:
        if name not in names.metrics and name not in names.dimensions:
            found.setdefault((holds, name), []).append(_dotted(place))
        return name

    _renamed(board, note)
    return tuple(Lost(holds, name, _nearest(name, holds, names), tuple(at)) for (holds, name), at in found.items())


def repaired(board: Dashboard, replacements: Mapping[Name, str]) -> Dashboard:
    """`board` with the names replaced wherever they stand; what then stands twice on a shelf stands once."""
    if not replacements:
        return board
    return _renamed(board, lambda holds, name, _place: replacements.get((holds, name), name))


def proposed(lost: tuple[Lost, ...]) -> dict[Name, str]:
    """The replacements that `lost` proposes."""
    return {one.key: one.better for one in lost if one.better}


def _nearest(name: str, holds: Holds, names: Names) -> str:
    known = names.metrics if holds == "metric" else names.dimensions
    return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=0.6)), "")


def _renamed(board: Dashboard, rename: Rename) -> Dashboard:
    tiles = []
    for index, tile in enumerate(board.tiles):
        here: Place = ("tiles", index)
        changes: dict[str, Any] = {}
        if tile.chart:
            changes["chart"] = _chart(tile.chart, (*here, "chart"), rename)
        if tile.filter:
            changes["filter"] = _filter_tile(tile.filter, (*here, "filter"), rename)
        tiles.append(_with(tile, changes))
    controls = _controls(board.controls, ("controls",), rename)
    return _with(board, {"controls": controls, "tiles": tuple(tiles)})


def _controls(controls: Controls, here: Place, rename: Rename) -> Controls:
    shown = (
        name if name in BAR else rename("dimension", name, (*here, "show", index))
        for index, name in enumerate(controls.show)
    )
    changes = {
        "show": tuple(dict.fromkeys(shown)),
        "where": _filters(controls.where, (*here, "where"), rename),
        "period": _period(controls.period, (*here, "period"), rename),
    }
    return _with(controls, changes)


def _filter_tile(found: FilterTile, here: Place, rename: Rename) -> FilterTile:
    if found.field in BAR:
        return found
    return _with(found, {"field": rename("dimension", found.field, (*here, "field"))})


def _chart(chart: Chart, here: Place, every: Rename) -> Chart:
    """The chart, its own calculations left alone: their ids are no names of the registry."""
    own = {one.id for one in chart.calculations}
    held = {part.field for part in chart.shelves.dimensions()}

    def rename(holds: Holds, name: str, place: Place) -> str:
        return name if name in own else every(holds, name, place)

    def column(name: str, place: Place) -> str:
        plain, part = next(((name.removesuffix(end), end) for end in COMPARED if name.endswith(end)), (name, ""))
        return rename("dimension" if plain in held else "metric", plain, place) + part

    changes: dict[str, Any] = {
        "shelves": _shelves(chart.shelves, (*here, "shelves"), rename),
        "calculations": tuple(
            _calculation(one, (*here, "calculations", index), rename) for index, one in enumerate(chart.calculations)
        ),
        "having": tuple(
            _with(one, {"field": rename("metric", one.field, (*here, "having", index, "field"))})
            for index, one in enumerate(chart.having)
        ),
        "sort": _unique_sort(
            _with(one, {"by": column(one.by, (*here, "sort", index, "by"))}) for index, one in enumerate(chart.sort)
        ),
        "looks": tuple(
            _with(one, {"field": column(one.field, (*here, "looks", index, "field"))})
            for index, one in enumerate(chart.looks)
        ),
    }
    if chart.period:
        changes["period"] = _period(chart.period, (*here, "period"), rename)
    if chart.top:
        changes["top"] = _top(chart.top, (*here, "top"), rename)
    if isinstance(chart.options.target, str):
        target = rename("metric", chart.options.target, (*here, "options", "target"))
        changes["options"] = _with(chart.options, {"target": target})
    return _with(chart, changes)


def _shelves(shelves: Shelves, here: Place, rename: Rename) -> Shelves:
    changes: dict[str, Any] = {"filters": _filters(shelves.filters, (*here, "filters"), rename)}
    for shelf, holds in SHELVES.items():
        found = getattr(shelves, shelf)
        if isinstance(found, tuple):
            renamed = (_item(item, holds, (*here, shelf, index), rename) for index, item in enumerate(found))
            changes[shelf] = tuple(dict.fromkeys(renamed))
        elif found is not None:
            changes[shelf] = _item(found, holds, (*here, shelf), rename)
    return _with(shelves, changes)


def _item(item: Dimension | str, holds: Holds, place: Place, rename: Rename) -> Dimension | str:
    if isinstance(item, Dimension):
        return _with(item, {"field": rename("dimension", item.field, place)})
    return rename(holds, item, place)


def _filters(filters: tuple[Filter, ...], here: Place, rename: Rename) -> tuple[Filter, ...]:
    return tuple(
        _with(one, {"field": rename("dimension", one.field, (*here, index, "field"))})
        for index, one in enumerate(filters)
    )


def _period(period: Period, here: Place, rename: Rename) -> Period:
    return _with(period, {"field": rename("dimension", period.field, (*here, "field"))}) if period.field else period


def _top(top: Top, here: Place, rename: Rename) -> Top:
    field, by = rename("dimension", top.field, (*here, "field")), rename("metric", top.by, (*here, "by"))
    return _with(top, {"field": field, "by": by})


def _unique_sort(orders: Any) -> tuple[Sort, ...]:
    """Of two orders by one column the first."""
    found: dict[str, Sort] = {}
    for order in orders:
        found.setdefault(order.by, order)
    return tuple(found.values())


def _calculation(one: Calculation, here: Place, rename: Rename) -> Calculation:
    body = getattr(one, one.body)
    if isinstance(body, tuple):
        parts = tuple(rename("metric", name, (*here, one.body, index)) for index, name in enumerate(body))
        return _with(one, {one.body: parts})
    return _with(one, {one.body: _inside(body, (*here, one.body), rename)})


def _inside(part: Any, here: Place, rename: Rename) -> Any:
    """The body of a calculation: metrics and dimensions stand under keys of their own, at any depth."""
    if isinstance(part, tuple):
        return tuple(_inside(item, (*here, index), rename) for index, item in enumerate(part))
    if not isinstance(part, BaseModel):
        return part
    changes: dict[str, Any] = {}
    for key in type(part).model_fields:
        value = getattr(part, key)
        if key in METRIC_KEYS | DIMENSION_KEYS and isinstance(value, str) and value:
            changes[key] = rename("metric" if key in METRIC_KEYS else "dimension", value, (*here, key))
        elif key != "value":
            changes[key] = _inside(value, (*here, key), rename)
    return _with(part, changes)


def _with(part: Part, changes: Mapping[str, Any]) -> Part:
    changed = {key: value for key, value in changes.items() if value != getattr(part, key)}
    return part.model_copy(update=changed) if changed else part


def _dotted(place: Place) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")
