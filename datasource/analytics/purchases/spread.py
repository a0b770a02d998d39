"""How far money to come may lie from what is predicted: what customers with a like prediction did when held back."""

from dataclasses import dataclass

import numpy as np

from datasource.analytics.refusals import Floats, need_rows
from datasource.texts import N_

LEVEL = 0.8
MOST_GROUPS, FEWEST_IN_GROUP = 5, 40
Fitted = tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Spread:
    """Customers in groups by purchases expected: group g ends at `edges[g]`.

    `low` and `high` bound what 80 % of a group brought, as close as can be, in the money of one purchase of their own.
    `held` is the share of customers inside their interval when it was drawn from the other half of them.
    """

    edges: Floats
    low: Floats
    high: Floats
    held: float

    def around(self, expected: Floats, each: Floats) -> tuple[Floats, Floats]:
        """Bounds of the money of customers with so many purchases `expected` of the money `each`; the expectation is
        always within them, for where most bring nothing the mean lies above the most of them.
        """
        low, high = _bounds((self.edges, self.low, self.high), expected)
        return low * each, high * each


def spread(expected: Floats, each: Floats, actual: Floats) -> Spread:
    """From purchases `expected`, their money `each` and the money that came, of the customers held back.

    Raises `MingjingError` with fewer than 80 of them of known money. Split conformal prediction in groups (Vovk 2012,
    "Conditional validity of inductive conformal predictors").
    """
    known = each > 0
    need_rows(int(known.sum()), 2 * FEWEST_IN_GROUP, N_("customers held back"))
    one, other = expected[known], actual[known] / each[known]
    even = np.arange(len(one)) % 2 == 0
    inside = [_inside(_fit(one[half], other[half]), one[~half], other[~half]) for half in (even, ~even)]
    edges, low, high = _fit(one, other)
    return Spread(edges, low, high, float(np.concatenate(inside).mean()))


def _fit(expected: Floats, ratio: Floats) -> Fitted:
    groups = int(np.clip(len(expected) // FEWEST_IN_GROUP, 1, MOST_GROUPS))
    # Edges are values that are there, so no group is empty.
    edges = np.unique(np.quantile(expected, np.arange(1, groups + 1) / groups, method="higher"))
    place = np.searchsorted(edges, expected)
    bounds = np.array([_shortest(np.sort(ratio[place == group])) for group in range(len(edges))])
    return edges, bounds[:, 0], bounds[:, 1]


def _shortest(rising: Floats) -> tuple[float, float]:
    """The shortest span that holds the level's share of the values, the lowest of several: many bring nothing at all.

    One value more than the share counts, as the conformal rank does.
    """
    count = min(len(rising), int(np.ceil(LEVEL * (len(rising) + 1))))
    widths = rising[count - 1 :] - rising[: len(rising) - count + 1]
    start = int(np.argmin(widths))
    return float(rising[start]), float(rising[start + count - 1])


def _inside(fitted: Fitted, expected: Floats, ratio: Floats) -> Floats:
    low, high = _bounds(fitted, expected)
    return ((ratio >= low - 1e-9) & (ratio <= high + 1e-9)).astype(np.float64)


def _bounds(fitted: Fitted, expected: Floats) -> tuple[Floats, Floats]:
    edges, low, high = fitted
    group = np.minimum(np.searchsorted(edges, expected), len(edges) - 1)
    return np.minimum(low[group], expected), np.maximum(high[group], expected)
