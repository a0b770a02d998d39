"""Circles packed closely: each one beside two that touch, as near to the middle as it goes, none over another."""

from collections.abc import Sequence
from math import hypot, sqrt

import polars as pl

from widgets.charts.look import cells

Circle = tuple[float, float, float]

X, Y, RADIUS, SHARE, WIDE, HIGH, CELLS = "_cx", "_cy", "_radius", "_share", "_wide", "_high", "_cells"
LEAST = 1e-4  # share below which a bubble would be a speck
ASPECT = 1.7  # width of the pack by its height


def packed_rows(member: str, value: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows above zero, largest first, with the middle and radius of their bubble in a box of `_wide` by `_high`."""
    shown = rows.filter(pl.col(value) > 0).sort(value, descending=True, maintain_order=True)
    shown = shown.with_columns((pl.col(value) / pl.col(value).sum()).alias(SHARE)).filter(pl.col(SHARE) >= LEAST)
    circles = packed_circles([float(size) for size in shown[value]])
    left, right = min((x - r for x, _y, r in circles), default=0.0), max((x + r for x, _y, r in circles), default=1.0)
    top, bottom = min((y - r for _x, y, r in circles), default=0.0), max((y + r for _x, y, r in circles), default=1.0)
    names = shown[member].cast(pl.String).fill_null("—").to_list()
    return shown.with_columns(
        pl.Series(X, [x - (left + right) / 2 for x, _y, _r in circles], pl.Float64()),
        pl.Series(Y, [y - (top + bottom) / 2 for _x, y, _r in circles], pl.Float64()),
        pl.Series(RADIUS, [radius for _x, _y, radius in circles], pl.Float64()),
        pl.lit(right - left).alias(WIDE),
        pl.lit(bottom - top).alias(HIGH),
        pl.Series(CELLS, [cells(name) for name in names], pl.Int64()),
    )


def packed_circles(sizes: Sequence[float]) -> list[Circle]:
    """(x, y, radius) a size, with areas in proportion, in the order given; `sizes` are positive and in falling order.

    The first two stand side by side around 0, and each further circle takes the place nearest to the middle among those
    that touch two circles which touch each other; distances down count `ASPECT` times, which makes the pack wide.
    """
    radii = [sqrt(size / sizes[0]) for size in sizes]
    placed: list[Circle] = []
    pairs: list[tuple[int, int]] = []
    for radius in radii:
        if len(placed) < 2:
            placed.append((0.0, 0.0, radius) if not placed else (placed[0][2] + radius, 0.0, radius))
            pairs = [(0, 1)] if len(placed) == 2 else []
            continue
        found = _nearest(radius, placed, pairs)
        x, y, pair = found
        new = len(placed)
        placed.append((x, y, radius))
        pairs += [(pair[0], new), (pair[1], new)]
    return placed


def _nearest(radius: float, placed: list[Circle], pairs: list[tuple[int, int]]) -> tuple[float, float, tuple[int, int]]:
    """The free place nearest to the middle of the first circles, and the two circles that it touches."""
    spots = sorted(
        (
            (hypot(x - placed[0][2] / 2, y * ASPECT), x, y, pair)
            for pair in pairs
            for x, y in _beside(placed[pair[0]], placed[pair[1]], radius)
        ),
    )
    for _away, x, y, pair in spots:
        if all((x - cx) ** 2 + (y - cy) ** 2 >= (radius + r - 1e-9) ** 2 for cx, cy, r in placed):
            return x, y, pair
    right = max(cx + r for cx, _cy, r in placed)
    return right + radius, 0.0, (0, 1)


def _beside(one: Circle, other: Circle, radius: float) -> list[tuple[float, float]]:
    """The two middles of circles of `radius` that touch both."""
    (x0, y0, r0), (x1, y1, r1) = one, other
    reach0, reach1, apart = r0 + radius, r1 + radius, hypot(x1 - x0, y1 - y0)
    along = (reach0**2 - reach1**2 + apart**2) / (2 * apart)
    aside = sqrt(max(0.0, reach0**2 - along**2))
    ux, uy = (x1 - x0) / apart, (y1 - y0) / apart
    return [(x0 + along * ux - side * aside * uy, y0 + along * uy + side * aside * ux) for side in (-1, 1)]
