"""Chance, the same on every platform: uniform draws shaped by tables, no logarithms, no library distributions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NONE = -(2**60)
"""An empty cell among whole numbers: a key, a day, a second or an amount that is not there."""


class Draw:
    """One stream of chance for one area of one block; streams of other areas and blocks do not touch it."""

    def __init__(self, seed: int, block: int, area: str) -> None:
        self._source = np.random.Generator(np.random.PCG64([seed, block, *area.encode()]))

    def uniform(self, size: int) -> Floats:
        """`size` numbers in [0, 1)."""
        return self._source.random(size)

    def chance(self, probability: float | Floats, size: int) -> Flags:
        """Whether each of `size` things happens."""
        return self.uniform(size) < probability

    def ints(self, low: int, high: int, size: int) -> Ints:
        """Whole numbers from `low` to `high` inclusive."""
        return self._source.integers(low, high + 1, size, dtype=np.int64)

    def choose(self, weights: Sequence[float] | Floats, size: int) -> Ints:
        """Places in `weights`, each as often as it weighs."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        place = np.searchsorted(steps, self.uniform(size) * steps[-1], side="right")
        chosen: Ints = np.minimum(place, len(steps) - 1).astype(np.int64)
        return chosen

    def choose_row(self, steps: Floats) -> Ints:
        """For each row of cumulated weights (rows x choices), one choice."""
        aim = self.uniform(len(steps)) * steps[:, -1]
        chosen: Ints = np.minimum((steps <= aim[:, None]).sum(axis=1), steps.shape[1] - 1).astype(np.int64)
        return chosen

    def spread(self, points: Sequence[float], size: int) -> Floats:
        """Numbers whose quantiles run evenly through `points`: half of [0, 1, 9] lies below 1."""
        table = np.asarray(points, dtype=np.float64)
        place = self.uniform(size) * (len(table) - 1)
        left = place.astype(np.int64)
        return table[left] + (table[left + 1] - table[left]) * (place - left)

    def days(self, points: Sequence[float], size: int) -> Ints:
        """As `spread`, in whole days (or other whole units)."""
        return self.spread(points, size).astype(np.int64)


def ranges(counts: Ints) -> tuple[Ints, Ints]:
    """For things that each have some parts: the thing and the part's number (from 0) for every part."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - np.repeat(first, counts)


def split_amounts(total: Ints, counts: Ints, shares: Floats, unit: int = 100) -> Ints:
    """Cut each total into `counts` parts (flat, in order) near `shares`, in whole `unit`s; the last takes the rest."""
    owner, part = ranges(counts)
    weight = np.bincount(owner, shares, len(total))
    cut = (total[owner] * (shares / weight[owner]) / unit).astype(np.int64) * unit
    cut[part == counts[owner] - 1] = 0
    rest = total - np.bincount(owner, cut, len(total)).astype(np.int64)
    cut[part == counts[owner] - 1] = rest[counts > 0]
    return cut


def pick_at(cells: Ints, place: Ints) -> Ints:
    """The cell at each place; empty where there is no place."""
    return where(place != NONE, cells[np.maximum(place, 0)])


def where(flags: Flags, yes: Ints | int, no: Ints | int = NONE) -> Ints:
    """`yes` where flagged, else `no` (an empty cell)."""
    return np.where(flags, yes, no).astype(np.int64)
