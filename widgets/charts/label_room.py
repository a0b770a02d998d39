"""Which labels stand: those that would lie over a weightier one are left out, by the room that the frame has.

A grid of cells twice as large as a label is laid over the frame four times, each time moved by half a cell. A label
stands when its mark is the weightiest of its cell in every one of them: two marks that are nearer to each other than
half a cell share a cell of one of the grids, so that only one of them is named.
"""

from collections.abc import Sequence
from typing import Any

from widgets.charts.scene import Scene

Layer = dict[str, Any]
WIDE, HIGH = 84, 28  # pixels of a cell beside dots
LINE = 32  # the same height, of the numbers over one member
LETTER = 6.4  # pixels of a letter of a label


def of_dots(across: str, up: str, weight: str, scene: Scene, frame: tuple[str, str]) -> list[Layer]:
    """The steps that keep the rows whose names have room; `frame` are the expressions for its width and height."""
    facet = [scene.facet.name] if scene.facet is not None else []
    steps = [*_place(across, "_px", frame[0], facet), *_place(up, "_py", frame[1], facet)]
    moves = [(right, down) for right in (0, 0.5) for down in (0, 0.5)]
    for at, (right, down) in enumerate(moves):
        steps += _first(at, (("_px", WIDE, right), ("_py", HIGH, down)), weight, facet)
    return [*steps, {"filter": " && ".join(f"datum._first{at} === 1" for at in range(len(moves)))}]


def of_members(member: str, up: str, text: str, scene: Scene, frame: tuple[str, str]) -> list[Layer]:
    """The steps that keep every member, or every second, third …, as their numbers have room side by side, and of
    the numbers over one member those that keep clear of a larger one.
    """
    facet = [scene.facet.name] if scene.facet is not None else []
    wide = {"op": "max", "field": "_letters", "as": "_widest"}
    count = {"op": "distinct", "field": member, "as": "_members"}
    every = f"max(1, ceil(datum._widest * {LETTER} * datum._members / max(1, {frame[0]})))"
    steps: list[Layer] = [
        {"calculate": f"length({text})", "as": "_letters"},
        {"joinaggregate": [wide, count], "groupby": facet},
        {"window": [{"op": "dense_rank", "as": "_nth"}], "sort": [{"field": member}], "groupby": facet},
        {"filter": f"(datum._nth - 1) % {every} === 0"},
        *_place(up, "_py", frame[1], facet),
    ]
    for at, down in enumerate((0, 0.5)):
        steps += _first(at, (("_py", LINE, down),), up, [member, *facet])
    return [*steps, {"filter": "datum._first0 === 1 && datum._first1 === 1"}]


def _place(field: str, name: str, room: str, facet: Sequence[str]) -> list[Layer]:
    """`name`: how many pixels from the least number the mark stands."""
    ends = [{"op": op, "field": field, "as": f"{name}_{op}"} for op in ("min", "max")]
    share = f"(datum['{field}'] - datum.{name}_min) / ((datum.{name}_max - datum.{name}_min) || 1)"
    return [{"joinaggregate": ends, "groupby": [*facet]}, {"calculate": f"{share} * {room}", "as": name}]


def _first(at: int, sides: Sequence[tuple[str, int, float]], weight: str, within: Sequence[str]) -> list[Layer]:
    """`_first…`: the rank of each mark in its cell of one grid."""
    names = [f"_cell{at}{place}" for place, _side in enumerate(sides)]
    cells = [
        {"calculate": f"floor(datum.{field} / {size} + {moved})", "as": name}
        for name, (field, size, moved) in zip(names, sides, strict=True)
    ]
    rank = {"window": [{"op": "row_number", "as": f"_first{at}"}], "sort": [{"field": weight, "order": "descending"}]}
    return [*cells, {**rank, "groupby": [*names, *within]}]
