"""What must hold of a whole board: names that exist, shelves that fit, tiles that lie beside each other.

Each finding carries its path, so that the parser can add the line and the builder can point at the tile.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from dashboards.filter_styles import styles_of
from dashboards.kinds import KINDS, SHELVES, Holds, missing
from dashboards.model import COLUMNS, Chart, Controls, Dashboard, FilterTile, Tile
from dashboards.names import Names
from dashboards.yaml_tree import Fault, Path
from datasource.errors import MingjingError, unknown
from datasource.metrics.defined import Known, resolve
from datasource.periods import PRESETS, relative_span
from datasource.question import Dimension, Filter, Op, Period

BAR = ("period", "grain", "compare")
"""The controls of the filter bar that are no dimension."""


def board_faults(board: Dashboard, names: Names | None = None) -> tuple[Fault, ...]:
    """Every finding of a board; without `names`, fields and metrics are taken as they are."""
    tiles = dict(enumerate(board.tiles))
    return (
        *controls_faults(board.controls, names),
        *tab_faults(board, tiles),
        *tiles_faults(tiles, board.controls, names),
    )


def tab_faults(board: Dashboard, tiles: Mapping[int, Tile]) -> Iterator[Fault]:
    """Tabs of one id, and tiles on a tab that the board does not have."""
    ids = [tab.id for tab in board.tabs]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield Fault(("tabs", index, "id"), f"'{name}' is already the id of tabs[{ids.index(name)}]; choose another")
    for index, tile in tiles.items():
        if tile.tab and tile.tab not in ids:
            yield Fault(("tiles", index, "tab"), unknown("tab", tile.tab, ids))


def controls_faults(controls: Controls, names: Names | None) -> Iterator[Fault]:
    """Findings of the filter bar."""
    here: Path = ("controls",)
    yield from _period_faults(controls.period, (*here, "period"), names)
    for index, control in enumerate(controls.show):
        if names and control not in BAR and names.dimension(control):
            told = unknown("control", control, {*BAR, *names.dimensions})
            yield Fault((*here, "show", index), told)
        if control in controls.show[:index]:
            yield Fault((*here, "show", index), f"'{control}' stands here twice; keep one")
    yield from _filter_faults(controls.where, (*here, "where"), names)


def tiles_faults(tiles: Mapping[int, Tile], controls: Controls, names: Names | None) -> Iterator[Fault]:
    """Findings of tiles by their place in the list (a list with holes where a tile could not be read)."""
    yield from _ids(tiles)
    yield from _places(tiles)
    for index, tile in tiles.items():
        here: Path = ("tiles", index)
        if names and tile.panel is not None and tile.panel not in names.panels:
            yield Fault((*here, "panel"), unknown("panel", tile.panel, names.panels))
        if tile.filter:
            yield from _control_faults(tile.filter, (*here, "filter"), names)
        if tile.chart:
            yield from chart_faults(tile.chart, (*here, "chart"), names)
            yield from _bar_refusals(tile, tile.chart, controls, names)


def chart_faults(chart: Chart, here: Path = (), names: Names | None = None) -> Iterator[Fault]:
    """Findings of one chart."""
    if chart.kind not in KINDS:
        yield Fault((*here, "kind"), unknown("chart kind", chart.kind, KINDS))
    else:
        yield from (Fault((*here, "shelves"), told) for told in missing(chart.kind, chart.shelves))
    found = resolve(chart.calculations, Known(open=True))[1] if names is None else []
    if names:
        names, found = names.beside(chart.calculations)
        yield from _shelf_names(chart, here, names)
    yield from (Fault((*here, "calculations", *place), told) for place, told in found)
    yield from _filter_faults(chart.shelves.filters, (*here, "shelves", "filters"), names)
    if chart.period:
        yield from _period_faults(chart.period, (*here, "period"), names)
        if names and chart.period.field:
            yield from _refusals((*here, "period"), chart.period.field, chart, names)
    yield from _grain_faults(chart, here)
    yield from _order_faults(chart, here, names)


def _control_faults(control: FilterTile, here: Path, names: Names | None) -> Iterator[Fault]:
    """A field that no control has, and a style that this field cannot have."""
    if names is None:
        return
    if control.field not in BAR and names.dimension(control.field):
        yield Fault((*here, "field"), unknown("control", control.field, {*BAR, *names.dimensions}))
    elif names.dates is not None and names.numbers is not None:
        fitting = styles_of(control.field, names.dates | names.numbers)
        if control.style not in fitting:
            told = f"'{control.style}' does not fit '{control.field}'; write {' or '.join(fitting)}"
            yield Fault((*here, "style"), told)


def _ids(tiles: Mapping[int, Tile]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, tile in tiles.items():
        if tile.id in seen:
            told = f"'{tile.id}' is already the id of tiles[{seen[tile.id]}]; choose another"
            yield Fault(("tiles", index, "id"), told)
        seen.setdefault(tile.id, index)


def _places(tiles: Mapping[int, Tile]) -> Iterator[Fault]:
    earlier: list[Tile] = []
    for index, tile in tiles.items():
        if tile.x + tile.w > COLUMNS:
            told = f"reaches past the {COLUMNS} columns: x {tile.x} + w {tile.w} = {tile.x + tile.w}; move or narrow it"
            yield Fault(("tiles", index), told)
        for other in earlier:
            if tile.tab == other.tab and _overlap(tile, other):
                yield Fault(("tiles", index), f"lies over the tile '{other.id}'; move one of them")
        earlier.append(tile)


def _overlap(one: Tile, other: Tile) -> bool:
    beside = one.x + one.w <= other.x or other.x + other.w <= one.x
    below = one.y + one.h <= other.y or other.y + other.h <= one.y
    return not (beside or below)


def _placed(chart: Chart, here: Path) -> Iterator[tuple[Path, Dimension]]:
    yield from ((path, item) for path, item in _standing(chart, here, "dimension") if isinstance(item, Dimension))


def _standing(chart: Chart, here: Path, holds: Holds) -> Iterator[tuple[Path, Dimension | str]]:
    """What stands on the shelves of one sort, each with its path."""
    for shelf in (name for name, held in SHELVES.items() if held == holds):
        found = getattr(chart.shelves, shelf)
        if isinstance(found, tuple):
            yield from (((*here, "shelves", shelf, index), item) for index, item in enumerate(found))
        elif found is not None:
            yield (*here, "shelves", shelf), found


def _shelf_names(chart: Chart, here: Path, names: Names) -> Iterator[Fault]:
    for path, name in _standing(chart, here, "metric"):
        if told := names.metric(str(name)):
            yield Fault(path, told)
    if isinstance(chart.options.target, str) and (told := names.metric(chart.options.target)):
        yield Fault((*here, "options", "target"), told)
    for path, dimension in _placed(chart, here):
        if told := names.dimension(dimension.field) or names.buckets(dimension):
            yield Fault(path, told)
        yield from _refusals(path, dimension.field, chart, names, grouping=True)
    for index, condition in enumerate(chart.shelves.filters):
        yield from _refusals((*here, "shelves", "filters", index), condition.field, chart, names)


def _refusals(path: Path, field: str, chart: Chart, names: Names, grouping: bool = False) -> Iterator[Fault]:
    told = (names.combine(metric, field, grouping) for metric in chart.shelves.metrics())
    yield from (Fault(path, sentence) for sentence in told if sentence)


def _bar_refusals(tile: Tile, chart: Chart, controls: Controls, names: Names | None) -> Iterator[Fault]:
    """A filter or date of the bar holds for every tile: a metric that cannot reach it would only fail when shown."""
    if names is None:
        return
    names = names.beside(chart.calculations)[0]
    fields: list[tuple[Path, str]] = [
        (("controls", "where", index), condition.field) for index, condition in enumerate(controls.where)
    ]
    if controls.period.field and not chart.period:
        fields.append((("controls", "period"), controls.period.field))
    found = chain.from_iterable(_refusals(path, field, chart, names) for path, field in fields)
    yield from (Fault(fault.path, f"in the tile '{tile.id}': {fault.message}") for fault in found)


def _period_faults(period: Period, here: Path, names: Names | None) -> Iterator[Fault]:
    if period.preset is not None and period.preset not in PRESETS:
        yield Fault((*here, "preset"), unknown("period", period.preset, PRESETS))
    if names and period.field and (told := names.dimension(period.field)):
        yield Fault((*here, "field"), told)


def _filter_faults(filters: Iterable[Filter], here: Path, names: Names | None) -> Iterator[Fault]:
    for index, condition in enumerate(filters):
        if names and (told := names.dimension(condition.field)):
            yield Fault((*here, index, "field"), told)
        if condition.op is Op.RELATIVE:
            try:
                relative_span(str(condition.value), date(2000, 1, 1))
            except MingjingError as error:
                yield Fault((*here, index, "value"), str(error))


def _grain_faults(chart: Chart, here: Path) -> Iterator[Fault]:
    seen: dict[str, Dimension] = {}
    for path, dimension in _placed(chart, here):
        if seen.setdefault(dimension.field, dimension) != dimension:
            yield Fault(path, f"'{dimension.field}' stands here a second time with another grain or bins; keep one")


def _order_faults(chart: Chart, here: Path, names: Names | None) -> Iterator[Fault]:
    fields = {dimension.field for dimension in chart.shelves.dimensions()}
    if chart.top and chart.top.field not in fields:
        yield Fault((*here, "top", "field"), f"ranks '{chart.top.field}', which is on no shelf; put it on one")
    if names and chart.top and (told := names.metric(chart.top.by)):
        yield Fault((*here, "top", "by"), told)
    metrics = chart.shelves.metrics()
    columns = {*fields, *metrics, *(f"{name}__{part}" for name in metrics for part in ("base", "change"))}
    for index, order in enumerate(chart.sort):
        if order.by not in columns:
            yield Fault((*here, "sort", index, "by"), unknown("column", order.by, columns))
