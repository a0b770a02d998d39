"""Rectangles as square as can be, after Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000)."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]


def squarified(sizes: Sequence[float], box: Box) -> list[Box]:
    """One rectangle (left, top, right, bottom) a size, in the order given, filling `box` in proportion.

    `sizes` are positive and stand in falling order, which is what makes the rectangles square.
    """
    whole = sum(sizes)
    left, top, right, bottom = box
    areas = [size / whole * (right - left) * (bottom - top) for size in sizes]
    boxes: list[Box] = []
    while areas:
        side = min(box[2] - box[0], box[3] - box[1])
        count = _row_length(areas, side)
        row, box = _laid_row(areas[:count], box)
        boxes += row
        areas = areas[count:]
    return boxes


def _row_length(areas: Sequence[float], side: float) -> int:
    """How many areas the next row along `side` takes: as long as its worst rectangle gets no narrower."""
    count = 1
    while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
        count += 1
    return count


def _worst(row: Sequence[float], side: float) -> float:
    """The largest ratio of a rectangle's sides in a row along `side`."""
    total = sum(row)
    return max(side**2 * max(row) / total**2, total**2 / (side**2 * min(row)))


def _laid_row(row: Sequence[float], box: Box) -> tuple[list[Box], Box]:
    """The rectangles of a row along the shorter side of `box`, and what is left of the box."""
    left, top, right, bottom = box
    if right - left >= bottom - top:
        edge = left + sum(row) / (bottom - top)
        ends = _ends(row, top, edge - left)
        return [(left, start, edge, end) for start, end in ends], (edge, top, right, bottom)
    edge = top + sum(row) / (right - left)
    ends = _ends(row, left, edge - top)
    return [(start, top, end, edge) for start, end in ends], (left, edge, right, bottom)


def _ends(row: Sequence[float], start: float, depth: float) -> list[tuple[float, float]]:
    ends = []
    for area in row:
        ends.append((start, start + area / depth))
        start += area / depth
    return ends
