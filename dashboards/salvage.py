"""What can still be said of a file that is not well formed: the findings of everything but its broken values.

The broken values are cut out and the rest is judged, so that a wrong type on one line does not hide an unknown metric
on the next; the paths of the findings are then put back to where things stand in the file.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from dashboards.model import Chart, Controls, Tile
from dashboards.names import Names
from dashboards.shape import read_shape
from dashboards.sound import chart_faults, controls_faults, tiles_faults
from dashboards.yaml_tree import Fault, Path, Tree


def faults_of_the_rest(tree: Tree, faults: Iterable[Fault], names: Names | None) -> Iterator[Fault]:
    """Findings of the controls, tiles and charts that stay readable without the values that `faults` point at."""
    cuts = [cut for fault in faults if (cut := _cut(tree, fault.path))]
    data = without(tree.data, cuts)
    for fault in _findings(data, names):
        if not _doubtful(fault.path, cuts):
            yield Fault(_restored(fault.path, cuts), fault.message)


def without(data: Any, cuts: list[Path]) -> Any:
    """`data` less the values at the paths `cuts`."""
    if not cuts:
        return data
    gone = {path[0] for path in cuts if len(path) == 1}

    def inner(key: str | int, value: Any) -> Any:
        return without(value, [path[1:] for path in cuts if len(path) > 1 and path[0] == key])

    if isinstance(data, dict):
        return {key: inner(key, value) for key, value in data.items() if key not in gone}
    if isinstance(data, tuple):
        return tuple(inner(index, value) for index, value in enumerate(data) if index not in gone)
    return data


def _findings(data: dict[str, Any], names: Names | None) -> Iterator[Fault]:
    controls = read_shape(Controls, data.get("controls", {}))[0] or Controls()
    yield from controls_faults(controls, names)
    listed = data.get("tiles", ())
    tiles: dict[int, Tile] = {}
    for index, value in enumerate(listed if isinstance(listed, tuple) else ()):
        tile = read_shape(Tile, value)[0]
        chart = read_shape(Chart, value.get("chart"))[0] if isinstance(value, dict) else None
        if tile:
            tiles[index] = tile
        elif chart:
            yield from chart_faults(chart, ("tiles", index, "chart"), names)
    yield from tiles_faults(tiles, controls, names)


def _is_tile(path: Path) -> bool:
    return len(path) == 2 and path[0] == "tiles"


def _cut(tree: Tree, path: Path) -> Path:
    """What to cut out for a fault: the value, or what lacks a key. Tiles stay: their chart is judged by itself."""
    if path not in tree.lines:
        path = path[:-1]
    return () if _is_tile(path) else path


def _doubtful(path: Path, cuts: list[Path]) -> bool:
    """Whether a finding may only follow from a cut: shelves that lost a field look empty, a ranked field unused."""
    shelves = (*path[:3], "shelves")
    follows = path[3:] == ("shelves",) or path[3:4] in (("top",), ("sort",))
    return follows and any(cut[:4] == shelves for cut in cuts)


def _restored(path: Path, cuts: list[Path]) -> Path:
    """A path in the cut data as a path in the file: indexes count the cut entries again."""
    found: Path = ()
    for part in path:
        if isinstance(part, int):
            for gone in sorted(cut[-1] for cut in cuts if cut[:-1] == found and isinstance(cut[-1], int)):
                part += gone <= part  # noqa: PLW2901  (each entry cut before it moved it by one)
        found = (*found, part)
    return found
