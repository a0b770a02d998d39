"""Rules that share one win between its touches: a weight for each touch, one in all for each journey."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from datasource.analytics.attribution.journeys import Journeys
from datasource.analytics.refusals import Floats

_ENDS: Final = 0.4
_MARK: Final = 0.3
_REST: Final = 0.1


def first(journeys: Journeys) -> Floats:
    """All of it to the first touch."""
    return np.where(journeys.step == 0, 1.0, 0.0)


def last(journeys: Journeys) -> Floats:
    """All of it to the last touch."""
    return np.where(journeys.step == _length(journeys) - 1, 1.0, 0.0)


def linear(journeys: Journeys) -> Floats:
    """The same to each touch."""
    return 1.0 / _length(journeys)


def time_decay(journeys: Journeys) -> Floats:
    """Half as much for each half-life that the touch is older."""
    # The newest touch of each journey counts as new: only ratios matter, and 2 ** -1000 would be nothing.
    newest = np.minimum.reduceat(journeys.age, np.cumsum(journeys.length) - journeys.length)
    return _whole(journeys, 2.0 ** (newest[journeys.journey] - journeys.age))


def position(journeys: Journeys) -> Floats:
    """40 % to the first, 40 % to the last, 20 % shared by those between; two touches share equally."""
    between = np.where(_length(journeys) > 2, (1 - 2 * _ENDS) / np.maximum(_length(journeys) - 2, 1), 0.0)
    ends = _ENDS * (first(journeys) + last(journeys))
    return _whole(journeys, np.where(ends > 0, ends, between))


def w_shaped(journeys: Journeys) -> Floats:
    """30 % each to the first touch, the one that led to the lead and the one that led to the deal, 10 % to the rest.

    A touch that is several of these takes all their shares; the share of a step that is unknown, or of a rest that is
    not there, is spread over the others in proportion.
    """
    marks = [journeys.step == 0] + [
        journeys.step == known[journeys.journey] for known in (journeys.lead_step, journeys.deal_step)
    ]
    shares = _MARK * np.stack(marks).sum(axis=0).astype(np.float64)
    others = np.bincount(journeys.journey, weights=shares == 0)[journeys.journey]
    return _whole(journeys, np.where(shares > 0, shares, _REST / np.maximum(others, 1)))


def shapley(journeys: Journeys) -> Floats:
    """The Shapley value of the game v(S) = wins of journeys whose channels all lie in S, exactly.

    In this game each win is shared equally by its distinct channels (Zhao, Mahboobi and Bagheri 2018,
    arXiv:1804.05327); the channel's first touch carries its share.
    """
    key = journeys.journey * len(journeys.names) + journeys.channel
    _keys, seen = np.unique(key, return_index=True)
    new = np.zeros(len(key))
    new[seen] = 1.0
    return _whole(journeys, new)


RULES: Final[Mapping[str, Callable[[Journeys], Floats]]] = MappingProxyType(
    {
        "first": first,
        "last": last,
        "linear": linear,
        "time_decay": time_decay,
        "position": position,
        "w_shaped": w_shaped,
        "shapley": shapley,
    }
)


def _length(journeys: Journeys) -> Floats:
    """Touches of the journey that each touch belongs to (t,)."""
    return journeys.length[journeys.journey].astype(np.float64)


def _whole(journeys: Journeys, weights: Floats) -> Floats:
    """The weights scaled to one in all for each journey."""
    return weights / np.bincount(journeys.journey, weights=weights)[journeys.journey]
